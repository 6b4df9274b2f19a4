package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.progress.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much may be done for which maps, by {@code accel.straggler.priority-rules} (seed S0-12).
 * Immutable.
 *
 * <p>Rules are separated by commas, the first one that fits decides: {@code path=GLOB:PRIORITY} by
 * the input file, {@code task=N:PRIORITY} or {@code task=FROM-TO:PRIORITY} by the map's number.
 * {@code *} in a glob stands for anything. A glob that begins with {@code /} is held against the
 * path without file system, any other against the whole name. Where none fits the job's own
 * priority decides.
 *
 * <p>Example: with {@code path=/hot/*:critical,task=0-9:low}, map 3 of {@code hdfs://ns/hot/a} is
 * CRITICAL, map 3 of {@code /cold/a} LOW, and map 10 of it NORMAL in a job of normal priority.
 */
public final class PriorityRules {
  private final List<Rule> rules;

  private PriorityRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Reads rules.
   *
   * @param text the key's value; empty for no rules
   * @throws IllegalArgumentException naming the rule that is wrong and what was expected
   */
  public static PriorityRules parse(String text) {
    List<Rule> rules = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String rule : text.split(",", -1)) {
        rules.add(rule(rule));
      }
    }
    return new PriorityRules(rules);
  }

  private static Rule rule(String text) {
    int colon = text.lastIndexOf(':');
    int equals = text.indexOf('=');
    if (equals < 0 || colon < equals) {
      throw wrong(text);
    }
    Priority priority = priority(text, text.substring(colon + 1));
    String what = text.substring(equals + 1, colon);
    return switch (text.substring(0, equals)) {
      case "path" -> new PathRule(new Glob(what), what.startsWith("/"), priority);
      case "task" -> taskRule(text, what, priority);
      default -> throw wrong(text);
    };
  }

  private static Priority priority(String rule, String name) {
    for (Priority priority : Priority.values()) {
      if (priority.name().toLowerCase(Locale.ROOT).equals(name)) {
        return priority;
      }
    }
    throw wrong(rule);
  }

  private static Rule taskRule(String rule, String numbers, Priority priority) {
    int dash = numbers.indexOf('-');
    long from = number(rule, dash < 0 ? numbers : numbers.substring(0, dash));
    long to = dash < 0 ? from : number(rule, numbers.substring(dash + 1));
    if (from > to) {
      throw wrong(rule);
    }
    return new TaskRule(from, to, priority);
  }

  private static long number(String rule, String digits) {
    try {
      long number = Long.parseLong(digits);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrong(rule).getMessage(), e);
    }
    throw wrong(rule);
  }

  private static IllegalArgumentException wrong(String rule) {
    return new IllegalArgumentException(
        "rule \""
            + rule
            + "\": expected path=GLOB:PRIORITY, task=NUMBER:PRIORITY or task=FROM-TO:PRIORITY with"
            + " FROM not above TO, and PRIORITY one of critical, normal, low, none");
  }

  /**
   * The priority of a map.
   *
   * @param path its input file; empty where it is not known, which only {@code *} fits
   * @param jobPriority name of the job's priority as in Hadoop's {@code JobPriority}
   */
  public Priority of(String path, int taskIndex, String jobPriority) {
    for (Rule rule : rules) {
      if (rule.fits(path, taskIndex)) {
        return rule.priority();
      }
    }
    return switch (jobPriority) {
      case "VERY_HIGH" -> Priority.CRITICAL;
      case "LOW" -> Priority.LOW;
      case "VERY_LOW" -> Priority.NONE;
      default -> Priority.NORMAL;
    };
  }

  private sealed interface Rule {
    Priority priority();

    boolean fits(String path, int taskIndex);
  }

  private record PathRule(Glob glob, boolean pathOnly, Priority priority) implements Rule {
    @Override
    public boolean fits(String path, int taskIndex) {
      return glob.fits(pathOnly ? withoutFileSystem(path) : path);
    }

    private static String withoutFileSystem(String path) {
      int scheme = path.indexOf(":/");
      if (scheme < 0 || scheme > path.indexOf('/')) {
        return path;
      }
      if (!path.startsWith("://", scheme)) {
        return path.substring(scheme + 1);
      }
      int slash = path.indexOf('/', scheme + 3);
      return slash < 0 ? "/" : path.substring(slash);
    }
  }

  private record TaskRule(long from, long to, Priority priority) implements Rule {
    @Override
    public boolean fits(String path, int taskIndex) {
      return from <= taskIndex && taskIndex <= to;
    }
  }
}
