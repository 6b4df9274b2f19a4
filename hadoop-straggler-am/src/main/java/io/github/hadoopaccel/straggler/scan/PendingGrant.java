package io.github.hadoopaccel.straggler.scan;

/** Bytes granted to an attempt and not handed out yet. Thread-safe; its field is guarded by it. */
final class PendingGrant {
  private long bytes;

  synchronized void add(long more) {
    bytes += more;
  }

  /** All of them, once. */
  synchronized long take() {
    long taken = bytes;
    bytes = 0;
    return taken;
  }
}
