package io.github.hadoopaccel.straggler.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.hadoopaccel.straggler.doctor.Diagnosis;
import io.github.hadoopaccel.straggler.doctor.Finding;
import io.github.hadoopaccel.straggler.doctor.Remedy;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;

/**
 * What was found as one JSON object; names of fields never change, new ones may come. Uses
 * jackson-core alone, as Hadoop's class paths may mix versions of the rest.
 */
final class DiagnosisJson {
  private DiagnosisJson() {}

  static String encode(Diagnosis diagnosis, String version, String hadoop) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("version", version);
      json.writeStringField("hadoop", hadoop);
      json.writeNumberField("exitCode", diagnosis.exitCode());
      json.writeArrayFieldStart("findings");
      for (Finding finding : diagnosis.findings()) {
        encode(finding, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void encode(Finding finding, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("check", finding.check());
    json.writeStringField("severity", finding.severity().name());
    json.writeStringField("message", finding.message());
    json.writeArrayFieldStart("remedies");
    for (Remedy remedy : finding.remedies()) {
      json.writeStartObject();
      json.writeStringField("property", remedy.property());
      json.writeStringField("value", remedy.value());
      json.writeStringField("file", remedy.file());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeFieldName("values");
    encode(finding.values(), json);
    json.writeEndObject();
  }

  private static void encode(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        encode(entry.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      json.writeStartArray();
      for (Object each : list) {
        encode(each, json);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Integer || value instanceof Long) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Number number) {
      json.writeNumber(number.doubleValue());
    } else {
      json.writeString(String.valueOf(value));
    }
  }
}
