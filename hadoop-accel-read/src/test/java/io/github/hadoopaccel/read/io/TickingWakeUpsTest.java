package io.github.hadoopaccel.read.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nobody is woken too early, nobody is forgotten, whoever else shares his tick. */
class TickingWakeUpsTest {
  private static final long MILLIS = 1_000_000;

  private final WakeUps wakeUps = new TickingWakeUps();
  private final Clock clock = Clock.system();

  @Test
  void everyCallComesOnceAndNotBeforeItsTime() {
    AtomicInteger calls = new AtomicInteger();
    List<Long> early = new CopyOnWriteArrayList<>();
    long now = clock.nanoTime();
    for (int i = 0; i < 200; i++) {
      long at = now + (i % 40) * MILLIS - 5 * MILLIS + i;
      wakeUps.at(
          at,
          clock,
          () -> {
            if (clock.nanoTime() - at < 0) {
              early.add(at);
            }
            calls.incrementAndGet();
          });
    }
    await().until(() -> calls.get() == 200);
    assertThat(early).isEmpty();
  }

  @Test
  void aCallThatWasTakenBackDoesNotComeAndLeavesTheOthers() {
    List<String> woken = new CopyOnWriteArrayList<>();
    long at = clock.nanoTime() + 30 * MILLIS;
    wakeUps.at(at, clock, () -> woken.add("first"));
    WakeUps.WakeUp gone = wakeUps.at(at, clock, () -> woken.add("gone"));
    wakeUps.at(at, clock, () -> woken.add("last"));
    gone.cancel();
    gone.cancel();
    await().until(() -> woken.contains("last"));
    assertThat(woken).containsExactly("first", "last");
    gone.cancel();
  }

  @Test
  void aCallThatThrowsKeepsNobodyFromHis() {
    List<String> woken = new CopyOnWriteArrayList<>();
    long at = clock.nanoTime() + 10 * MILLIS;
    wakeUps.at(
        at,
        clock,
        () -> {
          throw new IllegalStateException("told to throw");
        });
    wakeUps.at(at, clock, () -> woken.add("next"));
    await().until(() -> woken.contains("next"));
    wakeUps.at(clock.nanoTime(), clock, () -> woken.add("later"));
    await().until(() -> woken.contains("later"));
    assertThat(woken).containsExactly("next", "later");
  }

  @Test
  void clocksOfDifferentOriginDoNotMix() {
    Clock other = () -> clock.nanoTime() - 1_000_000_000_000L;
    List<String> woken = new CopyOnWriteArrayList<>();
    wakeUps.at(other.nanoTime() + 20 * MILLIS, other, () -> woken.add("other"));
    wakeUps.at(clock.nanoTime(), clock, () -> woken.add("mine"));
    await().until(() -> woken.size() == 2);
    assertThat(woken).containsExactly("mine", "other");
  }
}
