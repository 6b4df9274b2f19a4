package io.github.hadoopaccel.straggler.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.testing.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code docs/EVENT-LOG.md} is made of the events themselves. */
class EventLogPageTest {
  private static final String HEAD =
      """
      # The event log
      What the ApplicationMaster's hook decided, why, and what came of it: one JSON object per line, UTF-8, one file per application attempt, `<job id>_<application attempt>.jsonl`. It is written while the job runs, from the first report of a task on; a job whose tasks report nothing has none.

      Where: `accel.straggler.event-log-dir`. Its default `history` is the folder `hadoop-accel` in the owner's directory below `mapreduce.jobhistory.intermediate-done-dir`, readable for the owner and the history server's group. Each job removes up to 1,000 logs of its owner there that are older than `mapreduce.jobhistory.max-age-ms`, unless `mapreduce.jobhistory.cleaner.enable` is false. With `accel.straggler.record-snapshots` the looks at the job are in `<job id>_<application attempt>.snapshots.jsonl` beside it.

      An internal format: fields may come with a version, none changes its meaning; readers pass over events they do not know. Numbers carry their unit in the name, fractions are 0 to 1, h is `extraUnits`. Negative means unknown (for `unitSubset`: the attempt chooses), 9223372036854775807 never, null no number. `jobElapsedMillis` counts from the start of the application attempt, `attemptAgeMillis` from the attempt's first read. A `status` has at most 50 attempts and 20 DataNodes; beyond 16 MiB it is written once a minute, beyond 128 MiB only the summary is. A log without a `summary` is of a job that runs or of an ApplicationMaster that was killed.

      | event | it says | example |
      |---|---|---|
      """;

  private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

  static {
    MEANINGS.put("judged", "a verdict that differs in kind, h or reason from the attempt's last");
    MEANINGS.put("flagged", "an attempt that was not accelerated is to be");
    MEANINGS.put("directed", "what an attempt is told has changed; grants are those so far");
    MEANINGS.put("posture", "an attempt's report shows another posture");
    MEANINGS.put("rung", "an attempt goes up or down the ladder; what the rung did to its rate");
    MEANINGS.put("speculated", "a second attempt was asked for");
    MEANINGS.put("lapsed", "an attempt is no longer accelerated");
    MEANINGS.put("refused", "reports were refused; how many for this reason so far");
    MEANINGS.put("notActive", "no attempt is directed, from now on or at all");
    MEANINGS.put("status", "how the reading stands, every `accel.straggler.status-interval`");
    MEANINGS.put("summary", "the last line: what came of it all");
  }

  @Test
  void theCommittedPageShowsEveryEventAsItIsWritten() throws IOException {
    assertThat(Files.readString(Path.of("..", "docs", "EVENT-LOG.md"))).isEqualTo(page());
  }

  @Test
  void noKindOfEventIsLeftOut() {
    assertThat(Events.ALL.stream().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrder(StragglerEvent.class.getPermittedSubclasses())
        .hasSameSizeAs(MEANINGS.keySet());
  }

  private static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    for (StragglerEvent event : Events.ALL) {
      String kind = EventLine.fields(event).get("event").toString();
      page.append("| `")
          .append(kind)
          .append("` | ")
          .append(MEANINGS.get(kind))
          .append(" | `")
          .append(EventLine.encode(event))
          .append("` |\n");
    }
    return page.toString();
  }
}
