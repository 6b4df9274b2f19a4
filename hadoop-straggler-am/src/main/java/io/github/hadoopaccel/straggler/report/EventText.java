package io.github.hadoopaccel.straggler.report;

import io.github.hadoopaccel.straggler.policy.Evidence;
import java.util.Locale;

/** A {@link StragglerEvent} as a sentence for the log of the ApplicationMaster. Stateless. */
public final class EventText {
  private EventText() {}

  /** The sentence. */
  public static String of(StragglerEvent event) {
    if (event instanceof StragglerEvent.Flagged flagged) {
      return "Accelerating "
          + at(flagged.attempt(), flagged.attemptAgeMillis())
          + " by "
          + flagged.extraUnits()
          + " unit(s): "
          + flagged.reason()
          + "; "
          + of(flagged.evidence());
    }
    if (event instanceof StragglerEvent.PostureChanged changed) {
      return at(changed.attempt(), changed.attemptAgeMillis())
          + " now reads "
          + changed.to()
          + ", before "
          + changed.from();
    }
    if (event instanceof StragglerEvent.Lapsed lapsed) {
      return "No longer accelerating "
          + at(lapsed.attempt(), lapsed.attemptAgeMillis())
          + ": "
          + lapsed.reason();
    }
    StragglerEvent.Summary summary = (StragglerEvent.Summary) event;
    return "Of "
        + summary.attemptsReported()
        + " attempts that reported, "
        + summary.attemptsFlagged()
        + " were accelerated; "
        + summary.usefulBytes()
        + " bytes useful, "
        + summary.extraBytes()
        + " extra, "
        + summary.grantedBytes()
        + " granted; "
        + summary.reportsAccepted()
        + " reports answered, "
        + summary.reportsRefused()
        + " refused; decoders by attempts "
        + summary.decoders();
  }

  private static String of(Evidence evidence) {
    return String.format(
        Locale.ROOT,
        "rate %.1f MB/s, threshold %.1f, average %.1f; slow DataNodes %s; network load %s;"
            + " %.1f %% of the maps done",
        evidence.rateBytesPerSec() / 1e6,
        evidence.thresholdBytesPerSec() / 1e6,
        evidence.averageBytesPerSec() / 1e6,
        evidence.slowDataNodes(),
        evidence.networkLoadKnown()
            ? String.format(Locale.ROOT, "%.0f %%", 100 * evidence.networkLoadFraction())
            : "unknown",
        100 * evidence.doneFraction());
  }

  private static String at(String attempt, long ageMillis) {
    return String.format(Locale.ROOT, "%s (reading for %.1f s)", attempt, ageMillis / 1000.0);
  }
}
