package io.github.hadoopaccel.straggler.doctor;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the coder in use is about as fast as the fastest, and every one right. */
final class TimingCheck {
  static final String ID = "coder-speed";

  /** Two coders within this ratio count as equal: what a busy machine adds to a short timing. */
  static final double WORTH_CHANGING = 1.5;

  private TimingCheck() {}

  /**
   * What the timings of a codec's coders say.
   *
   * @param used the coder in use, or {@code null} if there is none
   */
  static Finding finding(String codec, String used, List<CoderTiming> timings) {
    Map<String, Object> speeds = new LinkedHashMap<>();
    timings.stream()
        .filter(CoderTiming::available)
        .forEach(each -> speeds.put(each.coder(), Math.round(each.megabytesPerSec())));
    return verdict(codec, used, timings)
        .with("codec", codec)
        .with("used", String.valueOf(used))
        .with("megabytesPerSec", speeds);
  }

  private static Finding verdict(String codec, String used, List<CoderTiming> timings) {
    String wrong =
        timings.stream()
            .filter(each -> !each.right())
            .map(CoderTiming::coder)
            .collect(Collectors.joining(", "));
    if (!wrong.isEmpty()) {
      return Finding.error(
          ID,
          "codec " + codec + ": " + wrong + " rebuilt wrong bytes. Take it out of the order.",
          order(codec, timings.stream().filter(each -> each.available() && each.right()).toList()));
    }
    Optional<CoderTiming> fastest =
        timings.stream()
            .filter(CoderTiming::available)
            .max(Comparator.comparingDouble(CoderTiming::megabytesPerSec));
    if (fastest.isEmpty()) {
      return Finding.error(
          ID, "codec " + codec + ": no coder could be timed. " + table(used, timings));
    }
    double best = fastest.get().megabytesPerSec();
    Optional<CoderTiming> current =
        timings.stream().filter(each -> each.coder().equals(used)).findFirst();
    if (current.isPresent() && best > WORTH_CHANGING * current.get().megabytesPerSec()) {
      return Finding.warning(
          ID,
          String.format(
              Locale.ROOT,
              "codec %s: %s is %.1f times as fast as %s, which is used. %s",
              codec,
              fastest.get().coder(),
              best / current.get().megabytesPerSec(),
              used,
              table(used, timings)),
          order(codec, timings));
    }
    return Finding.ok(ID, "codec " + codec + ": " + table(used, timings));
  }

  /** The fastest first, before it what is not available here and may be elsewhere. */
  private static Remedy order(String codec, List<CoderTiming> timings) {
    return Remedy.core(
        "io.erasurecode.codec." + codec + ".rawcoders",
        timings.stream()
            .sorted(
                Comparator.comparing(CoderTiming::available)
                    .thenComparing(CoderTiming::megabytesPerSec, Comparator.reverseOrder()))
            .map(CoderTiming::coder)
            .collect(Collectors.joining(",")));
  }

  private static String table(String used, List<CoderTiming> timings) {
    return timings.stream()
            .map(each -> cell(each, each.coder().equals(used)))
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static String cell(CoderTiming timing, boolean used) {
    String text =
        timing.available()
            ? String.format(Locale.ROOT, "%s %,.0f MB/s", timing.coder(), timing.megabytesPerSec())
            : timing.coder() + " not available (" + timing.failure() + ")";
    return used ? text + " (used)" : text;
  }
}
