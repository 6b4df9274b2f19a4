package io.github.hadoopaccel.straggler.report;

import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link StragglerEvent} as one line of JSON; numbers carry their unit in the name. */
public final class EventLine {
  private EventLine() {}

  /** The line, without its end. */
  static String encode(StragglerEvent event) {
    return JsonText.of(fields(event));
  }

  /** The members of the line's object, in their order. */
  public static Map<String, Object> fields(StragglerEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("timeMillis", event.timeMillis());
    line.put("jobElapsedMillis", event.jobElapsedMillis());
    if (event instanceof StragglerEvent.Flagged flagged) {
      of(flagged, line);
    } else if (event instanceof StragglerEvent.Judged judged) {
      of(judged, line);
    } else if (event instanceof StragglerEvent.Directed directed) {
      of(directed, line);
    } else if (event instanceof StragglerEvent.PostureChanged changed) {
      attempt("posture", changed.attempt(), changed.attemptAgeMillis(), line);
      line.put("from", changed.from());
      line.put("to", changed.to());
    } else if (event instanceof StragglerEvent.RungChanged changed) {
      of(changed, line);
    } else if (event instanceof StragglerEvent.Speculated speculated) {
      line.put("event", "speculated");
      line.put("task", speculated.task());
      line.put("originalAttempt", speculated.originalAttempt());
      line.put("hostsToAvoid", speculated.hostsToAvoid());
      line.put("outcome", speculated.outcome());
    } else if (event instanceof StragglerEvent.Lapsed lapsed) {
      attempt("lapsed", lapsed.attempt(), lapsed.attemptAgeMillis(), line);
      line.put("reason", lapsed.reason());
    } else if (event instanceof StragglerEvent.Refused refused) {
      line.put("event", "refused");
      line.put("reason", refused.reason());
      line.put("count", refused.count());
    } else if (event instanceof StragglerEvent.NotActive notActive) {
      line.put("event", "notActive");
      line.put("reason", notActive.reason());
    } else if (event instanceof StragglerEvent.Status status) {
      of(status, line);
    } else if (event instanceof StragglerEvent.Summary summary) {
      of(summary, line);
    }
    return line;
  }

  private static void of(StragglerEvent.Flagged flagged, Map<String, Object> line) {
    attempt("flagged", flagged.attempt(), flagged.attemptAgeMillis(), line);
    line.put("extraUnits", flagged.extraUnits());
    line.put("reason", flagged.reason());
    of(flagged.evidence(), line);
  }

  private static void of(StragglerEvent.Judged judged, Map<String, Object> line) {
    attempt("judged", judged.attempt(), judged.attemptAgeMillis(), line);
    if (judged.verdict() instanceof Verdict.Accelerate accelerate) {
      line.put("verdict", "accelerate");
      line.put("extraUnits", accelerate.extraUnits());
      line.put("weight", accelerate.weight());
    } else if (judged.verdict() instanceof Verdict.Keep keep) {
      line.put("verdict", "keep");
      line.put("ownBudgetShare", keep.ownBudgetShare());
    }
    line.put("reason", judged.verdict().reason());
    of(judged.verdict().evidence(), line);
  }

  private static void of(StragglerEvent.Directed directed, Map<String, Object> line) {
    attempt("directed", directed.attempt(), directed.attemptAgeMillis(), line);
    line.put("posture", directed.posture());
    line.put("extraUnits", directed.extraUnits());
    line.put("grantedBytes", directed.grantedBytes());
    line.put("ownBudgetShare", directed.ownBudgetShare());
    line.put("avoidDataNodes", directed.avoidDataNodes());
    line.put("unitSubset", directed.unitSubset());
    line.put("lapseMillis", directed.lapseMillis());
  }

  private static void of(StragglerEvent.RungChanged changed, Map<String, Object> line) {
    attempt("rung", changed.attempt(), changed.attemptAgeMillis(), line);
    line.put("from", changed.from());
    line.put("to", changed.to());
    line.put("extraUnits", changed.extraUnits());
    line.put("reason", changed.reason());
    line.put("rateBeforeBytesPerSec", changed.rateBeforeBytesPerSec());
    line.put("rateAfterBytesPerSec", changed.rateAfterBytesPerSec());
    line.put("tookMillis", changed.tookMillis());
  }

