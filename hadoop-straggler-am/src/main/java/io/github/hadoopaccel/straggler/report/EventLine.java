package io.github.hadoopaccel.straggler.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.hadoopaccel.straggler.policy.Evidence;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A {@link StragglerEvent} as one line of JSON; numbers carry their unit in the name.
 *
 * <p>Uses jackson-core alone: on class paths made of Hadoop's published dependencies core and
 * databind are of different versions, and databind then fails to load.
 */
final class EventLine {
  static final JsonFactory JSON = new JsonFactory();

  private EventLine() {}

  static String encode(StragglerEvent event) {
    StringWriter text = new StringWriter();
    try (JsonGenerator line = JSON.createGenerator(text)) {
      line.writeStartObject();
      line.writeNumberField("timeMillis", event.timeMillis());
      line.writeNumberField("jobElapsedMillis", event.jobElapsedMillis());
      encode(event, line);
      line.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void encode(StragglerEvent event, JsonGenerator line) throws IOException {
    if (event instanceof StragglerEvent.Flagged flagged) {
      line.writeStringField("event", "flagged");
      line.writeStringField("attempt", flagged.attempt());
      line.writeNumberField("attemptAgeMillis", flagged.attemptAgeMillis());
      line.writeNumberField("extraUnits", flagged.extraUnits());
      line.writeStringField("reason", flagged.reason());
      encode(flagged.evidence(), line);
    } else if (event instanceof StragglerEvent.PostureChanged changed) {
      line.writeStringField("event", "posture");
      line.writeStringField("attempt", changed.attempt());
      line.writeNumberField("attemptAgeMillis", changed.attemptAgeMillis());
      line.writeStringField("from", changed.from().name());
      line.writeStringField("to", changed.to().name());
    } else if (event instanceof StragglerEvent.Lapsed lapsed) {
      line.writeStringField("event", "lapsed");
      line.writeStringField("attempt", lapsed.attempt());
      line.writeNumberField("attemptAgeMillis", lapsed.attemptAgeMillis());
      line.writeStringField("reason", lapsed.reason());
    } else if (event instanceof StragglerEvent.Summary summary) {
      line.writeStringField("event", "summary");
      line.writeNumberField("attemptsReported", summary.attemptsReported());
      line.writeNumberField("attemptsFlagged", summary.attemptsFlagged());
      line.writeNumberField("usefulBytes", summary.usefulBytes());
      line.writeNumberField("extraBytes", summary.extraBytes());
      line.writeNumberField("grantedBytes", summary.grantedBytes());
      line.writeNumberField("reportsAccepted", summary.reportsAccepted());
      line.writeNumberField("reportsRefused", summary.reportsRefused());
      line.writeNumberField("eventsDropped", summary.eventsDropped());
      line.writeObjectFieldStart("decoders");
      for (Map.Entry<String, Long> decoder : summary.decoders().entrySet()) {
        line.writeNumberField(decoder.getKey(), decoder.getValue());
      }
      line.writeEndObject();
    }
  }

  private static void encode(Evidence evidence, JsonGenerator line) throws IOException {
    line.writeNumberField("rateBytesPerSec", evidence.rateBytesPerSec());
    line.writeNumberField("averageBytesPerSec", evidence.averageBytesPerSec());
    line.writeNumberField("thresholdBytesPerSec", evidence.thresholdBytesPerSec());
    line.writeNumberField("remainingMillis", evidence.remainingMillis());
    line.writeNumberField("jobRemainingMillis", evidence.jobRemainingMillis());
    line.writeNumberField("waitFraction", evidence.waitFraction());
    line.writeNumberField("silentMillis", evidence.silentMillis());
    line.writeArrayFieldStart("slowDataNodes");
    for (String dataNode : evidence.slowDataNodes()) {
      line.writeString(dataNode);
    }
    line.writeEndArray();
    if (evidence.networkLoadKnown()) {
      line.writeNumberField("networkLoadFraction", evidence.networkLoadFraction());
    } else {
      line.writeNullField("networkLoadFraction");
    }
    line.writeNumberField("doneFraction", evidence.doneFraction());
  }
}
