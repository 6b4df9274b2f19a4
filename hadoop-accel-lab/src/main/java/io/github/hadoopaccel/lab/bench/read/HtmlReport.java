package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Requirement.Verdict;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The results as one HTML page that needs nothing beside it: what must hold as a table, and charts
 * that Apache ECharts draws from the JSON in the page.
 */
final class HtmlReport {
  private static final String PAGE = "read-report.html";
  private static final String LIBRARY_PROPERTIES =
      "META-INF/maven/org.webjars.npm/echarts/pom.properties";
  private static final String LIBRARY = "META-INF/resources/webjars/echarts/%s/dist/echarts.min.js";
  private static final String NOTHING = "-";

  /** Where a part goes in the page. */
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

  private final Map<String, Object> facts;
  private final Results results;
  private final BenchOptions options;

  /**
   * A report.
   *
   * @param facts about the machine and the run
   */
  HtmlReport(Map<String, Object> facts, Results results, BenchOptions options) {
    this.facts = new LinkedHashMap<>(facts);
    this.results = results;
    this.options = options;
  }

  /** The page. */
  String render() throws IOException {
    Map<String, String> parts =
        Map.of(
            "facts", escape(factsLine()),
            "faults", lines(results.faults(), HtmlReport::fault),
            "scenarios", lines(options.scenarios(), HtmlReport::scenario),
            "reader", escape(ReaderKind.ADAPTIVE.label()),
            "verdicts",
                lines(
                    Requirements.evaluate(results, new Bootstrap(options.seed())), HtmlReport::row),
            "json", inScript(new JsonReport(facts, results, options).render()),
            "library", library());
    // In one pass: what was put in is not searched again.
    return PLACE
        .matcher(resource(PAGE))
        .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
  }

  private String factsLine() {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + " " + fact.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String fault(String fault) {
    return "<p class=\"fault\">FAULT: " + escape(fault) + "</p>";
  }

  private static String scenario(Scenario scenario) {
    return "<li>" + escape(scenario.label() + ": " + scenario.description()) + "</li>";
  }

  private static String row(Verdict verdict) {
    String answer = verdict.answer().label();
    return "<tr>"
        + cell(verdict.requirement().text())
        + cell(verdict.requirement().required())
        + cell(verdict.measuredText().orElse(NOTHING))
        + cell(verdict.intervalText().orElse(NOTHING))
        + "<td class=\"%s\">%s</td></tr>".formatted(answer.replace(' ', '-'), escape(answer));
  }

  private static String cell(String text) {
    return "<td>" + escape(text) + "</td>";
  }

  private static <T> String lines(Collection<T> items, Function<T, String> line) {
    return items.stream().map(line).collect(Collectors.joining("\n"));
  }

  /** {@code text} as it stands in an element. */
  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * The same JSON without {@code <}, which can end a script, and in JSON is only within strings.
   */
  static String inScript(String json) {
    return json.replace("<", "\\u003c");
  }

  /** The script that draws. */
  static String library() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(resource(LIBRARY_PROPERTIES)));
    return resource(LIBRARY.formatted(properties.getProperty("version")));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlReport.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + ": not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
