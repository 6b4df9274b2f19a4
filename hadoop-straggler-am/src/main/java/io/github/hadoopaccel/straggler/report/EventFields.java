package io.github.hadoopaccel.straggler.report;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of one line of an event log, and the event they make. */
record EventFields(Map<?, ?> fields) {

  /**
   * Reads a line back; empty for an event of a later version.
   *
   * @throws IOException when it is no JSON object, lacks a field or has one out of its range
   */
  static Optional<StragglerEvent> decode(String text) throws IOException {
    EventFields line = new EventFields(JsonText.parse(text));
    try {
      return Optional.ofNullable(line.event());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private StragglerEvent event() throws IOException {
    long time = integer("timeMillis");
    long elapsed = integer("jobElapsedMillis");
    switch (string("event")) {
      case "flagged":
        return new StragglerEvent.Flagged(
            time,
            elapsed,
            string("attempt"),
            integer("attemptAgeMillis"),
            count("extraUnits"),
            string("reason"),
            evidence());
      case "judged":
        return new StragglerEvent.Judged(
            time, elapsed, string("attempt"), integer("attemptAgeMillis"), verdict());
      case "directed":
        return directed(time, elapsed);
      case "posture":
        return new StragglerEvent.PostureChanged(
            time,
            elapsed,
            string("attempt"),
            integer("attemptAgeMillis"),
            posture("from"),
            posture("to"));
      case "rung":
        return rungChanged(time, elapsed);
      case "speculated":
        return new StragglerEvent.Speculated(
            time,
            elapsed,
            string("task"),
            string("originalAttempt"),
            strings("hostsToAvoid"),
            string("outcome"));
      case "lapsed":
        return new StragglerEvent.Lapsed(
            time, elapsed, string("attempt"), integer("attemptAgeMillis"), string("reason"));
      case "refused":
        return new StragglerEvent.Refused(time, elapsed, string("reason"), integer("count"));
      case "notActive":
        return new StragglerEvent.NotActive(time, elapsed, string("reason"));
      case "status":
        return status(time, elapsed);
      case "summary":
        return summary(time, elapsed);
      default:
        return null;
    }
  }

  private Verdict verdict() throws IOException {
    return switch (string("verdict")) {
      case "accelerate" ->
          new Verdict.Accelerate(
              count("extraUnits"), number("weight"), string("reason"), evidence());
      case "keep" -> new Verdict.Keep(number("ownBudgetShare"), string("reason"), evidence());
      default -> throw new IOException("field verdict is neither accelerate nor keep");
    };
  }

  private StragglerEvent directed(long time, long elapsed) throws IOException {
    return new StragglerEvent.Directed(
        time,
        elapsed,
        string("attempt"),
        integer("attemptAgeMillis"),
        posture("posture"),
        count("extraUnits"),
        integer("grantedBytes"),
        number("ownBudgetShare"),
        strings("avoidDataNodes"),
        count("unitSubset"),
        integer("lapseMillis"));
  }

  private StragglerEvent rungChanged(long time, long elapsed) throws IOException {
    return new StragglerEvent.RungChanged(
        time,
        elapsed,
        string("attempt"),
        integer("attemptAgeMillis"),
        string("from"),
        string("to"),
        count("extraUnits"),
        string("reason"),
        number("rateBeforeBytesPerSec"),
        number("rateAfterBytesPerSec"),
        integer("tookMillis"));
  }

  private StragglerEvent status(long time, long elapsed) throws IOException {
    List<AttemptStatus> attempts = new ArrayList<>();
    for (EventFields member : members("attempts")) {
      attempts.add(member.attemptStatus());
    }
    List<SlowDataNode> dataNodes = new ArrayList<>();
    for (EventFields member : members("slowDataNodes")) {
      dataNodes.add(
          new SlowDataNode(
              member.string("name"),
              member.number("bytesPerSec"),
              member.number("medianBytesPerSec")));
    }
    JobTotals totals =
        new JobTotals(
            integer("mapsTotal"),
            integer("mapsDone"),
            integer("mapsPending"),
            integer("mapsRunning"),
            integer("attemptsReporting"),
            integer("attemptsAccelerated"),
            integer("attemptsSpeculated"),
            integer("usefulBytes"),
            integer("extraBytes"),
            integer("grantedBytes"),
            integer("poolBytes"),
            integer("reportsRefused"));
    return new StragglerEvent.Status(time, elapsed, totals, attempts, dataNodes);
  }

  private AttemptStatus attemptStatus() throws IOException {
    return new AttemptStatus(
        string("attempt"),
        string("host"),
        integer("ageMillis"),
        number("progressFraction"),
        integer("remainingMillis"),
        number("rateBytesPerSec"),
        number("waitFraction"),
        posture("posture"),
        count("extraUnits"),
        string("rung"),
        integer("silentMillis"));
  }

  /** The first version's lines have fewer fields. */
  private StragglerEvent summary(long time, long elapsed) throws IOException {
    Optional<TimeSaved> saved =
        fields.containsKey("timeSavedEstimateMillis")
            ? Optional.of(
                new TimeSaved(
                    integer("timeSavedLowMillis"),
                    integer("timeSavedEstimateMillis"),
                    integer("timeSavedHighMillis")))
            : Optional.empty();
    return new StragglerEvent.Summary(
        time,
        elapsed,
        integer("attemptsReported"),
        integer("attemptsFlagged"),
        fields.containsKey("attemptsSpeculated") ? integer("attemptsSpeculated") : 0,
        fields.containsKey("attemptsForgotten") ? integer("attemptsForgotten") : 0,
        integer("usefulBytes"),
        integer("extraBytes"),
        integer("grantedBytes"),
        integer("reportsAccepted"),
        integer("reportsRefused"),
        integer("eventsDropped"),
        saved,
        fields.containsKey("decoders") ? counts("decoders") : Map.of());
  }

  private Evidence evidence() throws IOException {
    return new Evidence(
        number("rateBytesPerSec"),
        number("averageBytesPerSec"),
        number("thresholdBytesPerSec"),
        integer("remainingMillis"),
        integer("jobRemainingMillis"),
        number("waitFraction"),
        integer("silentMillis"),
        strings("slowDataNodes"),
        fields.get("networkLoadFraction") == null ? -1 : number("networkLoadFraction"),
        number("doneFraction"));
  }

  private Posture posture(String name) throws IOException {
    try {
      return Posture.valueOf(string(name));
    } catch (IllegalArgumentException e) {
      throw new IOException("field " + name + " names no posture", e);
    }
  }

  private int count(String name) throws IOException {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, integer(name)));
  }

