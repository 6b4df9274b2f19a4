package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Notices when what an attempt is told changes, and when it follows. State is kept only for
 * attempts that are told something else than to read carefully; who is to do so with less of its
 * own budget, or past slow DataNodes, is one of many who are told the same, and not named.
 * Thread-safe.
 */
final class DirectiveEvents {
  private final Consumer<JobEvents.Timed> events;
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  DirectiveEvents(Consumer<JobEvents.Timed> events) {
    this.events = events;
  }

  private record Told(Directive last, long grantedBytes) {
    boolean differs(Directive directive) {
      return last.posture() != directive.posture()
          || last.extraUnits() != directive.extraUnits()
          || last.unitSubset() != directive.unitSubset()
          || !isCareful(directive)
              && (last.ownBudgetShare() != directive.ownBudgetShare()
                  || !last.avoidDataNodes().equals(directive.avoidDataNodes()));
    }
  }

  /** A directive goes out in answer to a report. */
  void answered(ReadReport report, Directive directive) {
    Told before = told.get(report.attemptId());
    if (before == null && isPlain(directive)) {
      return;
    }
    long granted = (before == null ? 0 : before.grantedBytes()) + directive.extraBudgetBytes();
    if (isPlain(directive)) {
      told.remove(report.attemptId());
    } else {
      told.put(report.attemptId(), new Told(directive, granted));
    }
    if (before == null ? !isCareful(directive) : before.differs(directive)) {
      emit(report, directive, granted);
    }
  }

  private void emit(ReadReport report, Directive directive, long granted) {
    events.accept(
        (time, elapsed) ->
            new StragglerEvent.Directed(
                time,
                elapsed,
                report.attemptId(),
                report.ageMillis(),
                directive.posture(),
                directive.extraUnits(),
                granted,
                directive.ownBudgetShare(),
                directive.avoidDataNodes(),
                directive.unitSubset(),
                directive.lapseMillis()));
  }

  private static boolean isCareful(Directive directive) {
    return directive.posture() == Posture.CAREFUL && directive.unitSubset() == Directive.OWN_SUBSET;
  }

  private static boolean isPlain(Directive directive) {
    return directive.posture() == Posture.CAREFUL && directive.lapseMillis() == 0;
  }

  /** A report shows another posture than the one before. */
  void followed(ReadReport before, ReadReport report) {
    if (before.posture() != report.posture()) {
      events.accept(
          (time, elapsed) ->
              new StragglerEvent.PostureChanged(
                  time,
                  elapsed,
                  report.attemptId(),
                  report.ageMillis(),
                  before.posture(),
                  report.posture()));
    }
  }

  /** Forgets attempts that do not run any more. */
  void keepOnly(Set<String> running) {
    told.keySet().retainAll(running);
  }

  /** Attempts that are told something else than to read carefully. */
  boolean any() {
    return !told.isEmpty();
  }
}
