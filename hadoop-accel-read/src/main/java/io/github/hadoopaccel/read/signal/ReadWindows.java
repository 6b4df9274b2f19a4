package io.github.hadoopaccel.read.signal;

/**
 * What an attempt did lately (seed S0-02): in the configured sliding window, and bytes in windows
 * of 5, 10 and 20 s. A window that is longer than the attempt's age reaches back to its first read.
 * Immutable.
 *
 * @param spanMillis length of the configured window, or the age where that is shorter
 * @param bytes useful bytes delivered in it
 * @param waitMillis time in it in which the consumer waited for data; 0 to {@code spanMillis}. A
 *     wait that goes on is not in it yet, see {@link ReadReport#waitingMillis}
 * @param userMillis time in it spent in user code, the present stay there included; 0 where no
 *     record reader tells
 * @param bytesIn5Sec useful bytes of the last 5 s
 * @param bytesIn10Sec useful bytes of the last 10 s
 * @param bytesIn20Sec useful bytes of the last 20 s
 */
public record ReadWindows(
    long spanMillis,
    long bytes,
    long waitMillis,
    long userMillis,
    long bytesIn5Sec,
    long bytesIn10Sec,
    long bytesIn20Sec) {

  /** Nothing was read yet. */
  public static final ReadWindows NONE = new ReadWindows(0, 0, 0, 0, 0, 0, 0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the field and its value
   */
  public ReadWindows {
    SignalRange.requireCount("spanMillis", spanMillis);
    SignalRange.requireCount("bytes", bytes);
    SignalRange.requireCount("waitMillis", waitMillis);
    SignalRange.requireCount("userMillis", userMillis);
    SignalRange.requireCount("bytesIn5Sec", bytesIn5Sec);
    SignalRange.requireCount("bytesIn10Sec", bytesIn10Sec);
    SignalRange.requireCount("bytesIn20Sec", bytesIn20Sec);
    if (waitMillis > spanMillis) {
      throw new IllegalArgumentException(
          "waitMillis = " + waitMillis + " is more than spanMillis = " + spanMillis);
    }
  }

  /** Bytes per second in the configured window; 0 before it has any length. */
  public double rateBytesPerSec() {
    return spanMillis == 0 ? 0 : bytes * 1000.0 / spanMillis;
  }

  /**
   * Bytes per second in the last {@code seconds}, 5, 10 or 20, of an attempt of {@code ageMillis}.
   */
  public double rateBytesPerSec(int seconds, long ageMillis) {
    long count =
        switch (seconds) {
          case 5 -> bytesIn5Sec;
          case 10 -> bytesIn10Sec;
          case 20 -> bytesIn20Sec;
          default -> throw new IllegalArgumentException("seconds = " + seconds + ": 5, 10 or 20");
        };
    long millis = Math.min(ageMillis, seconds * 1000L);
    return millis <= 0 ? 0 : count * 1000.0 / millis;
  }

  /** Fraction of the configured window in which the consumer waited for data, 0 to 1. */
  public double waitFraction() {
    return spanMillis == 0 ? 0 : (double) waitMillis / spanMillis;
  }
}
