package io.github.hadoopaccel.straggler.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.straggler.progress.Priority;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("S0-12: priorities by rule and by the job's own")
class PriorityRulesTest {
  private static final PriorityRules EXAMPLE =
      PriorityRules.parse("path=/hot/*:critical,task=0-9:low");

  @Test
  void theWorkedExampleOfTheClassComment() {
    assertThat(EXAMPLE.of("hdfs://ns/hot/a", 3, "NORMAL")).isEqualTo(Priority.CRITICAL);
    assertThat(EXAMPLE.of("/cold/a", 3, "NORMAL")).isEqualTo(Priority.LOW);
    assertThat(EXAMPLE.of("/cold/a", 10, "NORMAL")).isEqualTo(Priority.NORMAL);
  }

  @ParameterizedTest
  @CsvSource({
    "VERY_HIGH,CRITICAL",
    "HIGH,NORMAL",
    "NORMAL,NORMAL",
    "DEFAULT,NORMAL",
    "UNDEFINED_PRIORITY,NORMAL",
    "LOW,LOW",
    "VERY_LOW,NONE",
    "OF_LATER_RELEASES,NORMAL"
  })
  void withoutARuleTheJobsPriorityDecides(String job, Priority expected) {
    assertThat(PriorityRules.parse("").of("/a", 0, job)).isEqualTo(expected);
  }

  @Test
  void theFirstRuleThatFitsDecides() {
    PriorityRules rules = PriorityRules.parse("task=5:none,task=0-9:critical,path=*:low");
    assertThat(rules.of("/a", 5, "NORMAL")).isEqualTo(Priority.NONE);
    assertThat(rules.of("/a", 9, "NORMAL")).isEqualTo(Priority.CRITICAL);
    assertThat(rules.of("", 10, "NORMAL")).isEqualTo(Priority.LOW);
  }

  @Test
  void aGlobWithAFileSystemIsHeldAgainstTheWholeName() {
    PriorityRules rules = PriorityRules.parse("path=hdfs://ns:8020/a:low,path=file:/a:none");
    assertThat(rules.of("hdfs://ns:8020/a", 0, "NORMAL")).isEqualTo(Priority.LOW);
    assertThat(rules.of("hdfs://other/a", 0, "NORMAL")).isEqualTo(Priority.NORMAL);
    assertThat(rules.of("file:/a", 0, "NORMAL")).isEqualTo(Priority.NONE);
  }

  @Test
  void aRuleByPathLeavesTheFileSystemOut() {
    PriorityRules rules = PriorityRules.parse("path=/a:low,path=/:none");
    assertThat(rules.of("file:/a", 0, "NORMAL")).isEqualTo(Priority.LOW);
    assertThat(rules.of("hdfs://ns", 0, "NORMAL")).isEqualTo(Priority.NONE);
    assertThat(rules.of("/x://a", 0, "NORMAL")).isEqualTo(Priority.NORMAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path=/a",
        "path=/a:urgent",
        "task=9-0:low",
        "task=x:low",
        "task=-1:low",
        "task=99999999999999999999:low",
        "host=a:low",
        "low",
        "task=1:low,"
      })
  void aWrongRuleIsNamed(String text) {
    assertThatThrownBy(() -> PriorityRules.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rule \"")
        .hasMessageContaining("expected path=GLOB:PRIORITY");
  }
}
