package io.github.hadoopaccel.lab.bench.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A call that did not end counts with the time it had taken, and nothing counts afterwards. */
class CallLogTest {
  @Test
  void unfinishedCallCountsAsLongAsItHadTaken() {
    CallLog log = new CallLog(0);
    log.begins(1_000_000);
    log.ends(10, 2_000_000);
    log.begins(5_000_000);
    log.close(25_000_000);
    log.ends(10, 90_000_000);

    Latency latency = Latency.of(log.nanos());
    assertThat(latency.calls()).isEqualTo(2);
    assertThat(latency.maxMillis()).isBetween(20.0, 20.1);
    assertThat(latency.p50Millis()).isBetween(1.0, 1.01);
    assertThat(log.bytes()).isEqualTo(10);
    assertThat(log.endNanos()).isEqualTo(25_000_000);
  }

  @Test
  void closingBetweenCallsAddsNothing() {
    CallLog log = new CallLog(0);
    log.begins(1);
    log.ends(10, 2);
    log.worked(3);
    log.close(9);

    assertThat(log.nanos().getTotalCount()).isEqualTo(1);
    assertThat(log.endNanos()).isEqualTo(3);
  }
}
