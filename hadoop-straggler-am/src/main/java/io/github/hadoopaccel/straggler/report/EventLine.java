package io.github.hadoopaccel.straggler.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.policy.Evidence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A {@link StragglerEvent} as one line of JSON; numbers carry their unit in the name. */
final class EventLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EventLine() {}

  static String encode(StragglerEvent event) {
    ObjectNode line = JSON.createObjectNode();
    line.put("timeMillis", event.timeMillis());
    line.put("jobElapsedMillis", event.jobElapsedMillis());
    if (event instanceof StragglerEvent.Flagged flagged) {
      line.put("event", "flagged");
      line.put("attempt", flagged.attempt());
      line.put("attemptAgeMillis", flagged.attemptAgeMillis());
      line.put("extraUnits", flagged.extraUnits());
      line.put("reason", flagged.reason());
      encode(flagged.evidence(), line);
    } else if (event instanceof StragglerEvent.PostureChanged changed) {
      line.put("event", "posture");
      line.put("attempt", changed.attempt());
      line.put("attemptAgeMillis", changed.attemptAgeMillis());
      line.put("from", changed.from().name());
      line.put("to", changed.to().name());
    } else if (event instanceof StragglerEvent.Lapsed lapsed) {
      line.put("event", "lapsed");
      line.put("attempt", lapsed.attempt());
      line.put("attemptAgeMillis", lapsed.attemptAgeMillis());
      line.put("reason", lapsed.reason());
    } else if (event instanceof StragglerEvent.Summary summary) {
      line.put("event", "summary");
      line.put("attemptsReported", summary.attemptsReported());
      line.put("attemptsFlagged", summary.attemptsFlagged());
      line.put("usefulBytes", summary.usefulBytes());
      line.put("extraBytes", summary.extraBytes());
      line.put("grantedBytes", summary.grantedBytes());
      line.put("reportsAccepted", summary.reportsAccepted());
      line.put("reportsRefused", summary.reportsRefused());
      line.put("eventsDropped", summary.eventsDropped());
    }
    return line.toString();
  }

  private static void encode(Evidence evidence, ObjectNode line) {
    line.put("rateBytesPerSec", evidence.rateBytesPerSec());
    line.put("averageBytesPerSec", evidence.averageBytesPerSec());
    line.put("thresholdBytesPerSec", evidence.thresholdBytesPerSec());
    ArrayNode slow = line.putArray("slowDataNodes");
    evidence.slowDataNodes().forEach(slow::add);
    if (evidence.networkLoadKnown()) {
      line.put("networkLoadFraction", evidence.networkLoadFraction());
    } else {
      line.putNull("networkLoadFraction");
    }
    line.put("doneFraction", evidence.doneFraction());
  }

  /**
   * Reads a line back.
   *
   * @throws IOException when it is no JSON object, of an unknown event, or lacks a field
   */
  static StragglerEvent decode(String text) throws IOException {
    JsonNode line = parse(text);
    long time = integer(line, "timeMillis");
    long elapsed = integer(line, "jobElapsedMillis");
    String event = string(line, "event");
    switch (event) {
      case "flagged":
        return new StragglerEvent.Flagged(
            time,
            elapsed,
            string(line, "attempt"),
            integer(line, "attemptAgeMillis"),
            (int) integer(line, "extraUnits"),
            string(line, "reason"),
            evidence(line));
      case "posture":
        return new StragglerEvent.PostureChanged(
            time,
            elapsed,
            string(line, "attempt"),
            integer(line, "attemptAgeMillis"),
            posture(line, "from"),
            posture(line, "to"));
      case "lapsed":
        return new StragglerEvent.Lapsed(
            time,
            elapsed,
            string(line, "attempt"),
            integer(line, "attemptAgeMillis"),
            string(line, "reason"));
      case "summary":
        return new StragglerEvent.Summary(
            time,
            elapsed,
            integer(line, "attemptsReported"),
            integer(line, "attemptsFlagged"),
            integer(line, "usefulBytes"),
            integer(line, "extraBytes"),
            integer(line, "grantedBytes"),
            integer(line, "reportsAccepted"),
            integer(line, "reportsRefused"),
            integer(line, "eventsDropped"));
      default:
        throw new IOException("event \"" + event + "\" is unknown");
    }
  }

  private static JsonNode parse(String text) throws IOException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException("not a line of JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Evidence evidence(JsonNode line) throws IOException {
    List<String> slow = new ArrayList<>();
    field(line, "slowDataNodes").forEach(name -> slow.add(name.asText()));
    JsonNode load = field(line, "networkLoadFraction");
    return new Evidence(
        number(line, "rateBytesPerSec"),
        number(line, "averageBytesPerSec"),
        number(line, "thresholdBytesPerSec"),
        slow,
        load.isNull() ? -1 : load.asDouble(),
        number(line, "doneFraction"));
  }

  private static Posture posture(JsonNode line, String name) throws IOException {
    try {
      return Posture.valueOf(string(line, name));
    } catch (IllegalArgumentException e) {
      throw new IOException("field " + name + " names no posture", e);
    }
  }

  private static long integer(JsonNode line, String name) throws IOException {
    return require(field(line, name).isIntegralNumber(), line, name).asLong();
  }

  private static double number(JsonNode line, String name) throws IOException {
    return require(field(line, name).isNumber(), line, name).asDouble();
  }

  private static String string(JsonNode line, String name) throws IOException {
    return require(field(line, name).isTextual(), line, name).asText();
  }

  private static JsonNode field(JsonNode line, String name) throws IOException {
    return require(line.has(name), line, name);
  }

  private static JsonNode require(boolean fits, JsonNode line, String name) throws IOException {
    if (!fits) {
      throw new IOException("field " + name + " is missing or of another type");
    }
    return line.get(name);
  }
}
