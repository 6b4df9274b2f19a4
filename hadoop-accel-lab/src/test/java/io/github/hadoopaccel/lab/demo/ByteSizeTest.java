package io.github.hadoopaccel.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Sizes on the command line mean what people expect, and anything else is refused. */
class ByteSizeTest {
  private final ByteSize size = new ByteSize();

  @Test
  void suffixesArePowersOf1024() {
    assertThat(size.convert("300")).isEqualTo(300);
    assertThat(size.convert("512k")).isEqualTo(512 << 10);
    assertThat(size.convert("256MB")).isEqualTo(256 << 20);
    assertThat(size.convert("2g")).isEqualTo(2L << 30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "-1", "1.5m", "5x", "9999999999999"})
  void otherTextIsRefusedByName(String text) {
    assertThatThrownBy(() -> size.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"");
  }
}
