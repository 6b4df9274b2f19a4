package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.report.SnapshotJson;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays recorded snapshots through all policies with their default settings.
 *
 * <p>In {@code src/test/resources/snapshots}, {@code NAME.jsonl} holds a snapshot per line, as
 * {@code accel.straggler.record-snapshots} writes them, and {@code NAME.expected} a line {@code
 * policy tick attempt verdict h} for each verdict that is not to leave the attempt alone; ticks are
 * counted from 0. To add a recording, copy it there and run this test with {@code
 * -Daccel.replay.write=true}, which writes what the policies say now; then read it. {@code
 * -Daccel.replay.simulate=true} makes the recordings of the simulated jobs anew.
 */
class ReplayTest {
  private static final Path FOLDER = Path.of("src/test/resources/snapshots");
  private static final List<String> POLICIES = List.of("critical-path", "late", "quantcast");
  private static final int LOOK_MILLIS = 4000;

  @BeforeAll
  static void simulate() throws IOException {
    if (!Boolean.getBoolean("accel.replay.simulate")) {
      return;
    }
    for (Scenario scenario : Scenario.values()) {
      List<String> lines =
          scenario.job().run(LOOK_MILLIS).stream().map(SnapshotJson::encode).toList();
      Files.write(FOLDER.resolve(scenario.file() + ".jsonl"), lines);
    }
  }

  static List<String> recordings() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jsonl"))
          .map(name -> name.substring(0, name.length() - ".jsonl".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void policiesSayWhatTheyAlwaysSaid(String name) throws IOException {
    List<JobSnapshot> looks = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve(name + ".jsonl"))) {
      looks.add(SnapshotJson.decode(line));
    }
    List<String> said = POLICIES.stream().flatMap(policy -> said(policy, looks)).toList();
    Path expected = FOLDER.resolve(name + ".expected");
    if (Boolean.getBoolean("accel.replay.write")) {
      Files.write(expected, said);
    }
    assertThat(said).isEqualTo(Files.readAllLines(expected));
  }

  private static Stream<String> said(String name, List<JobSnapshot> looks) {
    StragglerPolicy policy =
        StragglerPolicies.find(name, ReplayTest.class.getClassLoader(), new Problems())
            .orElseThrow()
            .create(Settings.with(), key -> null);
    List<String> lines = new ArrayList<>();
    for (int tick = 0; tick < looks.size(); tick++) {
      Map<String, Verdict> verdicts = new TreeMap<>(policy.judge(looks.get(tick)));
      for (Map.Entry<String, Verdict> each : verdicts.entrySet()) {
        String said = said(each.getValue());
        if (!said.isEmpty()) {
          lines.add(name + " " + tick + " " + each.getKey() + " " + said);
        }
      }
    }
    return lines.stream();
  }

  private static String said(Verdict verdict) {
    if (verdict instanceof Verdict.Accelerate accelerate) {
      String kind = accelerate.explainedBySize() ? "accelerate-large " : "accelerate ";
      return kind + accelerate.extraUnits();
    }
    return ((Verdict.Keep) verdict).ownBudgetShare() < 1 ? "keep-slack 0" : "";
  }
}
