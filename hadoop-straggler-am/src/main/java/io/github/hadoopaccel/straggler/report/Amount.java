package io.github.hadoopaccel.straggler.report;

import java.util.Locale;

/** Bytes, rates, times and fractions as people read them. Stateless. */
public final class Amount {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  /** Longer is no estimate but a standstill. */
  private static final long ENDLESS_MILLIS = 10_000L * 3600 * 1000;

  private Amount() {}

  /** Such as {@code 999 B} or {@code 12.5 GB}, in powers of 1000. */
  public static String bytes(double bytes) {
    double value = bytes;
    int unit = 0;
    while (Math.abs(value) >= (unit == 0 ? 1000 : 999.95) && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  /** Such as {@code 18.9 MB/s}. */
  public static String rate(double bytesPerSec) {
    return Double.isNaN(bytesPerSec) ? "-" : bytes(bytesPerSec) + "/s";
  }

  /**
   * Such as {@code 1.3 s}, {@code 3 min 12 s} or {@code 2 h 05 min}; {@code never} for what does
   * not end.
   */
  public static String time(long millis) {
    if (millis < 0) {
      return "-" + time(-Math.max(-Long.MAX_VALUE, millis));
    }
    if (millis >= ENDLESS_MILLIS) {
      return "never";
    }
    if (millis < 59_950) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = Math.round(millis / 1000.0);
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
  }

  /** Such as {@code 25 %}. */
  public static String percent(double fraction) {
    return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * fraction);
  }
}
