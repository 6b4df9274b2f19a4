package io.github.hadoopaccel.straggler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hadoopaccel.read.config.AccelKey;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void configListsEveryKeyWithValueSourceAndDefault() {
    assertThat(run("-D", "accel.straggler.tick=2s", "config")).isZero();
    assertThat(out.toString().lines().map(line -> line.split(" ")[0]))
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of("KEY"),
                    Stream.concat(ReadKeys.ALL.stream(), StragglerKeys.ALL.stream())
                        .map(AccelKey::name))
                .toList());
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("accel.straggler.tick +2s +\\S.* +500ms"))
        .anyMatch(line -> line.matches("accel.straggler.policy +critical-path +- +critical-path"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void wrongValuesAreSaidTogetherAndEndWithTwo() {
    int code =
        run(
            "config",
            "--check",
            "-D",
            "accel.straggler.tick=soon",
            "-D",
            "accel.read.threads=0",
            "-D",
            "accel.straggler.policy=fastest");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .contains("accel.straggler.tick = \"soon\" (from the command line)")
        .contains("accel.read.threads = \"0\"")
        .contains("\"fastest\": no such policy");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aValidConfigurationIsSaidToBeValid() {
    assertThat(run("config", "--check")).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("The configuration is valid.");
  }

  @Test
  void aKeyThatIsNoneIsNoted() {
    assertThat(run("-Daccel.hedge.polcy=never", "config", "--check")).isZero();
    assertThat(out.toString()).contains("accel.hedge.polcy is no key of this version");
  }

  @Test
  void versionNamesThisJarAndHadoop() {
    assertThat(run("version")).isZero();
    assertThat(out.toString().strip()).matches("hadoop-accel \\d+\\.\\d+\\S* on Hadoop 3\\S*");
  }

  @Test
  void withoutACommandTheUsageIsShown() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage:").contains("config").contains("version");
  }

  @Test
  void anUnknownCommandIsOneClearMessage() {
    assertThat(run("confg")).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("confg")
        .contains("The commands are: config, doctor, top, version.");
  }

  @Test
  void anUnknownOptionIsOneClearMessage() {
    assertThat(run("config", "--chek")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("--chek");
  }

  @Test
  void theCommittedConfigurationPageIsTheGeneratedOne() throws IOException {
    assertThat(run("config", "--markdown")).isZero();
    Path page = Path.of("..", "docs", "CONFIGURATION.md");
    assertThat(out.toString()).isEqualTo(Files.readString(page));
  }

  @Test
  void doctorSaysWhatToSetAndEndsWithASum() {
    assertThat(run("doctor", "--offline", "-D", "fs.defaultFS=hdfs://nowhere:1")).isEqualTo(1);
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("WARNING +settings +Nothing is configured.*"))
        .contains(
            "    set fs.hdfs.impl = io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem in"
                + " core-site.xml")
        .anyMatch(line -> line.matches("NOTE +cluster +.*--offline.*"))
        .last()
        .asString()
        .matches("0 errors, \\d+ warnings?");
    assertThat(err.toString()).contains("Timing the coders of rs").doesNotContain("Exception");
  }

  @Test
  void doctorReadsFurtherSiteFilesAndPrintsOneJsonObject(@TempDir Path folder) throws IOException {
    Path site = folder.resolve("more.xml");
    Files.writeString(
        site,
        "<configuration><property><name>accel.read.threads</name><value>0</value></property>"
            + "</configuration>");
    assertThat(run("doctor", "--offline", "--json", "--conf", site.toString())).isEqualTo(2);
    try (JsonParser json = new JsonFactory().createParser(out.toString())) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      json.skipChildren();
      assertThat(json.nextToken()).isNull();
    }
    assertThat(out.toString())
        .contains("\"exitCode\" : 2")
        .contains("\"property\" : \"accel.read.threads\"")
        .contains("\"megabytesPerSec\" : {");
  }

  @Test
  void aSiteFileThatIsNotThereIsOneClearMessage() {
    assertThat(run("doctor", "--conf", "gone.xml")).isEqualTo(2);
    assertThat(err.toString()).contains("gone.xml: no such file");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void doctorExplainsItsExitCodes() {
    assertThat(run("doctor", "--help")).isZero();
    assertThat(out.toString()).contains("Exit codes:").contains("at least one warning");
  }

  private int run(String... args) {
    return Main.call(args, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
