package io.github.hadoopaccel.straggler.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps, lists, strings and numbers as JSON and back. Stateless.
 *
 * <p>Uses jackson-core alone: on class paths made of Hadoop's published dependencies core and
 * databind are of different versions, and databind then fails to load.
 */
public final class JsonText {
  static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /** One line. Infinite numbers become the largest of their sign, NaN becomes null. */
  public static String of(Map<String, ?> object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(object, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * The members of an object, in their order; whole numbers as Long, others as Double.
   *
   * @throws IOException when {@code text} is not one object of JSON
   */
  static Map<String, Object> parse(String text) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object of JSON");
      }
      return members(json);
    } catch (JsonProcessingException e) {
      throw new IOException("not a line of JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(entry.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      json.writeStartArray();
      for (Object each : list) {
        write(each, json);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Integer || value instanceof Long) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Number number && !Double.isNaN(number.doubleValue())) {
      json.writeNumber(
          Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number.doubleValue())));
    } else if (value == null || value instanceof Number) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }

  private static Map<String, Object> members(JsonParser json) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
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
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
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
}
