package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The worked example of the class comment, one condition changed at a time. */
class QuantcastPolicyTest {
  private static final String SLOW = Reading.map(4).attempt();

  @Test
  @DisplayName("S0-03, S0-05: rates 100, 100, 80, 20 give the threshold 56.25; only 20 is slow")
  void theWorkedExample() {
    Map<String, Verdict> verdicts = judge(job(slow()));
    Verdict verdict = verdicts.get(SLOW);
    assertThat(verdict).isInstanceOf(Verdict.Accelerate.class);
    assertThat(verdict.reason()).isEqualTo("slow, touched by a slow DataNode");
    assertThat(verdict.evidence())
        .isEqualTo(new Evidence(20e6, 75e6, 56.25e6, -1, -1, 1, 0, List.of("dn3:9866"), 0.1, 0.1));
    assertThat(verdicts).hasSize(3);
    assertThat(verdicts.get(Reading.map(1).attempt()))
        .isInstanceOf(Verdict.Keep.class)
        .extracting(Verdict::reason)
        .isEqualTo("fast enough");
  }

  @Test
  void oneThatWaitsOrIsSilentDoesNotKeepTheRateOfItsLastGoodWindow() {
    Reading was = slow().rate(100).age(10_000).bytes(200_000_000, 0);
    assertKept(judge(job(was)), "fast enough");
    Evidence waiting = judge(job(was.waitingNow(2000))).get(SLOW).evidence();
    assertThat(waiting.rateBytesPerSec()).isEqualTo(20e6);
    assertThat(waiting.averageBytesPerSec()).isEqualTo(75e6);
    assertThat(judge(job(was.waitingNow(2000))).get(SLOW)).isInstanceOf(Verdict.Accelerate.class);
    Map<String, Verdict> silent =
        judge(
            Reading.job(
                10_000,
                new MapCounts(10, 0, 0),
                List.of(
                    Reading.map(1).at(10_000).running(),
                    Reading.map(2).at(10_000).running(),
                    Reading.map(3).at(10_000).running(),
                    was.running()),
                List.of()),
            "require-slow-device",
            "false");
    assertThat(silent.get(SLOW).evidence().rateBytesPerSec()).isEqualTo(10e6);
    assertThat(silent.get(SLOW)).isInstanceOf(Verdict.Accelerate.class);
  }

  @Test
  void finishedAttemptsCountInTheAverageAndAreNotJudged() {
    assertThat(judge(job(slow()))).doesNotContainKey(Reading.map(3).attempt());
  }

  @Test
  @DisplayName("S0-05: without a slow DataNode an attempt is kept, unless the condition is off")
  void anAttemptTouchedByNoSlowDataNodeIsKept() {
    Reading untouched = Reading.map(4).rate(20).load(0.1).from("dn1:9866", 9, 50);
    assertKept(judge(job(untouched)), "slow, but touched by no slow DataNode");
    assertThat(judge(job(untouched), "require-slow-device", "false").get(SLOW))
        .isInstanceOf(Verdict.Accelerate.class);
  }

  @Test
  @DisplayName("S0-05: without room in the network an attempt is kept, unless the condition is off")
  void anAttemptWithoutNetworkRoomIsKept() {
    assertKept(judge(job(slow().load(0.15))), "slow, but its network has no room");
    assertThat(judge(job(slow().load(0.9)), "require-network-room", "false").get(SLOW))
        .isInstanceOf(Verdict.Accelerate.class);
  }

  @Test
  void anUnknownNetworkLoadCountsAsRoomAndTheEvidenceSaysSo() {
    Verdict verdict = judge(job(slow().load(-1))).get(SLOW);
    assertThat(verdict).isInstanceOf(Verdict.Accelerate.class);
    assertThat(verdict.evidence().networkLoadKnown()).isFalse();
    assertThat(verdict.reason()).contains("network load unknown");
  }

  @Test
  void anAttemptYoungerThanTheMinimumIsKeptAndNotCounted() {
    assertKept(judge(job(slow().age(999))), "too young");
    Evidence evidence = judge(job(slow().age(999))).get(Reading.map(1).attempt()).evidence();
    assertThat(evidence.averageBytesPerSec()).isEqualTo(280e6 / 3);
  }

  @Test
  void aloneNobodyIsSlow() {
    JobSnapshot alone = Reading.job(10, 0, List.of(slow().running()), List.of());
    assertKept(judge(alone), "too few attempts to compare with");
  }

