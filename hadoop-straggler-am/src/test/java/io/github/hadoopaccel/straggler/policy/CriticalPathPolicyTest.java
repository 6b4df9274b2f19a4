package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.hadoopaccel.read.hedge.SplitStamp;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A job of six maps at 100 MB/s with 1000 MB to go, which makes 10 s, and map 9, on which one thing
 * is changed at a time.
 */
class CriticalPathPolicyTest {
  private static final long MB = 1_000_000;

  /** At 50 MB/s, with 1000 MB to go: 20 s. */
  private static final Reading SLOW =
      Reading.map(9).rate(50).bytes(500 * MB, 0).split(1500 * MB).waits(0.8);

  @Test
  void aCriticalAttemptThatIsSlowerThanItsPeersIsHurried() {
    Verdict.Accelerate verdict = accelerated(judge(SLOW));
    assertThat(verdict.reason()).isEqualTo("critical: slower than its peers");
    assertThat(verdict.extraUnits()).isEqualTo(1);
    assertThat(verdict.explainedBySize()).isFalse();
    assertThat(verdict.evidence())
        .isEqualTo(new Evidence(50e6, 100e6, 75e6, 20_000, 20_000, 0.8, 0, List.of(), -1, 0));
  }

  @Test
  void theOthersOfItAreNotCritical() {
    Map<String, Verdict> verdicts = judge(job(SLOW));
    assertKept(verdicts.get(Reading.map(1).attempt()), "not critical: the job has longer to go");
  }

  @Test
  void oneWhoseTimeGoesIntoUserCodeIsNeverHurried() {
    assertThat(judge(SLOW.waits(0.3))).isInstanceOf(Verdict.Accelerate.class);
    assertKept(judge(SLOW.waits(0.29)), "its time goes into user code");
    assertKept(
        judge(SLOW.waits(0.29).priority(Priority.CRITICAL).stamp(SplitStamp.DOMINANT)),
        "its time goes into user code");
  }

  @Test
  void oneThatEndsBeforeTheCriticalFractionIsNotHurried() {
    // Map 8 has 20 s to go; map 9 has 14 s, and 13.9 s.
    Reading longest = Reading.map(8).rate(50).split(1000 * MB);
    assertThat(judge(SLOW.split(1200 * MB), longest)).isInstanceOf(Verdict.Accelerate.class);
    assertKept(judge(SLOW.split(1195 * MB), longest), "not critical: the job has longer to go");
  }

  @Test
  void mapsThatAreStillToStartAreLongerThanThoseThatRun() {
    MapCounts more = new MapCounts(21, 0, 14);
    Verdict verdict = judge(job(more, List.of(), SLOW)).get(SLOW.attempt());
    assertKept(verdict, "not critical: the job has longer to go");
    assertThat(verdict.evidence().jobRemainingMillis()).isGreaterThan(30_000);
  }

  @Test
  void theLastOneThatReadsIsCriticalWhileTheOthersWriteOut() {
    // Eleven maps took 40 s each to read all and are not done; map 9 has 20 s to go.
    List<AttemptProgress> read =
        IntStream.range(10, 21)
            .mapToObj(number -> Reading.map(number).age(40_000).bytes(4000 * MB, 0).last())
            .map(Reading::finished)
            .toList();
    JobSnapshot job = Reading.job(0, new MapCounts(12, 0, 0, 11), List.of(SLOW.running()), read);
    Verdict.Accelerate verdict = accelerated(judge(job).get(SLOW.attempt()));
    assertThat(verdict.reason()).startsWith("critical: slower than its peers");
    assertThat(verdict.evidence().jobRemainingMillis()).isEqualTo(20_000);
  }

