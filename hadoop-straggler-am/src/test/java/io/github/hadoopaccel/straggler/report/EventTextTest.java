package io.github.hadoopaccel.straggler.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.testing.Events;
import org.junit.jupiter.api.Test;

class EventTextTest {
  private static final String SLOW = "attempt_1700000000000_0001_m_000007_0";

  private static final String EVIDENCE =
      "rate 1.5 MB/s, threshold 3.0, average 4.0; slow DataNodes [10.0.0.3:9866]; network load"
          + " unknown; 25.0 % of the maps done";

  @Test
  void everyEventHasASentence() {
    assertThat(Events.ALL)
        .extracting(EventText::of)
        .containsExactly(
            "Verdict on "
                + SLOW
                + " (reading for 5.0 s): accelerate by 1 unit(s), as the job waits for it; "
                + EVIDENCE,
            "Accelerating "
                + SLOW
                + " (reading for 5.0 s) by 1 unit(s): the job waits for it; "
                + EVIDENCE,
            "Telling "
                + SLOW
                + " (reading for 5.1 s) to read ACCELERATED by 1 unit(s) for 10.0 s: 8.4 MB granted"
                + " so far, 100 % of its own budget, DataNodes [10.0.0.3:9866] last, units as it"
                + " likes",
            SLOW + " (reading for 6.0 s) now reads ACCELERATED, before CAREFUL",
            SLOW
                + " (reading for 8.1 s) goes from accelerated to grown with 2 unit(s): it has not"
                + " recovered; its rate went from 1.5 MB/s to 1.8 MB/s in 3.0 s",
            "Asked for a second attempt of task_1700000000000_0001_m_000007 beside "
                + SLOW
                + ", not on [node12]: a container is asked for",
            "No longer accelerating " + SLOW + " (reading for 25.0 s): it is fast enough",
            "Refused 3 report(s) so far: of another job",
            "The straggler hook is not active: the policy threw IllegalStateException",
            "123 of 400 maps done; 38 attempts report, 1 are accelerated; 12.5 GB useful, 130.0 MB"
                + " extra; 1 slow DataNodes",
            "Saved about 42.0 s (30.0 s to 55.0 s) for 5000000 extra bytes beside 1099511627776"
                + " useful, 64000000 granted; of 400 attempts that reported 2 were accelerated,"
                + " 1 given a second attempt, 0 forgotten; 7000 reports answered, 3 refused;"
                + " 0 events dropped; decoders by attempts {RsAccelDecoder=400}");
  }

  @Test
  void amountsAreReadByPeople() {
    assertThat(Amount.bytes(999)).isEqualTo("999 B");
    assertThat(Amount.bytes(1000)).isEqualTo("1.0 kB");
    assertThat(Amount.bytes(999_960)).isEqualTo("1.0 MB");
    assertThat(Amount.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    assertThat(Amount.bytes(-2500)).isEqualTo("-2.5 kB");
    assertThat(Amount.rate(Double.NaN)).isEqualTo("-");
    assertThat(Amount.percent(0.254)).isEqualTo("25 %");
    assertThat(Amount.time(1340)).isEqualTo("1.3 s");
    assertThat(Amount.time(59_960)).isEqualTo("1 min 00 s");
    assertThat(Amount.time(192_000)).isEqualTo("3 min 12 s");
    assertThat(Amount.time(7_500_000)).isEqualTo("2 h 05 min");
    assertThat(Amount.time(-1340)).isEqualTo("-1.3 s");
    assertThat(Amount.time(Long.MAX_VALUE)).isEqualTo("never");
  }
}
