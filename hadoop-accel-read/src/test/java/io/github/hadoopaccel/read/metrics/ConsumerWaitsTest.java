package io.github.hadoopaccel.read.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;

/** Time in which anybody waits, once, whoever comes and goes. */
class ConsumerWaitsTest {
  private ConsumerWaits waits;
  private long settledNanos;
  private long settledUntil;

  @BeforeTry
  void nobodyWaits() {
    waits = new ConsumerWaits();
    settledNanos = 0;
    settledUntil = 0;
  }

  private void end(ConsumerWait wait, long now) {
    waits.end(
        wait,
        now,
        (from, to) -> {
          assertThat(from).isGreaterThanOrEqualTo(settledUntil);
          assertThat(to).isGreaterThan(from);
          settledUntil = to;
          settledNanos += to - from;
        });
  }

  @Example
  void exampleOfTheClassCommentHolds() {
    ConsumerWait first = waits.begin(0);
    ConsumerWait other = waits.begin(4);
    assertThat(waits.waitingNanos(8)).isEqualTo(8);
    end(first, 10);
    assertThat(settledNanos).isEqualTo(4);
    assertThat(waits.waitingNanos(20)).isEqualTo(16);
    end(other, 30);
    assertThat(settledNanos).isEqualTo(30);
    assertThat(waits.waitingNanos(40)).isZero();
  }

  @Property(tries = 300)
  void settledAndWaitingAreTheTimeInWhichAnybodyWaited(@ForAll long seed) {
    Random random = new Random(seed);
    List<ConsumerWait> open = new ArrayList<>();
    long anybodyNanos = 0;
    for (long now = 0; now < 200; now++) {
      for (int step = 0; step < 2; step++) {
        if (random.nextInt(3) == 0) {
          open.add(waits.begin(now));
        } else if (!open.isEmpty() && random.nextBoolean()) {
          end(open.remove(random.nextInt(open.size())), now);
        }
      }
      assertThat(settledNanos + waits.waitingNanos(now)).isEqualTo(anybodyNanos);
      anybodyNanos += open.isEmpty() ? 0 : 1;
    }
  }
}