  @Test
  void amongEqualsNobodyIsHurried() {
    for (double wait : new double[] {0.3, 0.6, 1}) {
      List<AttemptProgress> equals =
          IntStream.range(0, 12)
              .mapToObj(number -> Reading.map(number).split(1000 * MB).waits(wait).running())
              .toList();
      assertThat(judge(Reading.job(12, 0, equals, List.of())).values())
          .extracting(Verdict::reason)
          .containsOnly("critical, but held up by nothing that more reads help");
    }
  }

  @Test
  void aYoungAttemptIsNotJudged() {
    assertKept(judge(SLOW.age(999).bytes(50 * MB, 0)), "too young");
    assertThat(judge(SLOW.age(1000).bytes(50 * MB, 0))).isInstanceOf(Verdict.Accelerate.class);
  }

  @Test
  void anAttemptOfUnknownSizeIsTakenToBeCriticalOnceNoMapIsPending() {
    Reading unknown = SLOW.split(0);
    assertThat(judge(unknown)).isInstanceOf(Verdict.Accelerate.class);
    assertKept(
        judge(job(new MapCounts(10, 0, 3), List.of(), unknown)).get(SLOW.attempt()),
        "not critical: the job has longer to go");
  }

  @Test
  void oneTouchedByASlowDataNodeIsHurriedAtTheRateOfTheOthers() {
    Reading touched = SLOW.rate(80).from("dn9:9866", 9, 5);
    assertThat(accelerated(judge(touched)).reason())
        .isEqualTo("critical: touched by a slow DataNode");
    assertKept(judge(SLOW.rate(80)), "critical, but held up by nothing that more reads help");
  }

  @Test
  void oneThatWaitsForAStuckDataNodeIsHurried() {
    Reading stuck = SLOW.rate(80).waitingNow(200);
    assertThat(accelerated(judge(stuck.stuckAt("dn1:9866", 2000))).reason())
        .isEqualTo("critical: waits for a stuck DataNode");
    assertThat(judge(stuck.stuckAt("dn1:9866", 1999))).isInstanceOf(Verdict.Keep.class);
    assertThat(judge(SLOW.rate(80).stuckAt("dn1:9866", 2000))).isInstanceOf(Verdict.Keep.class);
  }

  @Test
  void aLargeSplitIsHurriedAndItsSizeExplainsIt() {
    Verdict.Accelerate large = accelerated(judge(SLOW.rate(100).split(10_000 * MB)));
    assertThat(large.reason()).isEqualTo("critical: its split is larger");
    assertThat(large.explainedBySize()).isTrue();
    Verdict.Accelerate slowToo = accelerated(judge(SLOW.split(10_000 * MB)));
    assertThat(slowToo.reason()).isEqualTo("critical: slower than its peers, its split is larger");
    assertThat(slowToo.explainedBySize()).isFalse();
    assertThat(judge(SLOW.rate(100).split(2000 * MB))).isInstanceOf(Verdict.Keep.class);
  }

  @Test
  void whereOneDominatesTheOthersKeepHalfOfTheirBudget() {
    Map<String, Verdict> verdicts = judge(job(SLOW.rate(100).split(3500 * MB)));
    assertThat(share(verdicts.get(Reading.map(1).attempt()))).isEqualTo(0.5);
    verdicts = judge(job(SLOW.rate(100).split(3300 * MB)));
    assertThat(share(verdicts.get(Reading.map(1).attempt()))).isEqualTo(1);
  }

  @Test
  void whereTheDominantOneIsNotHurriedTheOthersGiveNothingUp() {
    Map<String, Verdict> verdicts = judge(job(SLOW.split(3500 * MB).waits(0)));
    assertThat(share(verdicts.get(Reading.map(1).attempt()))).isEqualTo(1);
  }