  @Test
  @DisplayName("S0-07: once more than 99 % of the maps are done all the rest are accelerated")
  void beyondTheFinishLineEveryoneIsAccelerated() {
    AttemptProgress young = Reading.map(7).age(1).load(1).running();
    assertThat(judge(Reading.job(200, 199, List.of(young), List.of())).values())
        .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Accelerate.class))
        .extracting(Verdict::reason)
        .containsExactly("finish line");
    assertThat(judge(Reading.job(200, 198, List.of(young), List.of())).values())
        .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Keep.class));
  }

  @Test
  @DisplayName(
      "S0-03: the average of a sample is that of as many attempts, the same ones each time")
  void aSampleStandsForAll() {
    List<AttemptProgress> many =
        IntStream.rangeClosed(1, 100)
            .mapToObj(number -> Reading.map(number).rate(number).running())
            .toList();
    JobSnapshot job = Reading.job(1000, 0, many, List.of());
    double average = average(judge(job, "sample-size", "10"));
    assertThat(average).isEqualTo(average(judge(job, "sample-size", "10"))).isBetween(2e6, 99e6);
    assertThat(average(judge(job, "sample-size", "100"))).isEqualTo(50.5e6);
    assertThat(average * 10 / 1e6).isCloseTo(Math.rint(average * 10 / 1e6), within());
  }

  @Test
  @DisplayName("S0-06: of ten candidates the two slowest are selected, the others say why not")
  void theCapSelectsTheSlowestCandidates() {
    Map<String, Verdict> verdicts = judge(candidates());
    assertThat(accelerated(verdicts)).containsExactlyInAnyOrder(id(11), id(12));
    assertKept(verdicts, 13, "candidate, but the cap selects others");
    assertThat(accelerated(judge(candidates(), "selection-cap", "3")))
        .containsExactlyInAnyOrder(id(11), id(12), id(13));
    assertThat(accelerated(judge(candidates(), "selection-cap", "100%"))).hasSize(10);
  }

  @Test
  @DisplayName("S0-06: a pseudo-random selection is the same at each scan and another by its seed")
  void aRandomSelectionIsThatOfItsSeed() {
    List<String> selected = accelerated(judge(candidates(), "selection-order", "random"));
    assertThat(selected)
        .hasSize(2)
        .isEqualTo(accelerated(judge(candidates(), "selection-order", "random")));
    assertThat(IntStream.range(1, 10).boxed().toList())
        .anySatisfy(
            seed ->
                assertThat(
                        accelerated(
                            judge(
                                candidates(),
                                "selection-order",
                                "random",
                                "selection-seed",
                                Integer.toString(seed))))
                    .isNotEqualTo(selected));
  }

  @Test
  @DisplayName("S0-07: the cap does not hold beyond the finish line, and priority none does")
  void beyondTheFinishLineThereIsNoCap() {
    List<AttemptProgress> last =
        IntStream.range(0, 10).mapToObj(number -> Reading.map(number).running()).toList();
    assertThat(accelerated(judge(Reading.job(2000, 1990, last, List.of())))).hasSize(10);
    AttemptProgress none = Reading.map(4).priority(Priority.NONE).running();
    assertKept(judge(Reading.job(2000, 1999, List.of(none), List.of())), "its priority is none");
    assertKept(judge(job(slow().priority(Priority.NONE))), "its priority is none");
  }

  /** Ten slow attempts, 11 to 20, the first the slowest, among thirty fast ones. */
  private static JobSnapshot candidates() {
    List<AttemptProgress> running =
        new ArrayList<>(
            IntStream.rangeClosed(11, 20)
                .mapToObj(number -> Reading.map(number).rate(number).from("dn9:9866", 9, 5))
                .map(Reading::running)
                .toList());
    for (int number = 21; number <= 50; number++) {
      running.add(Reading.map(number).from("dn" + number + ":9866", 9, 50).running());
    }
    return Reading.job(100, 0, running, List.of());
  }

  private static String id(int number) {
    return Reading.map(number).attempt();
  }

  private static List<String> accelerated(Map<String, Verdict> verdicts) {
    return verdicts.entrySet().stream()
        .filter(each -> each.getValue() instanceof Verdict.Accelerate)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  @Test
  void theConfiguredNumberOfExtraUnitsIsAskedFor() {
    Verdict verdict = judge(job(slow()), "extra-units", "3").get(SLOW);
    assertThat(((Verdict.Accelerate) verdict).extraUnits()).isEqualTo(3);
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-6);
  }

  private static double average(Map<String, Verdict> verdicts) {
    return verdicts.values().iterator().next().evidence().averageBytesPerSec();
  }

  private static void assertKept(Map<String, Verdict> verdicts, String reason) {
    assertKept(verdicts, 4, reason);
  }

  private static void assertKept(Map<String, Verdict> verdicts, int number, String reason) {
    assertThat(verdicts.get(id(number))).isInstanceOf(Verdict.Keep.class);
    assertThat(verdicts.get(id(number)).reason()).isEqualTo(reason);
  }

  private static Map<String, Verdict> judge(JobSnapshot job, String... keysAndValues) {
    return new QuantcastPolicy(Settings.with(keysAndValues)).judge(job);
  }

  private static Reading slow() {
    return Reading.map(4).rate(20).load(0.1).from("dn3:9866", 9, 5);
  }

  /** Rates of 100 and 80 and the slow one running, 100 finished; four DataNodes, dn3 slow. */
  private static JobSnapshot job(Reading slow) {
    Reading finished = Reading.map(3).age(5000).bytes(500_000_000, 0);
    return Reading.job(
        10,
        1,
        List.of(
            Reading.map(1).rate(100).from("dn1:9866", 9, 50).from("dn2:9866", 9, 50).running(),
            Reading.map(2).rate(80).from("dn4:9866", 9, 50).from("dn3:9866", 0, 0).running(),
            slow.running()),
        List.of(finished.finished()));
  }
}
