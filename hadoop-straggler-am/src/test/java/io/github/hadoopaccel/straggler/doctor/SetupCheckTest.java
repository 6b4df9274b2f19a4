package io.github.hadoopaccel.straggler.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties as a site file sets them. */
class SetupCheckTest {
  private final Configuration conf = new Configuration();

  private void setAll() {
    for (HookedProperty each : HookedProperty.values()) {
      conf.set(each.property(), each.remedy().value(), "file:/etc/hadoop/core-site.xml");
    }
  }

  private List<Finding> findings() {
    return SetupCheck.findings(SetupFacts.gather(conf));
  }

  private Finding only() {
    assertThat(findings()).hasSize(1);
    return findings().get(0);
  }

  @Test
  void everythingSetIsFine() {
    setAll();
    assertThat(only().severity()).isEqualTo(Severity.OK);
    assertThat(only().message()).contains("fs.hdfs.impl (from core-site.xml)");
  }

  @Test
  void anyOtherFormatGoesThroughTheWrappingOne() {
    setAll();
    conf.set(
        "mapreduce.job.inputformat.class",
        "io.github.hadoopaccel.read.hadoop.AcceleratedInputFormat");
    assertThat(only().severity()).isEqualTo(Severity.OK);
  }

  @Test
  void nothingSetIsAWarningWithTheFourProperties() {
    assertThat(only().severity()).isEqualTo(Severity.WARNING);
    assertThat(only().remedies())
        .extracting(Remedy::property)
        .containsExactly(
            "fs.hdfs.impl",
            "fs.AbstractFileSystem.hdfs.impl",
            "mapreduce.job.inputformat.class",
            "yarn.app.mapreduce.am.job.speculator.class");
    assertThat(only().remedies())
        .extracting(Remedy::file)
        .containsExactly("core-site.xml", "core-site.xml", "mapred-site.xml", "mapred-site.xml");
  }

  @Test
  void anotherFileSystemIsAWarning() {
    setAll();
    conf.set("fs.hdfs.impl", "org.example.OtherFileSystem", "core-site.xml");
    assertThat(only().severity()).isEqualTo(Severity.WARNING);
    assertThat(only().message()).contains("org.example.OtherFileSystem (from core-site.xml)");
    assertThat(only().remedies()).containsExactly(HookedProperty.FILE_SYSTEM.remedy());
  }

  /** Of the speculator HookCheck tells. */
  @ParameterizedTest
  @CsvSource({
    "FILE_SYSTEM, io.github.hadoopaccel.read.hadoop.AcceleratedFileSystm",
    "FILE_SYSTEM, io.github.hadoopaccel.read.hadoop.AcceleratedHdfs",
    "FILE_CONTEXT, io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem",
    "INPUT_FORMAT, io.github.hadoopaccel.read.AcceleratedTextInputFormat",
  })
  void aClassOfOursThatDoesNotBelongThereIsAnError(HookedProperty property, String mistaken) {
    conf.set(property.property(), mistaken, "core-site.xml");
    assertThat(findings())
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.message())
                  .contains(property.property() + " = " + mistaken + " (from core-site.xml)")
                  .contains(property.remedy().value());
              assertThat(finding.remedies()).containsExactly(property.remedy());
            });
    assertThat(findings())
        .noneMatch(finding -> finding.message().contains("Nothing is configured"));
    setAll();
    conf.set(property.property(), mistaken, "core-site.xml");
    assertThat(only().severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void aFormatOfSomebodyElseIsNoMistake() {
    setAll();
    conf.set("mapreduce.job.inputformat.class", "org.example.Timed");
    assertThat(only().severity()).isEqualTo(Severity.NOTE);
  }

  @Test
  void theOtherTwoAreNotes() {
    conf.set("fs.hdfs.impl", HookedProperty.FILE_SYSTEM.remedy().value());
    conf.unset("fs.AbstractFileSystem.hdfs.impl");
    assertThat(findings()).extracting(Finding::severity).containsOnly(Severity.NOTE);
    assertThat(findings())
        .flatExtracting(Finding::remedies)
        .containsExactly(
            HookedProperty.FILE_CONTEXT.remedy(), HookedProperty.INPUT_FORMAT.remedy());
  }

  @Test
  void switchedOffIsAWarning() {
    setAll();
    conf.set("accel.read.enabled", "false");
    conf.set("accel.straggler.enabled", "false");
    assertThat(findings())
        .filteredOn(finding -> finding.severity() == Severity.WARNING)
        .flatExtracting(Finding::remedies)
        .containsExactly(
            new Remedy("accel.read.enabled", "true", "core-site.xml"),
            new Remedy("accel.straggler.enabled", "true", "mapred-site.xml"));
  }

  @Test
  void aWrongKeyIsAnErrorWithItsDefault() {
    setAll();
    conf.set("accel.straggler.tick", "soon");
    assertThat(only().severity()).isEqualTo(Severity.ERROR);
    assertThat(only().message()).contains("accel.straggler.tick = \"soon\"");
    assertThat(only().remedies())
        .containsExactly(new Remedy("accel.straggler.tick", "500ms", "mapred-site.xml"));
  }

  /** A plain client of HDFS does not load mapred-site.xml. */
  @ParameterizedTest
  @CsvSource({
    "accel.read.threads, many",
    "accel.hedge.min-delay, soon",
    "accel.input.delegate, 1",
    "accel.plan.dominance, much",
    "accel.avoid.slow-factor, much",
    "accel.signal.interval, soon",
  })
  void aKeyOfTheReaderBelongsIntoCoreSite(String key, String wrong) {
    setAll();
    conf.set(key, wrong);
    assertThat(findings())
        .flatExtracting(Finding::remedies)
        .extracting(Remedy::property, Remedy::file)
        .containsExactly(tuple(key, "core-site.xml"));
  }

  @Test
  void anUnknownKeyIsANote() {
    setAll();
    conf.set("accel.hedge.polcy", "never");
    assertThat(only().severity()).isEqualTo(Severity.NOTE);
    assertThat(only().message()).contains("accel.hedge.polcy");
  }
}
