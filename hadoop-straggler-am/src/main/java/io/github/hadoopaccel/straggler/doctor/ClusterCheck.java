package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.straggler.doctor.ClusterFacts.DataNodes;
import io.github.hadoopaccel.straggler.doctor.ClusterFacts.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Whether the running cluster is one that this project knows and has nodes for its policies. */
final class ClusterCheck {
  static final String ID = "cluster";
  static final String VERSION = "version";
  static final String POLICIES = "ec-policies";

  private static final Pattern TESTED = Pattern.compile("3\\.[45]\\..*");

  private ClusterCheck() {}

  /** The version of this machine's own Hadoop. */
  static Finding client(String version) {
    return version("Hadoop on this machine", version);
  }

  /**
   * The default file system may well be right as it is, viewfs: for example, so nothing is to be
   * set.
   *
   * @param configured whether Hadoop is told to use this project
   */
  static Finding noHdfs(String uri, boolean configured) {
    return Finding.of(
        ID,
        configured ? Severity.WARNING : Severity.NOTE,
        "fs.defaultFS = "
            + uri
            + " is no hdfs: address, so no cluster was asked. Run again with -fs"
            + " hdfs://<namenode>:<port> before doctor.");
  }

  static Finding notAsked() {
    return Finding.note(ID, "The cluster was not asked (--offline).");
  }

  static Finding down(String uri, String failure) {
    return Finding.error(
            ID,
            "The NameNode of "
                + uri
                + " does not answer: "
                + failure
                + ". Start it, or name the right one.",
            Remedy.core("fs.defaultFS", "hdfs://<namenode>:8020"))
        .with("uri", uri);
  }

  /**
   * No name service knows the host.
   *
   * @param missing properties without which it is no name of an HA pair either; empty where it
   *     cannot be one, or is
   */
  static Finding unknownHost(String uri, String failure, List<String> missing) {
    String pair =
        missing.isEmpty()
            ? "Name the right one."
            : "Name the right one; if it is the name of an HA pair, "
                + String.join(" and ", missing)
                + (missing.size() == 1 ? " is" : " are")
                + " missing: give hdfs-site.xml with --conf.";
    return Finding.error(
            ID,
            "The NameNode of " + uri + " was not asked: host unknown (" + failure + "). " + pair,
            Remedy.core("fs.defaultFS", "hdfs://<namenode>:8020"))
        .with("uri", uri);
  }

  /** Something answers, in another protocol. */
  static Finding noNameNode(String uri, String failure) {
    return Finding.error(
            ID,
            "What answers at "
                + uri
                + " is no NameNode's RPC port: "
                + failure
                + ". The web port is 9870, RPC is usually 8020.",
            Remedy.core("fs.defaultFS", "hdfs://<namenode>:8020"))
        .with("uri", uri);
  }

  /** It answers, but not what was asked. */
  static Finding refused(String uri, String failure) {
    return Finding.error(
            ID,
            "The NameNode of "
                + uri
                + " refuses this user or this question: "
                + failure
                + ". Where Kerberos is used, kinit first.")
        .with("uri", uri);
  }

  static List<Finding> findings(ClusterFacts facts) {
    List<Finding> findings = new ArrayList<>();
    findings.add(nodes(facts));
    String unknown = unknownVersion(facts);
    if (unknown == null) {
      facts.dataNodes().versions().keySet().stream()
          .sorted()
          .forEach(version -> findings.add(version("Hadoop on the DataNodes", version)));
    } else {
      findings.add(
          Finding.note(
              VERSION, "The version of the running cluster is not known: " + unknown + "."));
    }
    findings.addAll(policies(facts));
    return findings;
  }

  /** Why no DataNode told its version, or {@code null} if one did. */
  private static String unknownVersion(ClusterFacts facts) {
    DataNodes nodes = facts.dataNodes();
    if (nodes == null) {
      return "only the superuser of HDFS is told of the DataNodes ("
          + facts.refusal()
          + "), so none was asked";
    }
    if (!nodes.versions().isEmpty()) {
      return null;
    }
    return nodes.live() == 0 ? "no DataNode is live" : "no DataNode that was asked told its own";
  }

