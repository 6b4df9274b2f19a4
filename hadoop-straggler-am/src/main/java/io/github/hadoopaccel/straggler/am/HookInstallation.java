package io.github.hadoopaccel.straggler.am;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Who runs the watch of this ApplicationMaster: one of {@link AccelSpeculator} and {@link
 * AccelPreemptionPolicy}, whoever comes first. Thread-safe.
 */
final class HookInstallation {
  private static final AtomicReference<Object> OWNER = new AtomicReference<>();

  private HookInstallation() {}

  /** Whether {@code owner} may run the watch, and from now on is the only one who may. */
  static boolean claim(Object owner) {
    return OWNER.compareAndSet(null, owner);
  }

  /** Lets another one run the watch, if {@code owner} was the one who did. Idempotent. */
  static void release(Object owner) {
    OWNER.compareAndSet(owner, null);
  }
}
