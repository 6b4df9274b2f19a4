package io.github.hadoopaccel.read.config;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.StringUtils;

/**
 * One configuration key: its name, type, default, allowed range and the sentence that explains it.
 *
 * <p>The parser, the error text, {@code docs/CONFIGURATION.md} and the ready-made files in {@code
 * conf/} all come from these objects, so there is one truth about each key. Immutable.
 *
 * @param <T> the type of the parsed value
 */
public final class AccelKey<T> {
  private final String name;
  private final String type;
  private final String defaultText;
  private final String range;
  private final String doc;
  private final Function<String, T> parser;
  private final Predicate<T> allowed;

  private AccelKey(
      String name,
      String type,
      String defaultText,
      String range,
      String doc,
      Function<String, T> parser,
      Predicate<T> allowed) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = type;
    this.defaultText = defaultText;
    this.range = range;
    this.doc = doc;
    this.parser = parser;
    this.allowed = allowed;
  }

  /** A switch: {@code true} or {@code false}, nothing else. */
  public static AccelKey<Boolean> flag(String name, boolean defaultValue, String doc) {
    return new AccelKey<>(
        name,
        "true or false",
        Boolean.toString(defaultValue),
        "true or false",
        doc,
        AccelKey::parseFlag,
        value -> true);
  }

  /** A whole number from {@code min} to {@code max}, both included. */
  public static AccelKey<Integer> count(
      String name, int defaultValue, int min, int max, String doc) {
    return new AccelKey<>(
        name,
        "a whole number",
        Integer.toString(defaultValue),
        min + ".." + max,
        doc,
        Integer::valueOf,
        value -> value >= min && value <= max);
  }

  /** A decimal number from {@code min} to {@code max}, both included. */
  public static AccelKey<Double> number(
      String name, double defaultValue, double min, double max, String doc) {
    return new AccelKey<>(
        name,
        "a number",
        Double.toString(defaultValue),
        min + ".." + max,
        doc,
        Double::valueOf,
        value -> value >= min && value <= max);
  }

  /** A span of time such as {@code 250ms} or {@code 10s}; a bare number counts milliseconds. */
  public static AccelKey<Duration> duration(
      String name, String defaultText, String min, String max, String doc) {
    Duration lowest = parseDuration(min);
    Duration highest = parseDuration(max);
    return new AccelKey<>(
        name,
        "a duration such as 250ms",
        defaultText,
        min + ".." + max,
        doc,
        AccelKey::parseDuration,
        value -> value.compareTo(lowest) >= 0 && value.compareTo(highest) <= 0);
  }

  /** A size in bytes such as {@code 32k} or {@code 1m} (binary prefixes, as Hadoop reads them). */
  public static AccelKey<Long> bytes(
      String name, String defaultText, String min, String max, String doc) {
    long lowest = parseBytes(min);
    long highest = parseBytes(max);
    return new AccelKey<>(
        name,
        "a size such as 32k",
        defaultText,
        min + ".." + max,
        doc,
        AccelKey::parseBytes,
        value -> value >= lowest && value <= highest);
  }

  /** One of the listed words, in any case; the value is the word as listed. */
  public static AccelKey<String> choice(
      String name, String defaultValue, List<String> words, String doc) {
    return new AccelKey<>(
        name,
        "one of the listed words",
        defaultValue,
        String.join(", ", words),
        doc,
        text ->
            words.stream()
                .filter(word -> word.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not one of the words")),
        value -> true);
  }

  /** Free text that must match {@code pattern}; {@code range} says so in words. */
  public static AccelKey<String> text(
      String name, String defaultValue, String pattern, String range, String doc) {
    return new AccelKey<>(
        name,
        "text",
        defaultValue,
        range,
        doc,
        Function.identity(),
        value -> value.matches(pattern));
  }

  /** The property name, starting with {@code accel.}. */
  public String name() {
    return name;
  }

  /** The type in words, for documents and messages. */
  public String type() {
    return type;
  }

  /** The default as an operator would write it. */
  public String defaultText() {
    return defaultText;
  }

  /** The allowed values in words. */
  public String range() {
    return range;
  }

  /** What the key does, in whole sentences. */
  public String doc() {
    return doc;
  }

  /** The default, parsed. */
  public T defaultValue() {
    return parse(defaultText);
  }

  /**
   * The value set in {@code conf}, or the default where it is unset or wrong; a wrong value is
   * added to {@code problems} with the file it came from.
   */
  public T read(Configuration conf, Problems problems) {
    String text = conf.getTrimmed(name);
    if (text == null || text.isEmpty()) {
      return defaultValue();
    }
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      problems.add(name, text, sourceOf(conf), type + ", range " + range);
      return defaultValue();
    }
  }

  /** Adds a problem: the value is of the right form and wrong all the same. */
  public void reject(Configuration conf, String why, Problems problems) {
    problems.add(name + " = \"" + text(conf) + "\" (from " + sourceOf(conf) + "): " + why);
  }

  /** The value as it is written in {@code conf}, or the default. */
  public String text(Configuration conf) {
    return conf.getTrimmed(name, defaultText);
  }

  private T parse(String text) {
    T value = parser.apply(text);
    if (!allowed.test(value)) {
      throw new IllegalArgumentException(name + " = " + text + " is outside " + range);
    }
    return value;
  }

  private String sourceOf(Configuration conf) {
    String[] sources = conf.getPropertySources(name);
    return sources == null || sources.length == 0
        ? "an unknown source"
        : sources[sources.length - 1];
  }

  private static Boolean parseFlag(String text) {
    return switch (StringUtils.toLowerCase(text)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static Duration parseDuration(String text) {
    boolean bare = Character.isDigit(text.charAt(text.length() - 1));
    return Duration.ofNanos(
        new Configuration(false)
            .getTimeDurationHelper("duration", bare ? text + "ms" : text, TimeUnit.NANOSECONDS));
  }

  private static Long parseBytes(String text) {
    return StringUtils.TraditionalBinaryPrefix.string2long(text);
  }

  @Override
  public String toString() {
    return name;
  }
}
