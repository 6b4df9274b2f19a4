package io.github.hadoopaccel.straggler.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a JSON object, by name and kind; every accessor throws an {@link IOException} that
 * names a field which is missing or of another kind. Immutable.
 */
record JsonFields(Map<String, Object> fields) {
  /** No format of ours nests deeper. */
  private static final int MAX_DEPTH = 8;

  /**
   * Reads an object.
   *
   * @throws IOException when the text is none
   */
  static JsonFields parse(String text) throws IOException {
    try (JsonParser json = JsonText.JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object of JSON");
      }
      return members(json, 1);
    } catch (JsonProcessingException e) {
      throw new IOException("not a line of JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static JsonFields members(JsonParser json, int depth) throws IOException {
    Map<String, Object> members = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      members.put(name, value(json, depth));
    }
    return new JsonFields(members);
  }

  private static Object value(JsonParser json, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("nested deeper than " + MAX_DEPTH);
    }
    switch (json.currentToken()) {
      case VALUE_NUMBER_INT:
        return json.getLongValue();
      case VALUE_NUMBER_FLOAT:
        return json.getDoubleValue();
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
      case VALUE_NULL:
        return null;
      case START_OBJECT:
        return members(json, depth + 1);
      case START_ARRAY:
        List<Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          values.add(value(json, depth + 1));
        }
        return values;
      default:
        return json.getText();
    }
  }

  /** Whether the field is there and null. */
  boolean isNull(String name) {
    return fields.containsKey(name) && fields.get(name) == null;
  }

  String string(String name) throws IOException {
    return field(name, String.class);
  }

  boolean flag(String name) throws IOException {
    return field(name, Boolean.class);
  }

  long integer(String name) throws IOException {
    return field(name, Long.class);
  }

  int count(String name) throws IOException {
    long value = integer(name);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IOException("field " + name + " = " + value + " is no count");
    }
    return (int) value;
  }

  /** The count, or another one where the field is missing, as in lines of earlier versions. */
  int countOr(String name, int other) throws IOException {
    return fields.containsKey(name) ? count(name) : other;
  }

  double number(String name) throws IOException {
    return field(name, Number.class).doubleValue();
  }

  /** The number, or another one for null. */
  double numberOr(String name, double other) throws IOException {
    return isNull(name) ? other : number(name);
  }

  JsonFields object(String name) throws IOException {
    return field(name, JsonFields.class);
  }

  List<JsonFields> objects(String name) throws IOException {
    List<JsonFields> objects = new ArrayList<>();
    for (Object value : field(name, List.class)) {
      if (!(value instanceof JsonFields object)) {
        throw new IOException("field " + name + " holds something that is no object");
      }
      objects.add(object);
    }
    return objects;
  }

  private <T> T field(String name, Class<T> type) throws IOException {
    Object value = fields.get(name);
    if (!type.isInstance(value)) {
      throw new IOException("field " + name + " is missing or of another type");
    }
    return type.cast(value);
  }
}
