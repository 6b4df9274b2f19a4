package io.github.hadoopaccel.lab.soak;

/**
 * An interrupt of one thread that can be taken back: after {@link #disarm} it will not come any
 * more, so that it never hits what the thread does next. Thread-safe; guarded by this.
 */
final class Interruption implements Runnable {
  private Thread target;
  private boolean fired;

  Interruption(Thread target) {
    this.target = target;
  }

  @Override
  public synchronized void run() {
    if (target != null) {
      fired = true;
      target.interrupt();
    }
  }

  /** Takes the interrupt back; returns whether it had come already. */
  synchronized boolean disarm() {
    target = null;
    return fired;
  }
}
