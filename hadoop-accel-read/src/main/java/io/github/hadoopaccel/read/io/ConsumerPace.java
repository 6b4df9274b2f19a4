package io.github.hadoopaccel.read.io;

/**
 * How fast a consumer uses what it reads when it never has to wait: from the time it spends between
 * reads. Tells when it will need a byte further on (seed S2-01). Confined to one thread at a time.
 *
 * <pre>nanosPerByte = moving average (weight 1/8) of time between reads / bytes read before</pre>
 *
 * <p>Example: a consumer that took 1 MiB and came back after 20 ms, always: with 4 MiB in hand it
 * needs what follows them in 80 ms.
 */
final class ConsumerPace {
  private static final double WEIGHT = 1.0 / 8;

  /** An hour; who takes longer needs nothing soon. */
  private static final double FOREVER_NANOS = 3600e9;

  private double nanosPerByte;
  private boolean isKnown;
  private long leftAtNanos;
  private int takenBytes;

  /** The consumer comes for more. */
  void comes(long nowNanos) {
    if (takenBytes == 0) {
      return;
    }
    double pace = (double) Math.max(0, nowNanos - leftAtNanos) / takenBytes;
    nanosPerByte = isKnown ? nanosPerByte + WEIGHT * (pace - nanosPerByte) : pace;
    isKnown = true;
    takenBytes = 0;
  }

  /** The consumer leaves with {@code bytes}. */
  void leaves(int bytes, long nowNanos) {
    takenBytes = bytes;
    leftAtNanos = nowNanos;
  }

  /** When it will need what is {@code bytesInHand} behind the bytes it left with. */
  long needsAtNanos(long bytesInHand, long nowNanos) {
    double inNanos = Math.min(FOREVER_NANOS, nanosPerByte * (bytesInHand + takenBytes));
    return nowNanos + (long) inNanos;
  }
}
