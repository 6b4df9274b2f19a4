package io.github.hadoopaccel.straggler.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class TimingCheckTest {
  private static final CoderTiming NATIVE = CoderTiming.of("rs_native", 9000, true);
  private static final CoderTiming ACCEL = CoderTiming.of("rs_accel", 4000, true);
  private static final CoderTiming JAVA = CoderTiming.of("rs_java", 600, true);

  @Test
  void theFastestInUseIsFine() {
    Finding finding = TimingCheck.finding("rs", "rs_native", List.of(NATIVE, ACCEL, JAVA));
    assertThat(finding.severity()).isEqualTo(Severity.OK);
    assertThat(finding.message())
        .contains("rs_native 9,000 MB/s (used), rs_accel 4,000 MB/s, rs_java 600 MB/s.");
    assertThat(finding.values().get("megabytesPerSec"))
        .isEqualTo(Map.of("rs_native", 9000L, "rs_accel", 4000L, "rs_java", 600L));
  }

  @Test
  void nearlyTheFastestIsFineToo() {
    CoderTiming near = CoderTiming.of("rs_accel", 6000, true);
    assertThat(TimingCheck.finding("rs", "rs_accel", List.of(NATIVE, near)).severity())
        .isEqualTo(Severity.OK);
  }

  @Test
  void aMuchSlowerOneInUseIsAWarningWithTheOrderBySpeed() {
    Finding finding = TimingCheck.finding("rs", "rs_java", List.of(ACCEL, JAVA, NATIVE));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message()).contains("rs_native is 15.0 times as fast as rs_java");
    assertThat(finding.remedies())
        .containsExactly(
            new Remedy(
                "io.erasurecode.codec.rs.rawcoders",
                "rs_native,rs_accel,rs_java",
                "core-site.xml"));
  }

  @Test
  void whatIsNotAvailableHereKeepsItsPlaceForOtherNodes() {
    CoderTiming absent = CoderTiming.unavailable("rs_native", "no libhadoop");
    Finding finding = TimingCheck.finding("rs", "rs_java", List.of(ACCEL, JAVA, absent));
    assertThat(finding.message()).contains("rs_native not available (no libhadoop)");
    assertThat(finding.remedies().get(0).value()).isEqualTo("rs_native,rs_accel,rs_java");
    assertThat(finding.values().get("megabytesPerSec"))
        .isEqualTo(Map.of("rs_accel", 4000L, "rs_java", 600L));
  }

  @Test
  void wrongBytesAreAnError() {
    CoderTiming wrong = CoderTiming.of("rs_native", 99999, false);
    Finding finding = TimingCheck.finding("rs", "rs_native", List.of(wrong, ACCEL, JAVA));
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.message()).contains("rs_native rebuilt wrong bytes");
    assertThat(finding.remedies().get(0).value()).isEqualTo("rs_accel,rs_java");
  }

  @Test
  void noCoderAtAllIsAnError() {
    Finding finding =
        TimingCheck.finding("rs", null, List.of(CoderTiming.unavailable("rs_java", "gone")));
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.message()).contains("no coder could be timed").contains("gone");
  }

  /** The Java coders are there on every machine. */
  @Test
  void hadoopsJavaCodersAreTimedAndRight() throws IOException {
    for (SampleCode code : SampleCode.ALL) {
      assertThat(CoderStopwatch.time(code))
          .filteredOn(timing -> timing.coder().equals(code.codec() + "_java"))
          .singleElement()
          .satisfies(
              timing -> {
                assertThat(timing.right()).isTrue();
                assertThat(timing.megabytesPerSec()).isPositive();
              });
    }
  }

  @Test
  void theCoderThatHadoopTakesIsCalledByItsName() {
    Configuration conf = new Configuration();
    conf.set("io.erasurecode.codec.rs.rawcoders", "rs_unknown,rs_java");
    CoderFacts facts = RegisteredCoders.facts(conf, SampleCode.ALL.get(0));
    assertThat(facts.used()).isEqualTo("rs_java");
    assertThat(facts.order()).containsExactly("rs_unknown", "rs_java");
    assertThat(facts.registered()).contains("rs_native", "rs_java");
    conf.set("io.erasurecode.codec.rs.rawcoders", "rs_unknown");
    assertThat(RegisteredCoders.facts(conf, SampleCode.ALL.get(0)).used()).isNull();
    assertThat(RegisteredCoders.decodes(conf, "rs", 3, 2)).isFalse();
    assertThat(RegisteredCoders.decodes(conf, "no-codec", 3, 2)).isFalse();
  }
}
