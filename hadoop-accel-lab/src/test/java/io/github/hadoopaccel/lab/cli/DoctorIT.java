package io.github.hadoopaccel.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.cli.DoctorRun.Found;
import io.github.hadoopaccel.lab.cli.DoctorRun.Outcome;
import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.cluster.HadoopClassPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.net.StaticMapping;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code doctor} of the released jar in a JVM of its own, against a real NameNode with nine
 * DataNodes in three racks: first a machine on which everything is right, then the same machine
 * with one thing wrong, or two that have nothing to do with each other.
 *
 * <p>Most of a run is the timing of the coders. Where nothing is asked about them the machine has
 * no ISA-L, so that there are fewer to time; the warning of that changes no such outcome.
 */
@Timeout(120)
class DoctorIT {
  private static final String ORDER = "io.erasurecode.codec.rs.rawcoders";
  private static final String RIGHT_ORDER = "rs_native,rs_accel,rs_java";
  private static final String TASKS = "mapreduce.application.classpath";
  private static final String JAR = System.getProperty("accel.jar");

  @TempDir static Path shared;
  private static EmbeddedHdfs hdfs;
  private static HadoopClassPath hadoop;

  @TempDir Path folder;
  private DoctorRun machine;

  @BeforeAll
  static void start() throws IOException {
    hadoop = HadoopClassPath.linkInto(shared.resolve("hadoop-jars"));
    List<String> hosts = new ArrayList<>();
    StaticMapping.resetMap();
    for (int i = 1; i <= 9; i++) {
      hosts.add("127.0.1." + i);
      StaticMapping.addNodeToRack("127.0.1." + i, "/rack" + i % 3);
    }
    hdfs = EmbeddedHdfs.startWithHostNames(shared.resolve("hdfs"), hosts, 1 << 20, Map.of());
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
    StaticMapping.resetMap();
  }

  /** Everything right, way 2. */
  @BeforeEach
  void prepare() {
    machine =
        new DoctorRun(folder, hadoop)
            .classPath(JAR)
            .set("fs.defaultFS", hdfs.fileSystem().getUri().toString())
            .set("fs.hdfs.impl", "io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem")
            .set(
                "fs.AbstractFileSystem.hdfs.impl",
                "io.github.hadoopaccel.read.hadoop.AcceleratedHdfs")
            .set(
                "mapreduce.job.inputformat.class",
                "io.github.hadoopaccel.read.hadoop.AcceleratedTextInputFormat")
            .set(
                "yarn.app.mapreduce.am.job.speculator.class",
                "io.github.hadoopaccel.straggler.am.AccelSpeculator")
            .set("mapreduce.framework.name", "yarn")
            .set("yarn.application.classpath", hadoop.wildcard())
            .set(TASKS, hadoop.wildcard() + "," + JAR)
            .set(ORDER, RIGHT_ORDER)
            .set("io.erasurecode.codec.xor.rawcoders", "xor_accel,xor_native,xor_java");
  }

  private static Path nativeFolder() {
    String platform = System.getProperty("os.arch").equals("amd64") ? "amd64" : "aarch64";
    return Path.of(System.getProperty("native.folder"), "Linux-" + platform);
  }

  private DoctorRun withNativeLibrary() {
    return machine.jvm("-Djava.library.path=" + nativeFolder());
  }

  /** Says so, and finds none where the JVM looks by itself either. */
  private DoctorRun withoutNativeLibrary() {
    return machine.jvm("-Djava.library.path=" + folder);
  }

  private static Found only(String check, String severity, Outcome outcome) throws IOException {
    List<Found> matching =
        outcome.findings().stream()
            .filter(found -> found.check().equals(check) && found.severity().equals(severity))
            .toList();
    assertThat(matching).as("%s%n%s", outcome.out(), outcome.err()).hasSize(1);
    return matching.get(0);
  }

  private static List<String> checks(String severity, Outcome outcome) throws IOException {
    return outcome.findings().stream()
        .filter(found -> found.severity().equals(severity))
        .map(Found::check)
        .toList();
  }