  @Test
  @DisplayName("S0-12: priority critical is hurried off the critical path, none never")
  void prioritiesAreHeeded() {
    Reading longest = Reading.map(8).rate(100).split(9000 * MB);
    assertThat(accelerated(judge(SLOW.priority(Priority.CRITICAL), longest)).reason())
        .isEqualTo("of critical priority: slower than its peers");
    assertThat(accelerated(judge(SLOW.priority(Priority.CRITICAL), longest)).weight()).isOne();
    assertKept(
        judge(SLOW.rate(90).priority(Priority.CRITICAL), longest),
        "not critical: the job has longer to go");
    assertThat(judge(SLOW.priority(Priority.LOW), longest)).isInstanceOf(Verdict.Keep.class);
    assertThat(judge(SLOW.priority(Priority.LOW))).isInstanceOf(Verdict.Accelerate.class);
    assertKept(judge(SLOW.priority(Priority.NONE)), "its priority is none");
    assertKept(
        judge(Reading.job(200, 199, List.of(SLOW.priority(Priority.NONE).running()), List.of()))
            .get(SLOW.attempt()),
        "its priority is none");
  }

  @Test
  void onePlannedAsDominantStartsWithTheHighestNumberOfUnits() {
    Reading planned = SLOW.rate(100).age(10).bytes(MB, 0).stamp(SplitStamp.DOMINANT);
    Verdict.Accelerate verdict = accelerated(judge(planned));
    assertThat(verdict.extraUnits()).isEqualTo(3);
    assertThat(verdict.reason()).isEqualTo("planned as the dominant split: its split is larger");
    assertThat(verdict.explainedBySize()).isTrue();
    assertThat(accelerated(judge(planned.age(5000).split(0))).extraUnits()).isEqualTo(3);
    Reading nearlyDone = planned.age(5000).bytes(1490 * MB, 0);
    assertThat(judge(nearlyDone)).isInstanceOf(Verdict.Keep.class);
  }

