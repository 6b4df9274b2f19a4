package io.github.hadoopaccel.straggler.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
    return new CoderFacts("rs", names, true, true, nativeLoads, REGISTERED, used, "a.Class");
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
    assertThat(finding.message()).contains(used + " is used (a.Class)");
    assertThat(finding.values()).containsEntry("codec", "rs").containsEntry("used", used);
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
    assertThat(finding.message()).contains(said);
    assertThat(finding.remedies()).containsExactly(RIGHT);
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
                true,
                false,
                true,
                REGISTERED,
                "rs_accel",
                "a.Class"));
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
                true,
                List.of("rs_native", "rs_java"),
                "rs_native",
                "a.Class"));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message()).contains("META-INF/services");
  }

  @Test
  void noCoderAtAllIsAnError() {
    List<Finding> findings = CoderCheck.findings(facts("rs_best", false, null));
    assertThat(findings)
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING, Severity.WARNING, Severity.ERROR);
    assertThat(findings.get(2).message()).contains("no coder can be made (a.Class)");
  }

  @Test
  void aNativeCoderThatIsNotTakenThoughItIsFirstIsAWarning() {
    Finding finding = only(facts("rs_native,rs_accel,rs_java", true, "rs_accel"));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message())
        .contains("rs_accel is used (a.Class) although rs_native is first");
  }

  private static CoderFacts xor(String... order) {
    List<String> registered = List.of("xor_native", "xor_accel", "xor_java");
    return new CoderFacts(
        "xor", List.of(order), false, true, true, registered, "xor_java", "a.Class");
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