  /** Where ISA-L does not load on the machine of the test, that is the one thing found. */
  @Test
  void everythingIsRight() throws Exception {
    Outcome outcome = withNativeLibrary().run("--json");
    Found library =
        outcome.findings().stream()
            .filter(found -> found.check().equals("native"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(outcome.out() + outcome.err()));
    if (library.severity().equals("OK")) {
      assertThat(library.message()).contains("ISA-L");
      assertThat(checks("WARNING", outcome)).as(outcome.out()).isEmpty();
      assertThat(checks("ERROR", outcome)).isEmpty();
      assertThat(outcome.exitCode()).isZero();
    } else {
      assertThat(library.message()).contains("libisal2");
      assertThat(checks("WARNING", outcome)).containsExactly("native");
      assertThat(checks("ERROR", outcome)).isEmpty();
      assertThat(outcome.exitCode()).isEqualTo(1);
    }
    assertThat(checks("OK", outcome))
        .contains(
            "coder-order",
            "coder-speed",
            "settings",
            "install",
            "hook",
            "speculation",
            "secured-call",
            "version",
            "cluster",
            "ec-policies");
  }

  @Test
  void textSaysTheSameAndEndsWithASum() throws Exception {
    Outcome outcome = withoutNativeLibrary().set("mapreduce.map.speculative", "false").run();
    assertThat(outcome.out().lines())
        .anyMatch(line -> line.matches("OK +install +Tasks find the jar: way 2, .*"))
        .anyMatch(line -> line.matches("OK +cluster +.* 9 DataNodes live, 0 dead, racks: 3\\."));
    assertThat(outcome.out().lines().skip(outcome.out().lines().count() - 1))
        .allMatch(line -> line.matches("0 errors, \\d warnings?"));
    assertThat(outcome.err().lines()).anyMatch(line -> line.startsWith("Timing the coders of rs"));
  }

  /**
   * A libhadoop that asks the loader for a library which does not exist, as if libisal2 were not
   * installed. Method: one character of the name is another.
   */
  @Test
  void libisalIsMissing() throws Exception {
    String library =
        Files.readString(nativeFolder().resolve("libhadoop.so"), StandardCharsets.ISO_8859_1);
    assertThat(library).contains("libisal.so.2");
    Files.writeString(
        folder.resolve("libhadoop.so"),
        library.replace("libisal.so.2", "libisal.so.x"),
        StandardCharsets.ISO_8859_1);
    Outcome outcome = machine.jvm("-Djava.library.path=" + folder).run("--json");
    Found found = only("native", "WARNING", outcome);
    assertThat(found.message()).contains("libisal").contains("rebuilt in Java");
    if (!found.message().startsWith("libhadoop is not loaded")) {
      assertThat(found.message()).contains("libisal.so.x").contains("Install libisal2");
    }
    assertThat(found.remedies()).containsKey("mapreduce.admin.user.env");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void theJarIsMissingOnTheNode() throws Exception {
    Outcome outcome = withoutNativeLibrary().set(TASKS, hadoop.wildcard()).run("--json");
    Found missing = only("install", "ERROR", outcome);
    assertThat(missing.message()).contains("missing on this node").contains(hadoop.wildcard());
    assertThat(missing.remedies()).containsKey(TASKS);
    assertThat(checks("ERROR", outcome)).containsExactly("install", "hook");
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @Test
  void theJarIsInTheFrameworkArchive() throws Exception {
    org.apache.hadoop.fs.Path archive = new org.apache.hadoop.fs.Path("/framework/mr.zip");
    try (ZipOutputStream zip = new ZipOutputStream(hdfs.fileSystem().create(archive))) {
      zip.putNextEntry(new ZipEntry("lib/hadoop-accel.jar"));
      Files.copy(Path.of(JAR), zip);
    }
    Outcome outcome =
        withoutNativeLibrary()
            .set("mapreduce.application.framework.path", archive + "#mr")
            .set(TASKS, "$PWD/mr/lib/*")
            .run("--json");
    assertThat(checks("ERROR", outcome)).isEmpty();
    assertThat(outcome.findings())
        .anyMatch(found -> found.check().equals("install") && found.message().contains("way 3"));
  }

  @Test
  void clientsDoNotFindTheJar() throws Exception {
    DoctorRun without =
        new DoctorRun(folder, hadoop)
            .set("fs.defaultFS", hdfs.fileSystem().getUri().toString())
            .set("fs.hdfs.impl", "io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem")
            .set(TASKS, JAR);
    Outcome outcome = without.run("--json");
    assertThat(only("install", "ERROR", outcome).message()).contains("HADOOP_CLASSPATH");
    assertThat(checks("ERROR", outcome)).containsExactly("install");
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @Test
  void speculationIsOffAndTheOrderHidesTheFastCoder() throws Exception {
    Outcome outcome =
        withNativeLibrary()
            .set("mapreduce.map.speculative", "false")
            .set("mapreduce.reduce.speculative", "false")
            .set(ORDER, "rs_java,rs_native,rs_accel")
            .run("--json");
    Found off = only("speculation", "WARNING", outcome);
    assertThat(off.remedies()).containsEntry("mapreduce.map.speculative", "true");
    List<Found> order =
        outcome.findings().stream()
            .filter(found -> found.check().equals("coder-order"))
            .filter(found -> found.remedies().containsKey(ORDER))
            .toList();
    assertThat(order).as(outcome.out()).hasSize(1);
    assertThat(order.get(0).severity()).isEqualTo("WARNING");
    assertThat(order.get(0).message()).contains("rs_java,rs_native,rs_accel");
    assertThat(order.get(0).remedies()).containsEntry(ORDER, RIGHT_ORDER);
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  /** The streams' own choice is the fast one, so its speed is no warning. */
  @Test
  void withoutTheNativeLibraryUnderHadoopsDefaultOrderStreamsAreToldApartFromDataNodes()
      throws Exception {
    Outcome outcome = withoutNativeLibrary().set(ORDER, "rs_native,rs_java").run("--json");
    Found library = only("native", "WARNING", outcome);
    assertThat(library.message()).contains("libisal2").contains("java.library.path");
    assertThat(library.remedies()).containsKey("mapreduce.admin.user.env");
    assertThat(outcome.exitCode()).isEqualTo(1);
    Found order = only("coder-order", "WARNING", outcome);
    assertThat(order.message())
        .contains("DataNodes and stock clients use rs_java (")
        .contains("accelerated streams use rs_accel (");
    assertThat(order.remedies()).containsEntry(ORDER, RIGHT_ORDER);
    Found speed = only("coder-speed", "NOTE", outcome);
    assertThat(speed.message()).contains("as rs_java, which DataNodes and stock clients use");
    assertThat(speed.remedies()).containsEntry(ORDER, RIGHT_ORDER);
    assertThat(checks("WARNING", outcome)).containsExactly("native", "coder-order");
  }

  @Test
  void theDefaultFileSystemIsAViewOfSeveral() throws Exception {
    Outcome outcome =
        withoutNativeLibrary()
            .set("fs.defaultFS", "viewfs://view/")
            .set("fs.viewfs.mounttable.view.link./data", hdfs.fileSystem().getUri() + "/data")
            .run("--json");
    Found cluster = only("cluster", "WARNING", outcome);
    assertThat(cluster.message()).contains("-fs hdfs://<namenode>:<port>");
    assertThat(cluster.remedies()).isEmpty();
    assertThat(checks("ERROR", outcome)).isEmpty();
  }

  /** The first option gives the default file system, the second the jar. */
  @Test
  void optionsGiveTheFileSystemInsideAViewAndTheJarComesWithTheJob() throws Exception {
    Outcome outcome =
        withoutNativeLibrary()
            .set("fs.defaultFS", "viewfs://view/")
            .set("fs.viewfs.mounttable.view.link./data", hdfs.fileSystem().getUri() + "/data")
            .set(TASKS, hadoop.wildcard())
            .generic("-fs", hdfs.fileSystem().getUri().toString(), "-libjars", JAR)
            .run("--json");
    assertThat(checks("OK", outcome)).contains("cluster", "ec-policies");
    assertThat(checks("ERROR", outcome)).isEmpty();
    assertThat(outcome.findings())
        .anyMatch(found -> found.check().equals("install") && found.message().contains("way 1"));
  }

  /** The other checks run all the same, and soon. */
  @Test
  @Timeout(60)
  void theNameNodeIsDown() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Outcome outcome =
        withoutNativeLibrary().set("fs.defaultFS", "hdfs://127.0.0.1:" + free).run("--json");
    Found down = only("cluster", "ERROR", outcome);
    assertThat(down.message()).contains("127.0.0.1:" + free).contains("does not answer");
    assertThat(down.remedies()).containsKey("fs.defaultFS");
    assertThat(checks("ERROR", outcome)).containsExactly("cluster");
    assertThat(checks("OK", outcome)).contains("settings", "install", "hook", "secured-call");
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  /** It takes the connection and says nothing. */
  @Test
  @Timeout(60)
  void theNameNodeHangs() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Outcome outcome =
          withoutNativeLibrary()
              .set("fs.defaultFS", "hdfs://127.0.0.1:" + silent.getLocalPort())
              .run("--json");
      assertThat(only("cluster", "ERROR", outcome).message()).contains("does not answer");
      assertThat(checks("ERROR", outcome)).containsExactly("cluster");
      assertThat(outcome.exitCode()).isEqualTo(2);
    }
  }
}
