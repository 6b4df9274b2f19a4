package io.github.hadoopaccel.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A closed gate lets nobody in, and is closed only when nobody is inside. */
@Timeout(30)
class ReadGateTest {
  private final ReadGate gate = new ReadGate();

  @Test
  void closedGateLetsNobodyInUntilItIsOpened() throws InterruptedException {
    gate.close();
    assertThat(gate.enter()).isFalse();
    gate.open();
    assertThat(gate.enter()).isTrue();
  }

  @Test
  void closingWaitsForThoseInside() {
    assertThat(gate.enter()).isTrue();
    assertThat(gate.enter()).isTrue();
    CompletableFuture<Void> closed =
        CompletableFuture.runAsync(
            () -> {
              try {
                gate.close();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    await()
        .until(
            () -> {
              boolean entered = gate.enter();
              if (entered) {
                gate.leave();
              }
              return !entered;
            });
    gate.leave();
    assertThat(closed).isNotDone();
    gate.leave();
    closed.join();
  }
}
