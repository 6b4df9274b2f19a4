package io.github.hadoopaccel.read.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.HedgeBudget;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.PostureSwitch;
import io.github.hadoopaccel.read.hedge.UnitRanking;
import io.github.hadoopaccel.read.metrics.ReadRecorder;
import io.github.hadoopaccel.read.signal.Directive;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A stamp is the task's own posture and budget; a directive goes before it while it holds. */
class StampedSessionTest {
  private final AtomicLong now = new AtomicLong(1000);
  private final ReadSession session =
      new ReadSession(
          now::get,
          new UnitQueue(Runnable::run, 32),
          (at, clock, wake) -> () -> {},
          new BufferPool(1 << 20),
          new ReadRecorder(TimeUnit.SECONDS.toNanos(5)),
          HedgePolicy.never(),
          new HedgeBudget(0.05, 1000, 0, 1L << 40, 10),
          new Scoreboard(new UnitRanking(3, 1, 1000)),
          new PostureSwitch(Posture.CAREFUL, 1),
          0);

  @Test
  void changesPostureExtraUnitsAndBudgetForTheWholeTask() {
    session.stamped(Posture.ACCELERATED, 3, 0.5);
    now.addAndGet(TimeUnit.DAYS.toNanos(1));
    assertThat(session.posture()).isEqualTo(Posture.ACCELERATED);
    assertThat(session.extraUnits()).isEqualTo(3);
    session.settle(600, 0);
    assertThat(session.budget().availableBytes()).isEqualTo(300);
  }

  @Test
  void aDirectiveWinsAndThenTheStampHoldsAgain() {
    session.stamped(Posture.ACCELERATED, 3, 0.5);
    session.follow(Directive.reading(Posture.ACCELERATED, 5, 0, 1, 500));
    assertThat(session.extraUnits()).isEqualTo(5);
    session.follow(Directive.reading(Posture.CAREFUL, 0, 0, 1, 500));
    assertThat(session.posture()).isEqualTo(Posture.CAREFUL);
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    assertThat(session.posture()).isEqualTo(Posture.ACCELERATED);
    assertThat(session.extraUnits()).isEqualTo(3);
  }

  @Test
  void anAnswerThatAsksForNothingLeavesTheStamp() {
    session.stamped(Posture.ACCELERATED, 3, 0.5);
    session.follow(Directive.careful(500));
    assertThat(session.posture()).isEqualTo(Posture.ACCELERATED);
  }

  @Test
  void whatWaitsForAccelerationRunsWhenTheStampBringsIt() {
    AtomicInteger runs = new AtomicInteger();
    session.whenAccelerated("count", runs::incrementAndGet);
    session.stamped(Posture.CAREFUL, 1, 0.025);
    assertThat(runs).hasValue(0);
    session.stamped(Posture.ACCELERATED, 3, 0.5);
    session.stamped(Posture.ACCELERATED, 3, 0.5);
    assertThat(runs).hasValue(1);
  }
}
