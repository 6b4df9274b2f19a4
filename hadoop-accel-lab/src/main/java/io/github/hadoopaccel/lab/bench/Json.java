package io.github.hadoopaccel.lab.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.hadoopaccel.lab.bench.Requirement.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Maps, lists, numbers and texts as indented JSON. */
public final class Json {
  private Json() {}

  /** The JSON of {@code top}; ends with a line feed. */
  public static String of(Map<String, Object> top) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      write(json, top);
    }
    return text.append(System.lineSeparator()).toString();
  }

  /** Adds a figure and its interval. */
  public static void putEstimate(Map<String, Object> fields, Estimate estimate) {
    fields.put("value", estimate.value());
    fields.put("low", estimate.low());
    fields.put("high", estimate.high());
  }

  /** A requirement, its figure and its answer. */
  public static Map<String, Object> verdict(Verdict verdict) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("figure", verdict.requirement().text());
    fields.put("required", verdict.requirement().required());
    verdict.measured().ifPresent(measured -> putEstimate(fields, measured));
    fields.put("holds", verdict.answer().label());
    return fields;
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> fields) {
      json.writeStartObject();
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        json.writeFieldName(String.valueOf(field.getKey()));
        write(json, field.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> items) {
      json.writeStartArray();
      for (Object item : new ArrayList<>(items)) {
        write(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      json.writeNull(); // JSON has no infinity: something over nothing.
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value == null) {
      json.writeNull();
    } else {
      json.writeString(String.valueOf(value));
    }
  }
}