  private static Finding nodes(ClusterFacts facts) {
    if (facts.dataNodes() == null) {
      return Finding.note(
              ID,
              "The NameNode of "
                  + facts.uri()
                  + " answers, but does not tell this user of its DataNodes ("
                  + facts.refusal()
                  + "). Run this as the superuser of HDFS.")
          .with("uri", facts.uri());
    }
    DataNodes nodes = facts.dataNodes();
    String message =
        "The NameNode of "
            + facts.uri()
            + " answers: "
            + nodes.live()
            + " DataNodes live, "
            + nodes.dead()
            + " dead, racks: "
            + nodes.racks()
            + ".";
    Finding finding =
        nodes.live() == 0
            ? Finding.error(ID, message + " Start DataNodes.")
            : nodes.dead() > 0
                ? Finding.warning(ID, message + " Units on dead ones are rebuilt on every read.")
                : Finding.ok(ID, message);
    return finding
        .with("uri", facts.uri())
        .with("live", nodes.live())
        .with("dead", nodes.dead())
        .with("racks", nodes.racks())
        .with("dataNodeVersions", new TreeMap<String, Object>(nodes.versions()));
  }

  private static Finding version(String where, String version) {
    Finding finding =
        TESTED.matcher(version).matches()
            ? Finding.ok(VERSION, where + " is " + version + ", of a line this jar is tested on.")
            : Finding.warning(
                VERSION,
                where
                    + " is "
                    + version
                    + ": this jar is tested on 3.4 and 3.5 alone. What it does not understand it"
                    + " leaves to the stock stream; accel.read.enabled switches it off.",
                AccelKeys.remedy("accel.read.enabled", "false"));
    return finding.with("hadoop", version);
  }

  private static List<Finding> policies(ClusterFacts facts) {
    if (facts.policies().isEmpty()) {
      return List.of(
          Finding.warning(
              POLICIES,
              "No erasure coding policy is enabled, so no file can be read past slow DataNodes."
                  + " Enable one: hdfs ec -enablePolicy -policy RS-6-3-1024k."));
    }
    List<Finding> findings = new ArrayList<>();
    for (Policy policy : facts.policies()) {
      if (!policy.decodable()) {
        findings.add(undecodable(policy));
      }
      if (facts.dataNodes() != null) {
        Finding lacking = lacking(policy, facts.dataNodes());
        if (lacking != null) {
          findings.add(lacking);
        }
      }
    }
    String names = ClusterFacts.names(facts.policies());
    if (facts.dataNodes() == null) {
      findings.add(
          Finding.note(
              POLICIES,
              "Not checked whether there are DataNodes and racks enough for each enabled policy ("
                  + names
                  + "): only the superuser of HDFS is told of the DataNodes ("
                  + facts.refusal()
                  + "). Run this as that user."));
    } else if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              POLICIES, "Each enabled policy has DataNodes and racks enough: " + names + "."));
    }
    return findings;
  }

  private static Finding undecodable(Policy policy) {
    return Finding.error(
            POLICIES,
            "No coder of this machine rebuilds units of "
                + policy.name()
                + " (codec "
                + policy.codec()
                + "): a lost or slow unit cannot be read past.",
            Remedy.core(
                "io.erasurecode.codec." + policy.codec() + ".rawcoders",
                String.join(",", RightOrder.of(policy.codec()))))
        .with("policy", policy.name());
  }

  /** What the cluster lacks for a policy, or {@code null} if nothing. */
  private static Finding lacking(Policy policy, DataNodes nodes) {
    Severity severity;
    String message;
    String otherwise =
        " Add them, or take a smaller policy: hdfs ec -enablePolicy, -setPolicy; hdfs ec"
            + " -disablePolicy -policy "
            + policy.name()
            + ".";
    List<Remedy> remedies = List.of();
    if (nodes.live() < policy.dataUnits()) {
      severity = Severity.ERROR;
      message =
          needs(policy, policy.dataUnits(), nodes.live()) + " to be written at all." + otherwise;
    } else if (nodes.live() < policy.units()) {
      severity = Severity.WARNING;
      message =
          needs(policy, policy.units(), nodes.live())
              + " for one unit each: block groups lack units to read instead of slow ones."
              + otherwise;
    } else if (nodes.racks() < policy.racks()) {
      severity = Severity.WARNING;
      message =
          policy.name()
              + " needs "
              + policy.racks()
              + " racks, there are "
              + nodes.racks()
              + ": a rack that fails or is slow takes more units than parity can replace. Tell the"
              + " NameNode the racks, or spread the DataNodes.";
      remedies = List.of(Remedy.core("net.topology.script.file.name", "/path/to/topology-script"));
    } else if (policy.complaint() != null) {
      severity = Severity.WARNING;
      message = "The NameNode says of " + policy.name() + ": " + policy.complaint();
    } else {
      return null;
    }
    return new Finding(POLICIES, severity, message, remedies, Map.of("policy", policy.name()));
  }

  private static String needs(Policy policy, int needed, int live) {
    return policy.name() + " needs " + needed + " live DataNodes (there are " + live + ")";
  }
}
