package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The worked example of the class comment, one thing changed at a time. */
class LatePolicyTest {
  private static final long MB = 1_000_000;

  @Test
  void theExampleOfTheCommentHolds() {
    Map<String, Verdict> verdicts = judge(job(read(1, 20), read(2, 80)));
    Verdict verdict = verdicts.get(id(1));
    assertThat(verdict).isInstanceOf(Verdict.Accelerate.class);
    assertThat(verdict.reason()).isEqualTo("slow, with the longest time to its end");
    assertThat(verdict.evidence().remainingMillis()).isEqualTo(490_000);
    assertThat(verdict.evidence().rateBytesPerSec()).isEqualTo(2e6);
    assertThat(verdict.evidence().thresholdBytesPerSec()).isEqualTo(6.5e6);
    assertThat(verdict.evidence().averageBytesPerSec()).isEqualTo(9e6);
    assertKept(verdicts.get(id(2)), "fast enough");
  }

  @Test
  void ofSeveralSlowOnesTheLongestToGoIsHurried() {
    Reading[] readings = new Reading[12];
    for (int number = 0; number < 12; number++) {
      readings[number] = read(100 + number, number < 3 ? 40 - 5 * number : 100);
    }
    Map<String, Verdict> verdicts = judge(job(readings));
    assertThat(verdicts.get(id(102))).isInstanceOf(Verdict.Accelerate.class);
    assertKept(verdicts.get(id(101)), "candidate, but the cap selects others");
    assertThat(judge(job(readings), "selection-cap", "2").get(id(101)))
        .isInstanceOf(Verdict.Accelerate.class);
  }

  @Test
  void oneThatDoesNotWaitIsKept() {
    assertKept(judge(job(read(1, 20).waits(0.29))).get(id(1)), "its time goes into user code");
    assertThat(judge(job(read(1, 20).waits(0.3))).get(id(1)))
        .isInstanceOf(Verdict.Accelerate.class);
  }

  @Test
  void oneOfUnknownSizeIsKeptAndOneWithProgressIsNot() {
    assertKept(
        judge(job(read(1, 20).split(0))).get(id(1)), "nothing tells how much it has still to read");
    Verdict verdict = judge(job(read(1, 20).split(0).progress(0.02))).get(id(1));
    assertThat(verdict).isInstanceOf(Verdict.Accelerate.class);
    assertThat(verdict.evidence().remainingMillis()).isEqualTo(490_000);
  }

  @Test
  void silenceMakesItLater() {
    Verdict verdict = judge(job(read(1, 20).at(-10_000))).get(id(1));
    assertThat(verdict.evidence().remainingMillis()).isEqualTo(980_000);
  }

  @Test
  void aLargeSplitAtThePaceOfTheOthersIsExplainedByItsSize() {
    Verdict verdict = judge(job(read(1, 100).split(10_000 * MB))).get(id(1));
    assertThat(((Verdict.Accelerate) verdict).explainedBySize()).isTrue();
    verdict = judge(job(read(1, 20).split(10_000 * MB))).get(id(1));
    assertThat(((Verdict.Accelerate) verdict).explainedBySize()).isFalse();
  }

  @Test
  void youngOnesAndThoseOfNoPriorityAreKept() {
    assertKept(judge(job(read(1, 1).age(999))).get(id(1)), "too young");
    assertKept(judge(job(read(1, 20).priority(Priority.NONE))).get(id(1)), "its priority is none");
    assertKept(
        judge(job(read(1, 20)), "min-attempts", "4").get(id(1)),
        "too few attempts to compare with");
  }

  @Test
  void beyondTheFinishLineThoseThatWaitAreHurried() {
    List<AttemptProgress> last =
        List.of(
            read(1, 20).split(0).age(1).running(),
            read(2, 100).waits(0.1).running(),
            read(3, 100).running());
    Map<String, Verdict> verdicts = judge(Reading.job(400, 397, last, List.of()));
    assertThat(verdicts.get(id(1)).reason()).isEqualTo("finish line");
    assertKept(verdicts.get(id(2)), "its time goes into user code");
    assertThat(verdicts.get(id(3))).isInstanceOf(Verdict.Accelerate.class);
  }

  private static String id(int number) {
    return Reading.map(number).attempt();
  }

  /** 1000 MB in all, of which that many have been read in 10 s. */
  private static Reading read(int number, long megabytes) {
    return Reading.map(number).age(10_000).bytes(megabytes * MB, 0).split(1000 * MB);
  }

  private static JobSnapshot job(Reading... more) {
    List<AttemptProgress> running = new ArrayList<>();
    running.add(read(8, 100).running());
    running.add(read(9, 100).running());
    for (Reading reading : more) {
      running.add(reading.running());
    }
    return Reading.job(100, 0, running, List.of());
  }

  private static Map<String, Verdict> judge(JobSnapshot job, String... keysAndValues) {
    return new LatePolicy(Settings.with(keysAndValues)).judge(job);
  }

  private static void assertKept(Verdict verdict, String reason) {
    assertThat(verdict).isInstanceOf(Verdict.Keep.class);
    assertThat(verdict.reason()).isEqualTo(reason);
  }
}
