package io.github.hadoopaccel.straggler.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Where the jar is, against who is told to use it: the reader's and the hook's checks. */
class InstallCheckTest {
  private static final String READER = HookedProperty.FILE_SYSTEM.remedy().value();
  private static final String HOOK = HookedProperty.SPECULATOR.remedy().value();
  private static final Map<String, String> BOTH = Map.of(READER, "/accel.jar", HOOK, "/accel.jar");
  private static final Map<String, String> NONE = Map.of();
  private static final HookFacts SPECULATING = new HookFacts(true, true, false, "yarn");

  private static Visibility visibility(
      Map<String, String> onNode, Map<String, String> inArchive, Map<String, String> withJob) {
    return new Visibility(
        onNode,
        inArchive,
        withJob,
        null,
        null,
        List.of("/jars/*"),
        List.of(),
        List.of(),
        List.of(),
        "/jars/*");
  }

  private static Visibility incomplete(String archiveFailure, List<String> unresolved) {
    return new Visibility(
        NONE,
        NONE,
        NONE,
        "/mr.zip",
        archiveFailure,
        List.of("/jars/*"),
        unresolved,
        List.of(),
        List.of(),
        "/jars/*");
  }

  private static SetupFacts setup(HookedProperty... set) {
    Configuration conf = new Configuration();
    for (HookedProperty each : set) {
      conf.set(each.property(), each.remedy().value(), "core-site.xml");
    }
    return SetupFacts.gather(conf);
  }

  private static final SetupFacts ALL = setup(HookedProperty.values());

  private static Finding install(SetupFacts setup, Visibility visibility) {
    List<Finding> findings = InstallCheck.findings(setup, visibility, true);
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  @Test
  void eachOfTheThreeWaysIsSaid() {
    assertThat(install(ALL, visibility(NONE, NONE, BOTH)).values()).containsEntry("way", 1);
    assertThat(install(ALL, visibility(BOTH, NONE, NONE)).values()).containsEntry("way", 2);
    assertThat(install(ALL, visibility(NONE, BOTH, NONE)).values()).containsEntry("way", 3);
    assertThat(install(ALL, visibility(BOTH, NONE, BOTH)).message())
        .contains("way 2")
        .contains("/accel.jar");
  }

  @Test
  void configuredButNowhereIsAnErrorThatSaysWhereItWasLookedFor() {
    Finding finding = install(ALL, visibility(NONE, NONE, NONE));
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.message()).contains("missing on this node").contains("/jars/*");
    assertThat(finding.remedies())
        .containsExactly(
            new Remedy(
                "mapreduce.application.classpath",
                "/jars/*,/path/to/hadoop-accel.jar",
                "mapred-site.xml"));
  }

  @Test
  void whatCouldNotBeSearchedMakesItAWarning() {
    Finding archive = install(ALL, incomplete("Connection refused", List.of()));
    assertThat(archive.severity()).isEqualTo(Severity.WARNING);
    assertThat(archive.message()).contains("/mr.zip (not read: Connection refused)");
    Finding variable = install(ALL, incomplete(null, List.of("$HADOOP_MAPRED_HOME")));
    assertThat(variable.severity()).isEqualTo(Severity.WARNING);
    assertThat(variable.message()).contains("not known here: $HADOOP_MAPRED_HOME");
  }

