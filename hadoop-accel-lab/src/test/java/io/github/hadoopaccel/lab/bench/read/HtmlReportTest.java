package io.github.hadoopaccel.lab.bench.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The page holds the JSON, the table and the library, and nothing of it can break out. */
class HtmlReportTest {
  private static final Map<String, Object> FACTS = Map.of("jvm", "a <b> & </script><!-- c");
  private static final String DATA = "<script type=\"application/json\" id=\"report\">";
  private static final String END = "</script>";

  private final Results results = Given.results(10, 0.5, 1, 1000, 0.9, 1.0);

  private static String page(Results results) throws Exception {
    return new HtmlReport(FACTS, results, Given.options()).render();
  }

  /** The page without the library, which names the addresses of XML name spaces. */
  private static String own(String page) throws Exception {
    return page.replace(HtmlReport.library(), "");
  }

  private static JsonNode data(String page) throws Exception {
    int start = page.indexOf(DATA) + DATA.length();
    return new ObjectMapper().readTree(page.substring(start, page.indexOf(END, start)));
  }

  @Test
  void embeddedJsonIsThatOfTheJsonReport() throws Exception {
    JsonNode expected =
        new ObjectMapper().readTree(new JsonReport(FACTS, results, Given.options()).render());
    JsonNode data = data(page(results));
    assertThat(data.equals(expected)).isTrue();

    Set<String> measured = new HashSet<>();
    for (JsonNode result : data.get("results")) {
      measured.add(result.get("scenario") + " " + result.get("reader") + " " + result.get("api"));
    }
    assertThat(measured).hasSize(results.all().size());
  }

  @Test
  void libraryIsInThePageAndNothingIsFetched() throws Exception {
    String page = page(results);
    assertThat(page).contains(HtmlReport.library());
    assertThat(HtmlReport.library()).contains("Apache Software Foundation").doesNotContain(END);
    assertThat(own(page)).doesNotContain("http:", "https:", "src=", "href=", "url(", "@import");
  }

  @Test
  void everyPlaceIsFilled() throws Exception {
    assertThat(own(page(results))).doesNotContain("{{");
  }

  @Test
  void whatMustHoldIsReadableWithoutScript() throws Exception {
    String page = page(results);
    assertThat(page)
        .contains(
            "<tr><td>slow-1 sequential: MB/s over stock</td><td>&gt;= 10.00x</td>"
                + "<td>20.00x</td><td>-</td><td class=\"yes\">yes</td></tr>");
    for (Scenario scenario : Scenario.values()) {
      assertThat(page).contains("<li>" + scenario.label() + ": " + scenario.description());
    }
    assertThat(page(new Results(List.of(), List.of(), List.of())))
        .contains("<td>-</td><td>-</td><td class=\"not-measured\">not measured</td>");
  }

  @Test
  void textCannotBecomeMarkup() throws Exception {
    Results faulty = new Results(List.of(), List.of(), List.of("wrong </script><i> {{json}} $1"));
    String page = own(page(faulty));
    assertThat(page)
        .contains("<p class=\"facts\">jvm a &lt;b&gt; &amp; &lt;/script&gt;&lt;!-- c</p>")
        .contains("FAULT: wrong &lt;/script&gt;&lt;i&gt; {{json}} $1</p>")
        .doesNotContain("<i>", "<b>", "<!--");
    assertThat(data(page).get("faults").get(0).asText()).isEqualTo(faulty.faults().get(0));
    assertThat(page.split(END, -1)).as("a data block, the library, the script").hasSize(4);
  }
}