  @Test
  @DisplayName("S0-07: beyond the finish line all that wait are accelerated, young ones too")
  void beyondTheFinishLineThoseThatWaitAreHurried() {
    List<AttemptProgress> last =
        List.of(
            Reading.map(1).age(1).running(),
            Reading.map(2).waits(0.29).running(),
            Reading.map(3).waits(0.3).running());
    JobSnapshot beyond = Reading.job(new MapCounts(400, 397, 0).total(), 397, last, List.of());
    Map<String, Verdict> verdicts = judge(beyond);
    assertThat(accelerated(verdicts.get(Reading.map(1).attempt())).reason())
        .isEqualTo("finish line");
    assertKept(verdicts.get(Reading.map(2).attempt()), "its time goes into user code");
    assertThat(verdicts.get(Reading.map(3).attempt())).isInstanceOf(Verdict.Accelerate.class);
    assertThat(judge(Reading.job(400, 396, last, List.of())).values())
        .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Keep.class));
  }

  @Test
  void theFirstAttemptOfAMapWhoseSecondEndsMuchEarlierIsLetBe() {
    Reading second = Reading.map(9, 1).rate(100).bytes(500 * MB, 0).split(1500 * MB);
    assertKept(judge(SLOW.rate(30), second), "another attempt of its map ends earlier");
    // Half as fast is not yet given up.
    assertThat(judge(SLOW, second)).isInstanceOf(Verdict.Accelerate.class);
  }

  @Test
  void aSecondAttemptThatHasReadNothingYetHasOvertakenNobody() {
    Reading second = Reading.map(9, 1).rate(0).age(300).split(1500 * MB);
    assertThat(judge(SLOW.rate(1), second)).isInstanceOf(Verdict.Accelerate.class);
  }

  @Test
  void theWeightIsThePartOfTheJobThatHurryingSaves() {
    Reading first = SLOW.rate(50).bytes(0, 0).split(3000 * MB).waits(0.8);
    Reading second = Reading.map(8).rate(50).split(2250 * MB).waits(0.5);
    Reading other = Reading.map(7).rate(100).split(2000 * MB);
    Map<String, Verdict> verdicts = judge(job(first, second, other));
    assertThat(accelerated(verdicts.get(SLOW.attempt())).weight())
        .isCloseTo(40.0 / 60, within(1e-9));
    assertThat(accelerated(verdicts.get(second.attempt())).weight()).isCloseTo(0.375, within(1e-9));
  }

  @Test
  void ofThreeMapsOneThatGetsLessThanItsDataNodesGiveOthersIsHurried() {
    // Its rate is that of its peers, but the others read mostly from DataNodes that are slower.
    List<AttemptProgress> few =
        List.of(
            Reading.map(1).split(1000 * MB).from("dn1:9866", 60, 50).running(),
            Reading.map(2).split(1000 * MB).from("dn1:9866", 20, 20).running());
    assertThat(accelerated(judge(Reading.job(2, 0, few, List.of())).get(Reading.map(2).attempt())))
        .extracting(Verdict::reason)
        .isEqualTo("critical: gets less than its DataNodes give others");
  }

  @Test
  void theOnlyMapIsHeldAgainstItsOwnPast() {
    Reading only = Reading.map(1).rate(49).split(1000 * MB);
    assertThat(alone(only.peak(100)).reason()).isEqualTo("critical: slower than it was");
    assertThat(alone(only.peak(98))).isInstanceOf(Verdict.Keep.class);
  }

  @Test
  void fewerThanTheMinimumAreNotComparedWithOneAnother() {
    assertThat(judge(job(SLOW), "min-attempts", "8").get(SLOW.attempt()))
        .isInstanceOf(Verdict.Keep.class);
    assertThat(judge(job(SLOW), "min-attempts", "7").get(SLOW.attempt()))
        .isInstanceOf(Verdict.Accelerate.class);
  }

  @Test
  void finishedAttemptsArePeers() {
    List<AttemptProgress> finished =
        List.of(
            Reading.map(1).age(10_000).bytes(1000 * MB, 0).finished(),
            Reading.map(2).age(10_000).bytes(1000 * MB, 0).finished());
    Verdict verdict =
        judge(Reading.job(3, 2, List.of(SLOW.running()), finished)).get(SLOW.attempt());
    assertThat(accelerated(verdict).reason()).isEqualTo("critical: slower than its peers");
  }

  @Test
  void anEmptyJobHasNoVerdicts() {
    assertThat(judge(Reading.job(0, 0, List.of(), List.of()))).isEmpty();
  }

  private static Verdict alone(Reading reading) {
    return judge(Reading.job(1, 0, List.of(reading.running()), List.of())).get(reading.attempt());
  }

  private static Verdict judge(Reading... readings) {
    return judge(job(readings)).get(readings[0].attempt());
  }

  private static Map<String, Verdict> judge(JobSnapshot job, String... keysAndValues) {
    return new CriticalPathPolicy(Settings.with(keysAndValues)).judge(job);
  }

  private static JobSnapshot job(Reading... more) {
    int maps =
        (int) Arrays.stream(more).map(each -> each.running().name().taskId()).distinct().count();
    return job(new MapCounts(6 + maps, 0, 0), List.of(), more);
  }

  private static JobSnapshot job(MapCounts maps, List<AttemptProgress> finished, Reading... more) {
    List<AttemptProgress> running = new ArrayList<>();
    for (int number = 0; number < 6; number++) {
      running.add(
          Reading.map(number).split(1000 * MB).from("dn" + number + ":9866", 9, 50).running());
    }
    for (Reading reading : more) {
      running.add(reading.running());
    }
    return Reading.job(0, maps, running, finished);
  }

  private static Verdict.Accelerate accelerated(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Accelerate.class);
    return (Verdict.Accelerate) verdict;
  }

  private static double share(Verdict verdict) {
    return ((Verdict.Keep) verdict).ownBudgetShare();
  }

  private static void assertKept(Verdict verdict, String reason) {
    assertThat(verdict).isInstanceOf(Verdict.Keep.class);
    assertThat(verdict.reason()).isEqualTo(reason);
  }
}
