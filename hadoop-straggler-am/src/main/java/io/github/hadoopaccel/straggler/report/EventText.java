package io.github.hadoopaccel.straggler.report;

import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
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
    } else if (event instanceof StragglerEvent.Judged judged) {
      return of(judged);
    } else if (event instanceof StragglerEvent.Directed directed) {
      return of(directed);
    } else if (event instanceof StragglerEvent.PostureChanged changed) {
      return at(changed.attempt(), changed.attemptAgeMillis())
          + " now reads "
          + changed.to()
          + ", before "
          + changed.from();
    } else if (event instanceof StragglerEvent.RungChanged changed) {
      return of(changed);
    } else if (event instanceof StragglerEvent.Speculated speculated) {
      return "Asked for a second attempt of "
          + speculated.task()
          + " beside "
          + speculated.originalAttempt()
          + ", not on "
          + speculated.hostsToAvoid()
          + ": "
          + speculated.outcome();
    } else if (event instanceof StragglerEvent.Lapsed lapsed) {
      return "No longer accelerating "
          + at(lapsed.attempt(), lapsed.attemptAgeMillis())
          + ": "
          + lapsed.reason();
    } else if (event instanceof StragglerEvent.Refused refused) {
      return "Refused " + refused.count() + " report(s) so far: " + refused.reason();
    } else if (event instanceof StragglerEvent.NotActive notActive) {
      return "The straggler hook is not active: " + notActive.reason();
    } else if (event instanceof StragglerEvent.Status status) {
      return of(status);
    }
    return of((StragglerEvent.Summary) event);
  }

  private static String of(StragglerEvent.Judged judged) {
    String verdict =
        judged.verdict() instanceof Verdict.Accelerate accelerate
            ? "accelerate by " + accelerate.extraUnits() + " unit(s)"
            : "let it go on";
    return "Verdict on "
        + at(judged.attempt(), judged.attemptAgeMillis())
        + ": "
        + verdict
        + ", as "
        + judged.verdict().reason()
        + "; "
        + of(judged.verdict().evidence());
  }

  private static String of(StragglerEvent.Directed directed) {
    return String.format(
        Locale.ROOT,
        "Telling %s to read %s by %d unit(s) for %s: %s granted so far, %s of its own budget,"
            + " DataNodes %s last, units %s",
        at(directed.attempt(), directed.attemptAgeMillis()),
        directed.posture(),
        directed.extraUnits(),
        Amount.time(directed.lapseMillis()),
        Amount.bytes(directed.grantedBytes()),
        Amount.percent(directed.ownBudgetShare()),
        directed.avoidDataNodes(),
        directed.unitSubset() < 0 ? "as it likes" : "of subset " + directed.unitSubset());
  }

  private static String of(StragglerEvent.RungChanged changed) {
    return String.format(
        Locale.ROOT,
        "%s goes from %s to %s with %d unit(s): %s; its rate went from %s to %s in %s",
        at(changed.attempt(), changed.attemptAgeMillis()),
        changed.from(),
        changed.to(),
        changed.extraUnits(),
        changed.reason(),
        Amount.rate(changed.rateBeforeBytesPerSec()),
        Amount.rate(changed.rateAfterBytesPerSec()),
        Amount.time(changed.tookMillis()));
  }

  private static String of(StragglerEvent.Status status) {
    JobTotals totals = status.totals();
    return String.format(
        Locale.ROOT,
        "%d of %d maps done; %d attempts report, %d are accelerated; %s useful, %s extra;"
            + " %d slow DataNodes",
        totals.mapsDone(),
        totals.mapsTotal(),
        totals.attemptsReporting(),
        totals.attemptsAccelerated(),
        Amount.bytes(totals.usefulBytes()),
        Amount.bytes(totals.extraBytes()),
        status.slowDataNodes().size());
  }

  private static String of(StragglerEvent.Summary summary) {
    String saved =
        summary
            .timeSaved()
            .map(
                time ->
                    String.format(
                        Locale.ROOT,
                        "Saved about %s (%s to %s)",
                        Amount.time(time.estimateMillis()),
                        Amount.time(time.lowMillis()),
                        Amount.time(time.highMillis())))
            .orElse("How much time was saved cannot be told");
    return String.format(
        Locale.ROOT,
        "%s for %d extra bytes beside %d useful, %d granted; of %d attempts that reported %d were"
            + " accelerated, %d given a second attempt, %d forgotten; %d reports answered,"
            + " %d refused; %d events dropped; decoders by attempts %s",
        saved,
        summary.extraBytes(),
        summary.usefulBytes(),
        summary.grantedBytes(),
        summary.attemptsReported(),
        summary.attemptsFlagged(),
        summary.attemptsSpeculated(),
        summary.attemptsForgotten(),
        summary.reportsAccepted(),
        summary.reportsRefused(),
        summary.eventsDropped(),
        summary.decoders());
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
        evidence.networkLoadKnown() ? Amount.percent(evidence.networkLoadFraction()) : "unknown",
        100 * evidence.doneFraction());
  }

  private static String at(String attempt, long ageMillis) {
    return String.format(Locale.ROOT, "%s (reading for %.1f s)", attempt, ageMillis / 1000.0);
  }
}
