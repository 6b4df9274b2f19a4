package io.github.hadoopaccel.straggler.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.hadoopaccel.straggler.doctor.ClusterFacts.DataNodes;
import io.github.hadoopaccel.straggler.doctor.ClusterFacts.Policy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterCheckTest {
  private static final Policy RS_6_3 = new Policy("RS-6-3-1024k", "rs", 6, 3, true, null);

  private static List<Finding> findings(DataNodes nodes, Policy... policies) {
    return ClusterCheck.findings(
        new ClusterFacts("hdfs://nn:8020", nodes, null, List.of(policies)));
  }

  private static DataNodes nodes(int live, int racks) {
    return new DataNodes(live, 0, racks, Map.of("3.4.3", live));
  }

  private static Finding last(List<Finding> findings) {
    return findings.get(findings.size() - 1);
  }

  @Test
  void aClusterThatIsLargeEnoughIsFine() {
    List<Finding> findings = findings(nodes(9, 3), RS_6_3);
    assertThat(findings).extracting(Finding::severity).containsOnly(Severity.OK);
    assertThat(findings)
        .extracting(Finding::check)
        .containsExactly("cluster", "version", "ec-policies");
    assertThat(findings.get(0).values()).containsEntry("live", 9).containsEntry("racks", 3);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 3, ERROR, needs 6 live DataNodes (there are 5)",
    "8, 3, WARNING, needs 9 live DataNodes (there are 8)",
    "9, 2, WARNING, 'needs 3 racks, there are 2'",
  })
  void aClusterThatIsTooSmallForAPolicy(int live, int racks, Severity severity, String said) {
    Finding finding = last(findings(nodes(live, racks), RS_6_3));
    assertThat(finding.check()).isEqualTo("ec-policies");
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.message()).contains(said);
    assertThat(finding.values()).containsEntry("policy", "RS-6-3-1024k");
  }

  @Test
  void racksAreToldToTheNameNodeByAProperty() {
    assertThat(last(findings(nodes(9, 1), RS_6_3)).remedies())
        .extracting(Remedy::property)
        .containsExactly("net.topology.script.file.name");
  }

  @Test
  void whatElseTheNameNodeComplainsOfIsPassedOn() {
    Policy policy = new Policy("RS-6-3-1024k", "rs", 6, 3, true, "something else");
    Finding finding = last(findings(nodes(9, 3), policy));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message()).contains("something else");
  }

  @Test
  void racksAreCountedAsHdfsSpreadsUnits() {
    assertThat(RS_6_3.racks()).isEqualTo(3);
    assertThat(new Policy("RS-3-2", "rs", 3, 2, true, null).racks()).isEqualTo(3);
    assertThat(new Policy("RS-10-4", "rs", 10, 4, true, null).racks()).isEqualTo(4);
    assertThat(new Policy("XOR-2-1", "xor", 2, 1, true, null).racks()).isEqualTo(3);
  }

  @Test
  void aPolicyThatThisMachineCannotRebuildIsAnError() {
    Policy policy = new Policy("RS-LEGACY-6-3-1024k", "rs-legacy", 6, 3, false, null);
    Finding finding = last(findings(nodes(9, 3), policy));
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.remedies())
        .containsExactly(
            new Remedy(
                "io.erasurecode.codec.rs-legacy.rawcoders", "rs-legacy_java", "core-site.xml"));
  }

  @Test
  void noPolicyAtAllIsAWarningWithTheCommand() {
    Finding finding = last(findings(nodes(9, 3)));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message()).contains("hdfs ec -enablePolicy -policy");
  }

  @Test
  void deadDataNodesAreAWarningAndNoneLiveAnError() {
    assertThat(findings(new DataNodes(9, 1, 3, Map.of()), RS_6_3).get(0).severity())
        .isEqualTo(Severity.WARNING);
    assertThat(findings(new DataNodes(0, 9, 0, Map.of()), RS_6_3).get(0).severity())
        .isEqualTo(Severity.ERROR);
  }

  @Test
  void aUserWhoMayNotAskGetsANoteAndThePolicies() {
    List<Finding> findings =
        ClusterCheck.findings(
            new ClusterFacts("hdfs://nn:8020", null, "Access denied", List.of(RS_6_3)));
    assertThat(findings)
        .extracting(Finding::check, Finding::severity)
        .containsExactly(
            tuple("cluster", Severity.NOTE),
            tuple("version", Severity.NOTE),
            tuple("ec-policies", Severity.NOTE));
    assertThat(findings.get(0).message()).contains("Access denied").contains("superuser");
    assertThat(findings.get(1).message()).contains("not known").contains("Access denied");
    assertThat(findings.get(2).message())
        .contains("Not checked", "RS-6-3-1024k", "Access denied", "superuser of HDFS");
  }

  @ParameterizedTest
  @CsvSource({
    "3.4.0, OK",
    "3.4.3, OK",
    "3.5.0-SNAPSHOT, OK",
    "3.3.6, WARNING",
    "3.6.0, WARNING",
    "2.10.2, WARNING",
    "3.40.1, WARNING",
    "4.0.0, WARNING"
  })
  void onlyTestedLinesAreKnown(String version, Severity severity) {
    assertThat(ClusterCheck.client(version).severity()).isEqualTo(severity);
    DataNodes nodes = new DataNodes(9, 0, 3, Map.of(version, 9));
    assertThat(findings(nodes, RS_6_3).get(1).severity()).isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({
    "9, no DataNode that was asked told",
    "0, no DataNode is live",
  })
  void aVersionThatNoDataNodeTellsIsSaidToBeUnknown(int live, String why) {
    Finding finding = findings(new DataNodes(live, 0, 3, Map.of()), RS_6_3).get(1);
    assertThat(finding.check()).isEqualTo("version");
    assertThat(finding.severity()).isEqualTo(Severity.NOTE);
    assertThat(finding.message()).contains("not known").contains(why);
  }

  /** Another address in fs.defaultFS would break the clients of a viewfs: cluster. */
  @ParameterizedTest
  @CsvSource({"viewfs://c/, true, WARNING", "viewfs://c/, false, NOTE", "file:///, false, NOTE"})
  void anotherDefaultFileSystemIsLeftAsItIs(String uri, boolean configured, Severity severity) {
    Finding finding = ClusterCheck.noHdfs(uri, configured);
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.message())
        .contains("fs.defaultFS = " + uri)
        .contains("-fs hdfs://<namenode>:<port> before doctor");
    assertThat(finding.remedies()).isEmpty();
  }

  @Test
  void anUntestedClusterIsToldToTheReaderWhereEveryClientSeesIt() {
    assertThat(ClusterCheck.client("3.3.6").remedies())
        .containsExactly(new Remedy("accel.read.enabled", "false", "core-site.xml"));
  }

  @Test
  void theEndsWithoutACluster() {
    assertThat(ClusterCheck.down("hdfs://nn:8020", "Connection refused"))
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.message()).contains("hdfs://nn:8020", "Connection refused");
              assertThat(finding.remedies())
                  .extracting(Remedy::property)
                  .containsExactly("fs.defaultFS");
            });
    assertThat(ClusterCheck.refused("hdfs://nn:8020", "Client cannot authenticate"))
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.message()).contains("cannot authenticate", "kinit");
              assertThat(finding.remedies()).isEmpty();
            });
    assertThat(ClusterCheck.notAsked().severity()).isEqualTo(Severity.NOTE);
  }
}
