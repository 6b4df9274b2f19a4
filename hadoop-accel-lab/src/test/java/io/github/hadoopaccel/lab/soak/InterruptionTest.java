package io.github.hadoopaccel.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An interrupt comes before it is taken back or not at all. */
class InterruptionTest {
  @Test
  void interruptsItsThread() {
    Interruption interruption = new Interruption(Thread.currentThread());
    interruption.run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(interruption.disarm()).isTrue();
  }

  @Test
  void takenBackInterruptNeverComes() {
    Interruption interruption = new Interruption(Thread.currentThread());
    assertThat(interruption.disarm()).isFalse();
    interruption.run();
    assertThat(Thread.interrupted()).isFalse();
    assertThat(interruption.disarm()).isFalse();
  }
}
