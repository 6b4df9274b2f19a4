package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.escalation.PriorityRules;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.testing.Application;
import io.github.hadoopaccel.straggler.testing.Reading;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptPrioritiesTest {
  private final Application application = new Application();

  private static AttemptPriorities priorities(String rules, String jobPriority) {
    Configuration conf = new Configuration(false);
    conf.set("mapreduce.job.priority", jobPriority);
    return new AttemptPriorities(PriorityRules.parse(rules), conf);
  }

  @ParameterizedTest
  @CsvSource({
    "VERY_HIGH, CRITICAL",
    "5, CRITICAL",
    "HIGH, NORMAL",
    "NORMAL, NORMAL",
    "LOW, LOW",
    "very_low, NONE",
    "1, NONE",
    "77, NORMAL",
    "urgent, NORMAL"
  })
  @DisplayName("S0_12 the job's priority decides where no rule fits, by name or number")
  void theJobsPriorityDecides(String configured, Priority priority) {
    assertThat(priorities("", configured).of(Reading.map(1).report())).isEqualTo(priority);
  }

  @Test
  @DisplayName("S0_12 a rule on the input file or the task goes before the job's priority")
  void aRuleGoesBeforeTheJobsPriority() {
    AttemptPriorities priorities = priorities("path=/hot/*:critical,task=0-3:none", "LOW");
    assertThat(priorities.of(Reading.map(1).path("/hot/a").report())).isEqualTo(Priority.CRITICAL);
    assertThat(priorities.of(Reading.map(1).path("/cold/a").report())).isEqualTo(Priority.NONE);
    assertThat(priorities.of(Reading.map(4).path("/cold/a").report())).isEqualTo(Priority.LOW);
  }

  @Test
  void aPriorityThatAnOperatorChangesWhileTheJobRunsCounts() {
    AttemptPriorities priorities = priorities("", "LOW");
    priorities.refresh(application.theJob(), 0);
    assertThat(priorities.of(Reading.map(1).report())).as("YARN has none").isEqualTo(Priority.LOW);
    application.prioritize(5);
    priorities.refresh(application.theJob(), 59_999);
    assertThat(priorities.of(Reading.map(1).report())).isEqualTo(Priority.LOW);
    priorities.refresh(application.theJob(), 60_000);
    assertThat(priorities.of(Reading.map(1).report())).isEqualTo(Priority.CRITICAL);
  }
}
