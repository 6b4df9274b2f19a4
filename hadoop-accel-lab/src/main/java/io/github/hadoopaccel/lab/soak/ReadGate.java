package io.github.hadoopaccel.lab.soak;

/**
 * Lets reads of a file in until it is closed; closing waits for those inside. Thread-safe; guarded
 * by this.
 */
final class ReadGate {
  private int inside;
  private boolean closed;

  /** Goes in unless the gate is closed; whoever went in has to {@link #leave}. */
  synchronized boolean enter() {
    if (closed) {
      return false;
    }
    inside++;
    return true;
  }

  synchronized void leave() {
    inside--;
    notifyAll();
  }

  /** Lets nobody in any more and waits until nobody is inside. */
  synchronized void close() throws InterruptedException {
    closed = true;
    while (inside > 0) {
      wait();
    }
  }

  synchronized void open() {
    closed = false;
  }
}
