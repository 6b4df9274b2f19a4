package io.github.hadoopaccel.straggler.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.hadoopaccel.straggler.doctor.CoderFacts.Choice;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RSRawErasureCoderFactory;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureCoderFactory;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;
import org.junit.jupiter.api.Test;

class TimingCheckTest {
  private static final CoderTiming NATIVE = CoderTiming.of("rs_native", 9000, true);
  private static final CoderTiming ACCEL = CoderTiming.of("rs_accel", 4000, true);
  private static final CoderTiming JAVA = CoderTiming.of("rs_java", 600, true);

  private static CoderFacts facts(String codec, String stock, String streams, String... order) {
    return new CoderFacts(
        codec,
        List.of(order),
        true,
        true,
        List.of(),
        true,
        new Choice(stock, "AClass"),
        new Choice(streams, "BClass"));
  }

  private static List<Finding> findings(String used, CoderTiming... timings) {
    return TimingCheck.findings(facts("rs", used, used), List.of(timings));
  }

  private static Finding only(List<Finding> findings) {
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  @Test
  void theFastestInUseIsFine() {
    Finding finding = only(findings("rs_native", NATIVE, ACCEL, JAVA));
    assertThat(finding.severity()).isEqualTo(Severity.OK);
    assertThat(finding.message())
        .contains("rs_native 9,000 MB/s (used), rs_accel 4,000 MB/s, rs_java 600 MB/s.");
    assertThat(finding.values().get("megabytesPerSec"))
        .isEqualTo(Map.of("rs_native", 9000L, "rs_accel", 4000L, "rs_java", 600L));
  }

  @Test
  void nearlyTheFastestIsFineToo() {
    CoderTiming near = CoderTiming.of("rs_accel", 6000, true);
    assertThat(only(findings("rs_accel", NATIVE, near)).severity()).isEqualTo(Severity.OK);
  }

  @Test
  void aMuchSlowerOneInUseIsAWarningWithTheRightOrder() {
    Finding finding = only(findings("rs_java", ACCEL, JAVA, NATIVE));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message())
        .contains("rs_native is 15.0 times as fast as rs_java")
        .contains("which DataNodes, stock clients and accelerated streams use");
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
    Finding finding = only(findings("rs_java", ACCEL, JAVA, absent));
    assertThat(finding.message()).contains("rs_native not available (no libhadoop)");
    assertThat(finding.remedies().get(0).value()).isEqualTo("rs_native,rs_accel,rs_java");
    assertThat(finding.values().get("megabytesPerSec"))
        .isEqualTo(Map.of("rs_accel", 4000L, "rs_java", 600L));
  }

  /** Streams choose for themselves under Hadoop's default, so nothing of theirs is slow. */
  @Test
  void onlyDataNodesAndStockClientsOnASlowerOneAreANote() {
    CoderTiming absent = CoderTiming.unavailable("rs_native", "no libhadoop");
    Finding finding =
        only(
            TimingCheck.findings(
                facts("rs", "rs_java", "rs_accel", "rs_native", "rs_java"),
                List.of(ACCEL, JAVA, absent)));
    assertThat(finding.severity()).isEqualTo(Severity.NOTE);
    assertThat(finding.message())
        .contains("as rs_java, which DataNodes and stock clients use")
        .contains("accelerated streams use rs_accel (BClass)")
        .contains("rs_java 600 MB/s (used by DataNodes and stock clients)");
    assertThat(finding.remedies().get(0).value()).isEqualTo("rs_native,rs_accel,rs_java");
    assertThat(finding.values()).containsEntry("streams", "rs_accel");
  }

