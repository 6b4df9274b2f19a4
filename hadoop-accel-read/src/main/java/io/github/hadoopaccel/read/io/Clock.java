package io.github.hadoopaccel.read.io;

/** A monotonic clock. Thread-safe. */
@FunctionalInterface
public interface Clock {
  /** Nanoseconds from an arbitrary origin; only differences mean anything. */
  long nanoTime();

  /** The clock of the JVM. */
  static Clock system() {
    return System::nanoTime;
  }
}
