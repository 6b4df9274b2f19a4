package io.github.hadoopaccel.straggler.cli;

import io.github.hadoopaccel.straggler.report.EventLine;
import io.github.hadoopaccel.straggler.report.JsonText;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The latest of each kind that an event log has told. Not thread-safe. */
final class TopView {
  /** Of more attempts only the latest told of are kept. */
  static final int MAX_ATTEMPTS = 1000;

  private final Map<String, StragglerEvent.Judged> verdicts = bounded();
  private final Map<String, StragglerEvent.Directed> directives = bounded();
  private final Map<String, StragglerEvent.RungChanged> rungs = bounded();
  private StragglerEvent.Status status;
  private StragglerEvent.Summary summary;
  private StragglerEvent.NotActive notActive;
  private long events;

  void add(StragglerEvent event) {
    events++;
    if (event instanceof StragglerEvent.Status now) {
      status = now;
    } else if (event instanceof StragglerEvent.Judged judged) {
      put(judged.attempt(), judged, verdicts);
    } else if (event instanceof StragglerEvent.Directed directed) {
      put(directed.attempt(), directed, directives);
    } else if (event instanceof StragglerEvent.RungChanged changed) {
      put(changed.attempt(), changed, rungs);
    } else if (event instanceof StragglerEvent.Summary last) {
      summary = last;
    } else if (event instanceof StragglerEvent.NotActive off) {
      notActive = off;
    }
  }

  /** Events so far. */
  long events() {
    return events;
  }

  Optional<StragglerEvent.Status> status() {
    return Optional.ofNullable(status);
  }

  Optional<StragglerEvent.Summary> summary() {
    return Optional.ofNullable(summary);
  }

  Optional<StragglerEvent.NotActive> notActive() {
    return Optional.ofNullable(notActive);
  }

  /** Why the attempt was last judged as it was; empty where it was not. */
  String reason(String attempt) {
    StragglerEvent.Judged judged = verdicts.get(attempt);
    return judged == null ? "" : judged.verdict().reason();
  }

  /** One object: names of its members never change, new ones may come. */
  String json(String jobId, String log) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("job", jobId);
    object.put("log", log);
    object.put("ended", summary != null);
    object.put("notActive", notActive == null ? null : notActive.reason());
    object.put("status", fields(status));
    Set<String> names = new LinkedHashSet<>(verdicts.keySet());
    names.addAll(directives.keySet());
    names.addAll(rungs.keySet());
    List<Map<String, Object>> attempts = new ArrayList<>();
    for (String name : names) {
      Map<String, Object> attempt = new LinkedHashMap<>();
      attempt.put("attempt", name);
      attempt.put("verdict", fields(verdicts.get(name)));
      attempt.put("directive", fields(directives.get(name)));
      attempt.put("rung", fields(rungs.get(name)));
      attempts.add(attempt);
    }
    object.put("attempts", attempts);
    object.put("summary", fields(summary));
    return JsonText.of(object);
  }

  private static Map<String, Object> fields(StragglerEvent event) {
    return event == null ? null : EventLine.fields(event);
  }

  private static <T> void put(String attempt, T event, Map<String, T> latest) {
    latest.remove(attempt);
    latest.put(attempt, event);
  }

  private static <T> Map<String, T> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > MAX_ATTEMPTS;
      }
    };
  }
}
