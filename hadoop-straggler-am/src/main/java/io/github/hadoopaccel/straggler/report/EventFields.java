package io.github.hadoopaccel.straggler.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.policy.Evidence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of one line of an event log, and the event they make. */
record EventFields(Map<String, Object> fields) {

  /**
   * Reads a line back.
   *
   * @throws IOException when it is no JSON object, of an unknown event, or lacks a field
   */
  static StragglerEvent decode(String text) throws IOException {
    EventFields line = parse(text);
    long time = line.integer("timeMillis");
    long elapsed = line.integer("jobElapsedMillis");
    String event = line.string("event");
    switch (event) {
      case "flagged":
        return new StragglerEvent.Flagged(
            time,
            elapsed,
            line.string("attempt"),
            line.integer("attemptAgeMillis"),
            (int) line.integer("extraUnits"),
            line.string("reason"),
            evidence(line));
      case "posture":
        return new StragglerEvent.PostureChanged(
            time,
            elapsed,
            line.string("attempt"),
            line.integer("attemptAgeMillis"),
            line.posture("from"),
            line.posture("to"));
      case "lapsed":
        return new StragglerEvent.Lapsed(
            time,
            elapsed,
            line.string("attempt"),
            line.integer("attemptAgeMillis"),
            line.string("reason"));
      case "summary":
        return new StragglerEvent.Summary(
            time,
            elapsed,
            line.integer("attemptsReported"),
            line.integer("attemptsFlagged"),
            line.integer("usefulBytes"),
            line.integer("extraBytes"),
            line.integer("grantedBytes"),
            line.integer("reportsAccepted"),
            line.integer("reportsRefused"),
            line.integer("eventsDropped"),
            line.fields.containsKey("decoders") ? line.counts("decoders") : Map.of());
      default:
        throw new IOException("event \"" + event + "\" is unknown");
    }
  }

  private static Evidence evidence(EventFields line) throws IOException {
    List<String> slow = new ArrayList<>();
    for (Object name : line.field("slowDataNodes", List.class)) {
      slow.add(name.toString());
    }
    boolean loadKnown = line.fields.get("networkLoadFraction") != null;
    return new Evidence(
        line.number("rateBytesPerSec"),
        line.number("averageBytesPerSec"),
        line.number("thresholdBytesPerSec"),
        line.integer("remainingMillis"),
        line.integer("jobRemainingMillis"),
        line.number("waitFraction"),
        line.integer("silentMillis"),
        slow,
        loadKnown ? line.number("networkLoadFraction") : -1,
        line.number("doneFraction"));
  }

  private static EventFields parse(String text) throws IOException {
    try (JsonParser json = EventLine.JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object of JSON");
      }
      return new EventFields(members(json));
    } catch (JsonProcessingException e) {
      throw new IOException("not a line of JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, Object> members(JsonParser json) throws IOException {
    Map<String, Object> members = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      members.put(name, value(json));
    }
    return members;
  }

  private static Object value(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case VALUE_NUMBER_INT:
        return json.getLongValue();
      case VALUE_NUMBER_FLOAT:
        return json.getDoubleValue();
      case VALUE_NULL:
        return null;
      case START_OBJECT:
        return members(json);
      case START_ARRAY:
        List<Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          values.add(value(json));
        }
        return values;
      default:
        return json.getText();
    }
  }

  private Posture posture(String name) throws IOException {
    try {
      return Posture.valueOf(string(name));
    } catch (IllegalArgumentException e) {
      throw new IOException("field " + name + " names no posture", e);
    }
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

  private double number(String name) throws IOException {
    return field(name, Number.class).doubleValue();
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