  private long integer(String name) throws IOException {
    return field(name, Long.class);
  }

  private Map<String, Long> counts(String name) throws IOException {
    Map<String, Long> counts = new HashMap<>();
    for (Map.Entry<?, ?> member : ((Map<?, ?>) field(name, Map.class)).entrySet()) {
      if (!(member.getValue() instanceof Long count)) {
        throw new IOException("field " + name + " holds no counts");
      }
      counts.put(member.getKey().toString(), count);
    }
    return counts;
  }

  private List<EventFields> members(String name) throws IOException {
    List<EventFields> members = new ArrayList<>();
    for (Object member : field(name, List.class)) {
      if (!(member instanceof Map<?, ?> map)) {
        throw new IOException("field " + name + " holds no objects");
      }
      members.add(new EventFields(map));
    }
    return members;
  }

  private List<String> strings(String name) throws IOException {
    List<String> strings = new ArrayList<>();
    for (Object member : field(name, List.class)) {
      strings.add(String.valueOf(member));
    }
    return strings;
  }

  /** What was no number when it was written is none again. */
  private double number(String name) throws IOException {
    return fields.containsKey(name) && fields.get(name) == null
        ? Double.NaN
        : field(name, Number.class).doubleValue();
  }

  private String string(String name) throws IOException {
    return field(name, String.class);
  }

  private <T> T field(String name, Class<T> type) throws IOException {
    Object value = fields.get(name);
    if (!type.isInstance(value)) {
      throw new IOException("field " + name + " is missing or of another type");
    }
    return type.cast(value);
  }
}