  private static void of(StragglerEvent.Status status, Map<String, Object> line) {
    line.put("event", "status");
    JobTotals totals = status.totals();
    line.put("mapsTotal", totals.mapsTotal());
    line.put("mapsDone", totals.mapsDone());
    line.put("mapsPending", totals.mapsPending());
    line.put("mapsRunning", totals.mapsRunning());
    line.put("attemptsReporting", totals.attemptsReporting());
    line.put("attemptsAccelerated", totals.attemptsAccelerated());
    line.put("attemptsSpeculated", totals.attemptsSpeculated());
    line.put("usefulBytes", totals.usefulBytes());
    line.put("extraBytes", totals.extraBytes());
    line.put("grantedBytes", totals.grantedBytes());
    line.put("poolBytes", totals.poolBytes());
    line.put("reportsRefused", totals.reportsRefused());
    line.put("attempts", status.attempts().stream().map(EventLine::of).toList());
    line.put("slowDataNodes", status.slowDataNodes().stream().map(EventLine::of).toList());
  }

  private static Map<String, Object> of(AttemptStatus attempt) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("attempt", attempt.attempt());
    member.put("host", attempt.host());
    member.put("ageMillis", attempt.ageMillis());
    member.put("progressFraction", attempt.progressFraction());
    member.put("remainingMillis", attempt.remainingMillis());
    member.put("rateBytesPerSec", attempt.rateBytesPerSec());
    member.put("waitFraction", attempt.waitFraction());
    member.put("posture", attempt.posture());
    member.put("extraUnits", attempt.extraUnits());
    member.put("rung", attempt.rung());
    member.put("silentMillis", attempt.silentMillis());
    return member;
  }

  private static Map<String, Object> of(SlowDataNode dataNode) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("name", dataNode.name());
    member.put("bytesPerSec", dataNode.bytesPerSec());
    member.put("medianBytesPerSec", dataNode.medianBytesPerSec());
    return member;
  }

  private static void of(StragglerEvent.Summary summary, Map<String, Object> line) {
    line.put("event", "summary");
    line.put("attemptsReported", summary.attemptsReported());
    line.put("attemptsFlagged", summary.attemptsFlagged());
    line.put("attemptsSpeculated", summary.attemptsSpeculated());
    line.put("attemptsForgotten", summary.attemptsForgotten());
    line.put("usefulBytes", summary.usefulBytes());
    line.put("extraBytes", summary.extraBytes());
    line.put("grantedBytes", summary.grantedBytes());
    line.put("reportsAccepted", summary.reportsAccepted());
    line.put("reportsRefused", summary.reportsRefused());
    line.put("eventsDropped", summary.eventsDropped());
    summary
        .timeSaved()
        .ifPresent(
            saved -> {
              line.put("timeSavedLowMillis", saved.lowMillis());
              line.put("timeSavedEstimateMillis", saved.estimateMillis());
              line.put("timeSavedHighMillis", saved.highMillis());
            });
    line.put("decoders", summary.decoders());
  }

  private static void attempt(
      String event, String attempt, long ageMillis, Map<String, Object> line) {
    line.put("event", event);
    line.put("attempt", attempt);
    line.put("attemptAgeMillis", ageMillis);
  }

  private static void of(Evidence evidence, Map<String, Object> line) {
    line.put("rateBytesPerSec", evidence.rateBytesPerSec());
    line.put("averageBytesPerSec", evidence.averageBytesPerSec());
    line.put("thresholdBytesPerSec", evidence.thresholdBytesPerSec());
    line.put("remainingMillis", evidence.remainingMillis());
    line.put("jobRemainingMillis", evidence.jobRemainingMillis());
    line.put("waitFraction", evidence.waitFraction());
    line.put("silentMillis", evidence.silentMillis());
    line.put("slowDataNodes", evidence.slowDataNodes());
    line.put(
        "networkLoadFraction", evidence.networkLoadKnown() ? evidence.networkLoadFraction() : null);
    line.put("doneFraction", evidence.doneFraction());
  }
}
