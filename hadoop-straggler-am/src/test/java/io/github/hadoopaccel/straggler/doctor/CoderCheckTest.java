package io.github.hadoopaccel.straggler.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.doctor.CoderFacts.Choice;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders of coders as data, on machines with and without ISA-L. */
class CoderCheckTest {
  private static final List<String> REGISTERED = List.of("rs_native", "rs_accel", "rs_java");
  private static final Remedy RIGHT =
      new Remedy(
          "io.erasurecode.codec.rs.rawcoders", "rs_native,rs_accel,rs_java", "core-site.xml");

  private static CoderFacts facts(String order, boolean nativeLoads, String used) {
    List<String> names = order.isEmpty() ? List.of() : List.of(order.split(","));
    return facts(names, nativeLoads, true, used, used);
  }

  private static CoderFacts facts(
      List<String> order, boolean nativeLoads, boolean preferAccel, String stock, String streams) {
    return new CoderFacts(
        "rs",
        order,
        true,
        nativeLoads,
        REGISTERED,
        preferAccel,
        new Choice(stock, "AClass"),
        new Choice(streams, "BClass"));
  }

  private static Finding only(CoderFacts facts) {
    List<Finding> findings = CoderCheck.findings(facts);
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "rs_native,rs_accel,rs_java; true; rs_native",
        "rs_native,rs_accel,rs_java; false; rs_accel",
        "rs_native,rs_accel; true; rs_native",
        "rs_accel,rs_java; false; rs_accel",
        "rs_accel; false; rs_accel",
        "rs_accel,rs_native,rs_java; false; rs_accel",
      })
  void theFastCoderIsUsed(String order, boolean nativeLoads, String used) {
    Finding finding = only(facts(order, nativeLoads, used));
    assertThat(finding.severity()).isEqualTo(Severity.OK);
    assertThat(finding.message())
        .contains("DataNodes and stock clients use " + used + " (AClass)")
        .contains("accelerated streams use " + used + " (BClass)");
    assertThat(finding.values())
        .containsEntry("codec", "rs")
        .containsEntry("used", used)
        .containsEntry("streams", used);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "rs_java,rs_native,rs_accel; true; rs_java; slower coders before rs_native",
        "rs_accel,rs_native,rs_java; true; rs_accel; slower coders before rs_native",
        "rs_accel,rs_java; true; rs_accel; leaves out rs_native",
        "rs_java; true; rs_java; leaves out rs_native",
        "rs_java; false; rs_java; leaves out rs_accel",
        "rs_native; false; rs_java; leaves out rs_accel",
        "rs_native,rs_java,rs_accel; true; rs_native; slower coders before rs_accel",
        "rs_native,rs_java,rs_accel; false; rs_java; slower coders before rs_accel",
        "rs_native,rs_java; false; rs_java; Hadoop's default",
        "rs_nativ,rs_accel,rs_java; false; rs_accel; \"rs_nativ\"",
      })
  void anOrderThatHidesAFastCoderIsAWarningWithTheRightOrder(
      String order, boolean nativeLoads, String used, String said) {
    Finding finding = only(facts(order, nativeLoads, used));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message())
        .contains(said)
        .contains("Here DataNodes and stock clients use " + used + " (AClass)");
    assertThat(finding.remedies()).containsExactly(RIGHT);
  }

  @Test
  void underHadoopsDefaultStreamsChooseForThemselves() {
    List<String> untouched = List.of("rs_native", "rs_java");
    Finding finding = only(facts(untouched, false, true, "rs_java", "rs_accel"));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message())
        .contains("DataNodes and stock clients never use rs_accel")
        .contains("DataNodes and stock clients use rs_java (AClass)")
        .contains("accelerated streams use rs_accel (BClass)");
    assertThat(finding.values())
        .containsEntry("used", "rs_java")
        .containsEntry("streams", "rs_accel");
  }

  @Test
  void streamsThatAKeyKeepsOnJavaAreAWarningWithThatKey() {
    List<String> untouched = List.of("rs_native", "rs_java");
    Finding finding = only(facts(untouched, false, false, "rs_java", "rs_java"));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message()).contains("accel.read.prefer-accel-coder = false");
    assertThat(finding.remedies())
        .containsExactly(
            new Remedy("accel.read.prefer-accel-coder", "true", "core-site.xml"), RIGHT);
    assertThat(CoderCheck.findings(facts(untouched, true, false, "rs_native", "rs_native")))
        .extracting(Finding::severity)
        .containsExactly(Severity.NOTE, Severity.OK);
    assertThat(only(facts(List.of("rs_java"), false, false, "rs_java", "rs_java")).remedies())
        .as("an order that is set is obeyed, whatever the key says")
        .containsExactly(RIGHT);
  }

  @Test
  void hadoopsDefaultIsNotedWhereIsalLoads() {
    List<Finding> findings = CoderCheck.findings(facts("rs_native,rs_java", true, "rs_native"));
    assertThat(findings).extracting(Finding::severity).containsExactly(Severity.NOTE, Severity.OK);
    assertThat(findings.get(0).remedies()).containsExactly(RIGHT);
  }

  @Test
  void anEmptyOrderIsAWarning() {
    Finding finding = only(facts("", true, "rs_native"));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message()).contains("is empty");
    assertThat(finding.remedies()).containsExactly(RIGHT);
  }

  /** Configuration.getStrings gives null for an empty value, whatever the default. */
  @Test
  void anEmptyValueIsAnEmptyOrderAndTheOtherCodecIsChecked() {
    Configuration conf = new Configuration();
    conf.set(RIGHT.property(), "");
    for (SampleCode code : SampleCode.ALL) {
      CoderFacts facts = RegisteredCoders.facts(conf, code);
      List<Finding> findings = CoderCheck.findings(facts);
      if (code.codec().equals("rs")) {
        assertThat(facts.order()).isEmpty();
        assertThat(findings)
            .anySatisfy(
                finding -> {
                  assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                  assertThat(finding.message()).contains(RIGHT.property() + " is empty:");
                  assertThat(finding.remedies()).containsExactly(RIGHT);
                });
        assertThat(findings)
            .allSatisfy(finding -> assertThat(finding.message()).doesNotContain("null"));
      } else {
        assertThat(facts.stock().isMade()).isTrue();
        assertThat(findings).noneMatch(each -> each.message().contains("is empty"));
      }
    }
  }

  @Test
  void aNameWithABlankInItIsNoCoders() {
    Finding finding = only(facts("rs_native, rs_accel,rs_accel", true, "rs_native"));
    assertThat(finding.message()).contains("\" rs_accel\"");
    assertThat(finding.remedies()).containsExactly(RIGHT);
  }

  @Test
  void nativeCodersSwitchedOffAreAWarning() {
    Finding finding =
        only(
            new CoderFacts(
                "rs",
                List.of("rs_native", "rs_accel", "rs_java"),
                false,
                true,
                REGISTERED,
                true,
                new Choice("rs_accel", "AClass"),
                new Choice("rs_accel", "AClass")));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.remedies())
        .containsExactly(
            new Remedy("io.erasurecode.codec.native.enabled", "true", "core-site.xml"));
  }

  @Test
  void aCoderOfThisJarThatIsNotRegisteredIsAWarning() {
    Finding finding =
        only(
            new CoderFacts(
                "rs",
                List.of("rs_native", "rs_accel", "rs_java"),
                true,
                true,
                List.of("rs_native", "rs_java"),
                true,
                new Choice("rs_native", "AClass"),
                new Choice("rs_native", "AClass")));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message()).contains("META-INF/services");
  }

  @Test
  void noCoderAtAllIsAnError() {
    List<Finding> findings = CoderCheck.findings(facts("rs_best", false, null));
    assertThat(findings)
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING, Severity.WARNING, Severity.ERROR);
    assertThat(findings.get(2).message()).contains("stock clients use none (AClass)");
  }

  @Test
  void aNativeCoderThatIsNotTakenThoughItIsFirstIsAWarning() {
    Finding finding = only(facts("rs_native,rs_accel,rs_java", true, "rs_accel"));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message())
        .contains("stock clients use rs_accel (AClass)")
        .contains("although rs_native is first");
  }

  private static CoderFacts xor(String... order) {
    List<String> registered = List.of("xor_native", "xor_accel", "xor_java");
    Choice java = new Choice("xor_java", "AClass");
    return new CoderFacts("xor", List.of(order), true, true, registered, true, java, java);
  }

  @Test
  void whereIsalIsNotTheFastestTheOrderIsLeftToTiming() {
    assertThat(only(xor("xor_java", "xor_native")).severity()).isEqualTo(Severity.OK);
    assertThat(only(xor("xor_native", "xor_java")).severity()).isEqualTo(Severity.OK);
  }

  @Test
  void whereIsalIsNotTheFastestThisJarsCoderIsToBeFirst() {
    assertThat(only(xor("xor")).remedies())
        .containsExactly(
            new Remedy(
                "io.erasurecode.codec.xor.rawcoders",
                "xor_accel,xor_native,xor_java",
                "core-site.xml"));
  }
}