  /** Offline, or an archive that cannot be read: nothing is known to fail. */
  @Test
  void anIncompleteSearchAssertsNoFailure() {
    Visibility hidden =
        new Visibility(
            NONE,
            NONE,
            BOTH,
            "hdfs://nn/mr.zip",
            "not asked for: --offline",
            List.of("$PWD/mr/*"),
            List.of(),
            List.of(),
            List.of(READER, HOOK),
            "$PWD/mr/*");
    Visibility offline = incomplete("not asked for: --offline", List.of());
    List<Finding> findings =
        List.of(
            install(ALL, offline),
            install(setup(), offline),
            HookCheck.findings(SPECULATING, ALL, offline).get(0),
            HookCheck.findings(SPECULATING, ALL, hidden).get(0));
    assertThat(findings)
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING, Severity.NOTE, Severity.WARNING, Severity.WARNING);
    assertThat(findings)
        .extracting(Finding::message)
        .allSatisfy(
            message ->
                assertThat(message)
                    .contains("not found where it was looked for")
                    .contains("(not read: not asked for: --offline)")
                    .doesNotContain("fail")
                    .doesNotContain("missing")
                    .doesNotContain("do not find"));
  }

  /** The jar may be in there. */
  @Test
  void aJarOfTheJobThatWasNotLookedIntoMakesItAWarning() {
    Visibility elsewhere =
        new Visibility(
            NONE,
            NONE,
            NONE,
            null,
            null,
            List.of("/jars/*"),
            List.of(),
            List.of("hdfs://nn/x.jar"),
            List.of(),
            "/jars/*");
    List<Finding> findings =
        List.of(install(ALL, elsewhere), HookCheck.findings(SPECULATING, ALL, elsewhere).get(0));
    assertThat(findings)
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING, Severity.WARNING);
    assertThat(findings)
        .allSatisfy(
            finding ->
                assertThat(finding.message())
                    .contains("not looked into: hdfs://nn/x.jar")
                    .contains("not found where it was looked for"));
  }

  @Test
  void wayTwoIsSaidToBeSeenOnThisNodeOnly() {
    Visibility onNode = visibility(BOTH, NONE, NONE);
    assertThat(install(ALL, onNode).message()).contains("Only this node was looked at");
    assertThat(HookCheck.findings(SPECULATING, ALL, onNode).get(0).message())
        .contains("Only this node was looked at");
    assertThat(install(ALL, visibility(NONE, NONE, BOTH)).message()).doesNotContain("this node");
    assertThat(install(ALL, visibility(NONE, BOTH, NONE)).message()).doesNotContain("this node");
  }

  @Test
  void nowhereAndNotConfiguredIsANote() {
    assertThat(install(setup(), visibility(NONE, NONE, NONE)).severity()).isEqualTo(Severity.NOTE);
  }

  @Test
  void aClientWithoutTheJarIsAnError() {
    List<Finding> findings = InstallCheck.findings(ALL, visibility(BOTH, NONE, NONE), false);
    assertThat(findings).extracting(Finding::severity).containsExactly(Severity.OK, Severity.ERROR);
    assertThat(findings.get(1).message()).contains("hdfs dfs fails").contains("core-site.xml");
  }

  @Test
  void aClientWithoutTheJarIsAWarningWhereOnlyThisRunNamesTheClass() {
    Configuration conf = new Configuration();
    conf.set("fs.hdfs.impl", READER, "command line");
    SetupFacts ofThisRun = SetupFacts.gather(conf);
    assertThat(InstallCheck.findings(ofThisRun, visibility(NONE, NONE, BOTH), false))
        .extracting(Finding::severity)
        .containsExactly(Severity.OK, Severity.WARNING);
  }

  @Test
  void aVisibleHookThatIsCreatedIsFine() {
    assertThat(HookCheck.findings(SPECULATING, ALL, visibility(BOTH, NONE, NONE)))
        .extracting(Finding::check, Finding::severity)
        .containsExactly(tuple("hook", Severity.OK), tuple("speculation", Severity.OK));
  }

  @Test
  void anInvisibleHookIsAnError() {
    Finding finding = HookCheck.findings(SPECULATING, ALL, visibility(NONE, NONE, NONE)).get(0);
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.message()).contains("does not find");
    assertThat(HookCheck.findings(SPECULATING, ALL, incomplete("no", List.of())).get(0).severity())
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void aHookThatTheJobsClassLoaderLooksForOnTheNodeAloneIsAnError() {
    Visibility hidden =
        new Visibility(
            NONE,
            NONE,
            BOTH,
            null,
            null,
            List.of("/jars/*"),
            List.of(),
            List.of(),
            List.of(HOOK),
            "/jars/*");
    Finding finding = HookCheck.findings(SPECULATING, ALL, hidden).get(0);
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.remedies())
        .containsExactly(new Remedy("mapreduce.job.classloader", "false", "mapred-site.xml"));
  }

  @Test
  void aHookThatIsMisspeltIsAnErrorWithTheRightName() {
    Configuration conf = new Configuration();
    String misspelt = HOOK + "s";
    conf.set(HookedProperty.SPECULATOR.property(), misspelt, "mapred-site.xml");
    Finding finding =
        HookCheck.findings(SPECULATING, SetupFacts.gather(conf), visibility(BOTH, NONE, NONE))
            .get(0);
    assertThat(finding.check()).isEqualTo("hook");
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.message()).contains(misspelt + " (from mapred-site.xml)");
    assertThat(finding.remedies()).containsExactly(HookedProperty.SPECULATOR.remedy());
  }

  @Test
  void anUnsetHookIsAWarningWhereTheRestIsSet() {
    Visibility there = visibility(BOTH, NONE, NONE);
    Finding finding =
        HookCheck.findings(SPECULATING, setup(HookedProperty.FILE_SYSTEM), there).get(0);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.remedies()).containsExactly(HookedProperty.SPECULATOR.remedy());
    assertThat(HookCheck.findings(SPECULATING, setup(), there).get(0).severity())
        .isEqualTo(Severity.NOTE);
  }

  @Test
  void speculationOffForBothIsAWarning() {
    HookFacts off = new HookFacts(false, false, false, "yarn");
    Finding finding = HookCheck.findings(off, ALL, visibility(BOTH, NONE, NONE)).get(1);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.check()).isEqualTo("speculation");
    assertThat(finding.remedies())
        .containsExactly(new Remedy("mapreduce.map.speculative", "true", "mapred-site.xml"));
    assertThat(HookCheck.findings(off, setup(), visibility(BOTH, NONE, NONE)).get(1).severity())
        .isEqualTo(Severity.NOTE);
  }

  @Test
  void withSpeculationOffThePreemptionPolicyCreatesTheHook() {
    HookFacts fallback = new HookFacts(false, false, true, "yarn");
    Finding finding = HookCheck.findings(fallback, ALL, visibility(BOTH, NONE, NONE)).get(1);
    assertThat(finding.severity()).isEqualTo(Severity.OK);
    assertThat(finding.message()).contains("preemption policy");
  }

  @Test
  void speculationOfReducesAloneCreatesTheHook() {
    HookFacts reduces = new HookFacts(false, true, false, "yarn");
    assertThat(HookCheck.findings(reduces, ALL, visibility(BOTH, NONE, NONE)).get(1).severity())
        .isEqualTo(Severity.OK);
  }

  @Test
  void jobsWithoutAnApplicationMasterAreNoted() {
    HookFacts local = new HookFacts(true, true, false, "local");
    Finding finding = HookCheck.findings(local, ALL, visibility(BOTH, NONE, NONE)).get(2);
    assertThat(finding.severity()).isEqualTo(Severity.NOTE);
    assertThat(finding.remedies())
        .containsExactly(new Remedy("mapreduce.framework.name", "yarn", "mapred-site.xml"));
  }
}
