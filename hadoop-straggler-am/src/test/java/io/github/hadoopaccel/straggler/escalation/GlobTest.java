package io.github.hadoopaccel.straggler.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stars stand for anything, all else for itself, in linear time. */
class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "/hot/*.ec,/hot/a/b.ec,true",
    "/hot/*.ec,/hot/a.ec.tmp,false",
    "*,'',true",
    "/a*,/a,true",
    "ab*ba,aba,false",
    "a.c,abc,false",
    "[a]+(b)?\\d$,[a]+(b)?\\d$,true",
    "**a**,xay,true"
  })
  void fits(String pattern, String text, boolean expected) {
    assertThat(new Glob(pattern).fits(text)).isEqualTo(expected);
  }

  /** The same as a regular expression in which nothing but the star is special. */
  @Property
  void fitsWhatTheRegularExpressionFits(
      @ForAll @StringLength(max = 8) @Chars('*') @CharRange(from = 'a', to = 'b') String pattern,
      @ForAll @StringLength(max = 12) @CharRange(from = 'a', to = 'b') String text) {
    String regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    assertThat(new Glob(pattern).fits(text)).isEqualTo(Pattern.matches(regex, text));
  }

  /** One that a backtracking matcher would not end with. */
  @Test
  void aHostilePatternEnds() {
    assertThat(new Glob("*a".repeat(5000) + "*b").fits("a".repeat(100_000))).isFalse();
    assertThat(new Glob("*" + "a".repeat(5000) + "b*").fits("a".repeat(100_000))).isFalse();
  }
}