  @Test
  void onlyStreamsOnASlowerOneAreAWarning() {
    Finding finding =
        only(TimingCheck.findings(facts("rs", "rs_native", "rs_java"), List.of(NATIVE, JAVA)));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message()).contains("as rs_java, which accelerated streams use");
  }

  @Test
  void ofXorThisJarsCoderIsFirstWhetherOrNotLibhadoopLoads() {
    CoderTiming accel = CoderTiming.of("xor_accel", 9000, true);
    CoderTiming java = CoderTiming.of("xor_java", 900, true);
    for (CoderTiming ofHadoop :
        List.of(
            CoderTiming.unavailable("xor_native", "no libhadoop"),
            CoderTiming.of("xor_native", 1000, true))) {
      Finding finding =
          only(
              TimingCheck.findings(
                  facts("xor", "xor_java", "xor_java"), List.of(java, ofHadoop, accel)));
      assertThat(finding.remedies().get(0).value()).isEqualTo("xor_accel,xor_native,xor_java");
    }
  }

  @Test
  void whereAnotherCoderIsTheFastestTheOrderIsBySpeedAndWhatIsNotAvailableLast() {
    CoderTiming absent = CoderTiming.unavailable("rs_native", "no libhadoop");
    CoderTiming java = CoderTiming.of("rs_java", 9000, true);
    assertThat(RightOrder.of("rs", List.of(absent, ACCEL, java)))
        .containsExactly("rs_java", "rs_accel", "rs_native");
    CoderTiming equal = CoderTiming.of("rs_java", 4100, true);
    assertThat(RightOrder.of("rs", List.of(absent, ACCEL, equal)))
        .as("as good as equal")
        .containsExactly("rs_native", "rs_accel", "rs_java");
    assertThat(RightOrder.of("rs-legacy")).containsExactly("rs-legacy_java");
  }

  @Test
  void anOrderThatIsRightIsNotAdvisedAgain() {
    CoderFacts switchedOff =
        new CoderFacts(
            "rs",
            RightOrder.of("rs"),
            false,
            true,
            List.of(),
            true,
            new Choice("rs_accel", "AClass"),
            new Choice("rs_accel", "AClass"));
    assertThat(only(TimingCheck.findings(switchedOff, List.of(NATIVE, ACCEL, JAVA))).remedies())
        .containsExactly(Remedy.core("io.erasurecode.codec.native.enabled", "true"));
  }

  @Test
  void aCoderThatThrowsIsAnErrorWhereItIsInUseAndElseANote() {
    CoderTiming throwing = CoderTiming.threw("rs_native", "bad library");
    Finding inUse = only(findings("rs_native", throwing, ACCEL, JAVA));
    assertThat(inUse.severity()).isEqualTo(Severity.ERROR);
    assertThat(inUse.message())
        .contains("rs_native, which is in use, is not usable", "bad library");
    assertThat(inUse.remedies().get(0).value()).isEqualTo("rs_accel,rs_java");
    List<Finding> notInUse = findings("rs_accel", throwing, ACCEL, JAVA);
    assertThat(notInUse).extracting(Finding::severity).containsExactly(Severity.NOTE, Severity.OK);
    assertThat(notInUse.get(0).message()).contains("rs_native is not usable");
    assertThat(notInUse.get(1).message()).contains("rs_accel 4,000 MB/s (used)");
  }

  /** Method: a coder of another layout, which refuses the units. */
  @Test
  void aCoderThatThrowsIsNamedAndTheOthersAreTimed() throws IOException {
    RawErasureCoderFactory throwing =
        new RSRawErasureCoderFactory() {
          @Override
          public String getCoderName() {
            return "rs_throwing";
          }

          @Override
          public RawErasureDecoder createDecoder(ErasureCoderOptions options) {
            return super.createDecoder(new ErasureCoderOptions(3, 2));
          }
        };
    List<CoderTiming> timings =
        CoderStopwatch.time(
            SampleCode.ALL.get(0), List.of(throwing, new RSRawErasureCoderFactory()));
    assertThat(timings)
        .extracting(CoderTiming::coder, CoderTiming::end)
        .containsExactly(
            tuple("rs_throwing", CoderTiming.End.THREW), tuple("rs_java", CoderTiming.End.RIGHT));
  }

  @Test
  void wrongBytesAreAnError() {
    CoderTiming wrong = CoderTiming.of("rs_native", 99999, false);
    Finding finding = only(findings("rs_native", wrong, ACCEL, JAVA));
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.message()).contains("rs_native rebuilt wrong bytes");
    assertThat(finding.remedies().get(0).value()).isEqualTo("rs_accel,rs_java");
  }

  @Test
  void noCoderAtAllIsAnError() {
    Finding finding = only(findings(null, CoderTiming.unavailable("rs_java", "gone")));
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
                assertThat(timing.end()).isEqualTo(CoderTiming.End.RIGHT);
                assertThat(timing.megabytesPerSec()).isPositive();
              });
    }
  }

  @Test
  void theCoderThatHadoopTakesIsCalledByItsName() {
    Configuration conf = new Configuration();
    conf.set("io.erasurecode.codec.rs.rawcoders", "rs_unknown,rs_java");
    CoderFacts facts = RegisteredCoders.facts(conf, SampleCode.ALL.get(0));
    assertThat(facts.stock()).isEqualTo(new Choice("rs_java", "RSRawDecoder"));
    assertThat(facts.streams()).isEqualTo(facts.stock());
    assertThat(facts.order()).containsExactly("rs_unknown", "rs_java");
    assertThat(facts.registered()).contains("rs_native", "rs_java");
    conf.set("io.erasurecode.codec.rs.rawcoders", "rs_unknown");
    assertThat(RegisteredCoders.facts(conf, SampleCode.ALL.get(0)).stock().isMade()).isFalse();
    assertThat(RegisteredCoders.decodes(conf, "rs", 3, 2)).isFalse();
    assertThat(RegisteredCoders.decodes(conf, "no-codec", 3, 2)).isFalse();
  }

  @Test
  void underHadoopsDefaultStreamsAreAskedForTheirOwnChoice() {
    SampleCode xor = SampleCode.ALL.get(1);
    Configuration conf = new Configuration();
    CoderFacts preferring = RegisteredCoders.facts(conf, xor);
    assertThat(preferring.preferAccel()).isTrue();
    assertThat(preferring.streams().coder()).isEqualTo("xor_accel");
    assertThat(preferring.stock().coder()).isNotEqualTo("xor_accel");
    conf.set("accel.read.prefer-accel-coder", "false");
    CoderFacts not = RegisteredCoders.facts(conf, xor);
    assertThat(not.preferAccel()).isFalse();
    assertThat(not.streams()).isEqualTo(not.stock());
  }
}
