package io.github.hadoopaccel.read.testing;

import io.github.hadoopaccel.read.hedge.HedgeBudget;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.PostureSwitch;
import io.github.hadoopaccel.read.hedge.UnitRanking;
import io.github.hadoopaccel.read.io.BufferPool;
import io.github.hadoopaccel.read.io.Clock;
import io.github.hadoopaccel.read.io.ReadSession;
import io.github.hadoopaccel.read.io.Scoreboard;
import io.github.hadoopaccel.read.io.UnitQueue;
import io.github.hadoopaccel.read.io.UnitThreads;
import io.github.hadoopaccel.read.io.WakeUps;
import io.github.hadoopaccel.read.metrics.ReadRecorder;
import java.time.Duration;

/** Read sessions for tests, with threads of their own. */
public final class Sessions {
  private Sessions() {}

  public static ReadSession with(HedgePolicy policy, Posture posture, int extraUnits) {
    return with(policy, posture, extraUnits, new UnitThreads(64, "test-unit"));
  }

  public static ReadSession with(
      HedgePolicy policy, Posture posture, int extraUnits, UnitThreads threads) {
    return with(policy, posture, extraUnits, threads, 0);
  }

  public static ReadSession with(
      HedgePolicy policy, Posture posture, int extraUnits, UnitThreads threads, int attemptNumber) {
    return with(policy, posture, extraUnits, threads, attemptNumber, new BufferPool(64 << 20));
  }

  public static ReadSession with(
      HedgePolicy policy,
      Posture posture,
      int extraUnits,
      UnitThreads threads,
      int attemptNumber,
      BufferPool buffers) {
    return with(Clock.system(), policy, posture, extraUnits, threads, attemptNumber, buffers);
  }

  /** One whose time is that of {@code clock}, and which hedges nothing late. */
  public static ReadSession at(Clock clock, UnitThreads threads, Posture posture, int extraUnits) {
    return with(
        clock, HedgePolicy.never(), posture, extraUnits, threads, 0, new BufferPool(64 << 20));
  }

  private static ReadSession with(
      Clock clock,
      HedgePolicy policy,
      Posture posture,
      int extraUnits,
      UnitThreads threads,
      int attemptNumber,
      BufferPool buffers) {
    return new ReadSession(
        clock,
        new UnitQueue(threads, 32),
        WakeUps.onOneThread(),
        buffers,
        new ReadRecorder(Duration.ofSeconds(5).toNanos()),
        policy,
        new HedgeBudget(1, 16 << 20, 16 << 20, 1 << 30, 10),
        new Scoreboard(
            new UnitRanking(3, Duration.ofMillis(50).toNanos(), Duration.ofHours(1).toNanos())),
        new PostureSwitch(posture, extraUnits),
        attemptNumber);
  }
}
