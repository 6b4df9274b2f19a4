package io.github.hadoopaccel.lab.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.SlowDataNode;
import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.AbstractFileSystem;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.HandleOpt;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathHandle;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The doors to HDFS beside {@code FileSystem.open}: FileContext, the builder, path handles and
 * mount tables. Method: one cluster, RS-3-2; one DataNode is slow so that stock would not pass for
 * accelerated.
 */
@Timeout(120)
class OtherInterfacesIT {
  private static final int CELL = 1 << 20;
  private static final int GROUP = 6 * CELL;
  private static final Path DIRECTORY = new Path("/ec");
  private static final byte[] CONTENT = ReadProbe.content(1, GROUP + CELL + 3);

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;
  private static Path file;
  private static SlowDataNode slow;

  @BeforeAll
  static void start() throws IOException {
    hdfs = EmbeddedHdfs.start(folder, 6, 2 * CELL);
    hdfs.makeErasureCodedDirectory(DIRECTORY, "RS-3-2-1024k");
    file = new Path(DIRECTORY, "file");
    ReadProbe.write(hdfs.fileSystem(), file, CONTENT);
    slow = SlowDataNode.slow(hdfs.holderOfMostDataBytes(file), 4 << 20);
  }

  @AfterAll
  static void stop() throws IOException {
    if (slow != null) {
      slow.close();
    }
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @AfterEach
  void nothingIsHeld() {
    ReadProbe.awaitNothingHeld();
  }

  private static FileContext fileContext(Configuration conf) throws IOException {
    return FileContext.getFileContext(hdfs.fileSystem().getUri(), conf);
  }

  private static void assertReads(FSDataInputStream opened) throws IOException {
    try (FSDataInputStream in = opened) {
      ReadProbe.assertReadsOn(in, CONTENT);
      ReadProbe.assertReadsAtPositions(in, CONTENT, 5);
      ReadProbe.assertAccelerated(in);
    }
  }

  @Test
  void everyWayOfFileContextToOpenAFileIsAccelerated() throws Exception {
    FileContext files = fileContext(ReadProbe.accelerated(hdfs));
    assertReads(files.open(file));
    assertReads(files.open(file, 1234));
    assertReads(files.openFile(file).build().get());
    files.setVerifyChecksum(false, file);
    assertReads(files.open(file));
  }

  @Test
  void fileContextCountsItsBytesWhereStockDoes() throws Exception {
    AbstractFileSystem accelerated =
        fileContext(ReadProbe.accelerated(hdfs)).getDefaultFileSystem();
    accelerated.getStatistics().reset();
    assertReads(accelerated.open(file));
    assertThat(accelerated.getStatistics().getBytesRead()).isGreaterThanOrEqualTo(CONTENT.length);
    assertThat(FileContext.getStatistics(hdfs.fileSystem().getUri()))
        .isSameAs(accelerated.getStatistics());
  }

  @Test
  void replicatedAndMissingFilesOfFileContextAreStocks() throws Exception {
    Path plain = new Path("/plain");
    ReadProbe.write(hdfs.fileSystem(), plain, CONTENT);
    FileContext accelerated = fileContext(ReadProbe.accelerated(hdfs));
    try (FSDataInputStream in = accelerated.open(plain)) {
      assertThat(ReadProbe.innermost(in).getClass().getSimpleName()).isEqualTo("DFSInputStream");
      ReadProbe.assertReadsOn(in, CONTENT);
    }
    Map<String, Object> ours = new LinkedHashMap<>();
    Map<String, Object> theirs = new LinkedHashMap<>();
    for (Path each : List.of(new Path("/missing"), DIRECTORY)) {
      ask(ours, each.toString(), () -> accelerated.open(each));
      ask(theirs, each.toString(), () -> fileContext(hdfs.configuration()).open(each));
    }
    assertThat(ours).isEqualTo(theirs);
  }

  private interface Question {
    Object ask() throws Exception;
  }

  private static void ask(Map<String, Object> answers, String name, Question question) {
    try {
      answers.put(name, String.valueOf(question.ask()));
    } catch (Exception e) {
      answers.put(name, e.getClass().getName());
    }
  }

  private static <T> List<T> all(RemoteIterator<T> iterator) throws IOException {
    List<T> all = new ArrayList<>();
    while (iterator.hasNext()) {
      all.add(iterator.next());
    }
    return all;
  }

  /** Everything but opening, asked of both; each starts from the same state and leaves it. */
  private static Map<String, Object> answers(AbstractFileSystem fs) throws Exception {
    Map<String, Object> answers = new LinkedHashMap<>();
    Path work = new Path("/work");
    hdfs.fileSystem().mkdirs(work);
    hdfs.fileSystem().allowSnapshot(work);
    Path made = new Path(work, "made");
    ask(answers, "uri", fs::getUri);
    ask(answers, "port", fs::getUriDefaultPort);
    ask(answers, "hash", fs::hashCode);
    ask(answers, "service", fs::getCanonicalServiceName);
    ask(answers, "tokens", () -> fs.getDelegationTokens("renewer").get(0).getKind());
    ask(answers, "home", fs::getHomeDirectory);
    ask(answers, "working directory", fs::getInitialWorkingDirectory);
    ask(answers, "qualified", () -> fs.makeQualified(file));
    ask(answers, "defaults", () -> fs.getServerDefaults(file).getBlockSize());
    ask(answers, "capacity", () -> fs.getFsStatus().getCapacity());
    ask(answers, "symlinks", fs::supportsSymlinks);
    ask(answers, "msync", () -> run(fs::msync));
    ask(answers, "status", () -> fs.getFileStatus(file));
    ask(answers, "link status", () -> fs.getFileLinkStatus(file));
    ask(answers, "missing status", () -> fs.getFileStatus(new Path("/missing")));
    ask(answers, "blocks", () -> Arrays.toString(fs.getFileBlockLocations(file, 0, GROUP)));
    ask(answers, "checksum", () -> fs.getFileChecksum(file));
    ask(answers, "list", () -> Arrays.toString(fs.listStatus(DIRECTORY)));
    ask(answers, "list page by page", () -> all(fs.listStatusIterator(DIRECTORY)));
    ask(
        answers,
        "class of the pages",
        () -> fs.listStatusIterator(DIRECTORY).getClass().getEnclosingClass());
    ask(answers, "list located", () -> all(fs.listLocatedStatus(DIRECTORY)));
    ask(answers, "corrupt", () -> all(fs.listCorruptFileBlocks(DIRECTORY)));
    ask(answers, "access", () -> run(() -> fs.access(file, FsAction.READ)));
    ask(answers, "mkdir", () -> run(() -> fs.mkdir(made, null, false)));
    ask(answers, "mkdir again", () -> run(() -> fs.mkdir(made, null, false)));
    ask(answers, "set xattr", () -> run(() -> fs.setXAttr(made, "user.a", bytes("b"))));
    ask(answers, "xattr", () -> new String(fs.getXAttr(made, "user.a"), StandardCharsets.UTF_8));
    ask(answers, "xattrs", () -> fs.getXAttrs(made).keySet());
    ask(answers, "xattr names", () -> fs.listXAttrs(made));
    ask(answers, "remove xattr", () -> run(() -> fs.removeXAttr(made, "user.a")));
    ask(answers, "acl", () -> fs.getAclStatus(made).getEntries());
    ask(answers, "set policy", () -> run(() -> fs.setStoragePolicy(made, "COLD")));
    ask(answers, "policy", () -> fs.getStoragePolicy(made));
    ask(answers, "unset policy", () -> run(() -> fs.unsetStoragePolicy(made)));
    ask(answers, "policies", fs::getAllStoragePolicies);
    ask(answers, "satisfy", () -> run(() -> fs.satisfyStoragePolicy(made)));
    ask(answers, "snapshot", () -> fs.createSnapshot(work, "s"));
    ask(answers, "rename snapshot", () -> run(() -> fs.renameSnapshot(work, "s", "t")));
    ask(answers, "delete snapshot", () -> run(() -> fs.deleteSnapshot(work, "t")));
    ask(
        answers,
        "capability",
        () -> fs.hasPathCapability(file, CommonPathCapabilities.FS_SYMLINKS));
    ask(answers, "enclosing root", () -> fs.getEnclosingRoot(file));
    ask(answers, "link", () -> run(() -> fs.createSymlink(file, new Path(work, "l"), false)));
    ask(answers, "valid", () -> fs.isValidName("/a:b"));
    ask(answers, "rename", () -> run(() -> fs.rename(made, new Path(work, "other"))));
    ask(answers, "rename missing", () -> run(() -> fs.rename(made, new Path(work, "o"))));
    ask(answers, "replication", () -> fs.setReplication(file, (short) 2));
    ask(answers, "delete", () -> fs.delete(new Path(work, "other"), true));
    hdfs.fileSystem().disallowSnapshot(work);
    hdfs.fileSystem().delete(work, true);
    return answers;
  }

  private interface Action {
    void run() throws Exception;
  }

  private static String run(Action action) throws Exception {
    action.run();
    return "done";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void everythingButOpeningIsAnsweredByTheStockFileSystem() throws Exception {
    AbstractFileSystem stock = fileContext(hdfs.configuration()).getDefaultFileSystem();
    AbstractFileSystem ours = fileContext(ReadProbe.accelerated(hdfs)).getDefaultFileSystem();
    assertThat(stock.getClass().getSimpleName()).isEqualTo("Hdfs");
    assertThat(ours.getClass().getSimpleName()).isEqualTo("AcceleratedHdfs");
    assertThat(answers(ours)).isEqualTo(answers(stock));
    assertThat(ours).isEqualTo(stock);
  }

  private static Configuration mountTable(String scheme) {
    Configuration conf = ReadProbe.accelerated(hdfs);
    String links = "fs.viewfs.mounttable." + scheme + ".link.";
    conf.set(links + "/data", hdfs.fileSystem().getUri() + DIRECTORY.toString());
    return conf;
  }

  @Test
  void mountTablesGiveAcceleratedStreams() throws Exception {
    Configuration conf = mountTable("lab");
    URI lab = URI.create("viewfs://lab/");
    Path mounted = new Path("viewfs://lab/data/file");
    try (FileSystem view = FileSystem.newInstance(lab, conf)) {
      assertReads(view.open(mounted));
      assertReads(view.openFile(mounted).build().get());
    }
    assertReads(FileContext.getFileContext(lab, conf).open(mounted));
  }

  @Test
  void mountTablesUnderTheHdfsSchemeGiveAcceleratedStreams() throws IOException {
    Configuration conf = mountTable("lab");
    conf.set("fs.hdfs.impl", ViewFileSystemOverloadScheme.class.getName());
    conf.set("fs.viewfs.overload.scheme.target.hdfs.impl", AcceleratedFileSystem.class.getName());
    try (FileSystem view = FileSystem.newInstance(URI.create("hdfs://lab/"), conf)) {
      assertReads(view.open(new Path("hdfs://lab/data/file")));
    }
  }

  @Test
  void theBuilderAndPathHandlesGiveTheBytes() throws Exception {
    try (FileSystem accelerated = ReadProbe.acceleratedFileSystem(hdfs)) {
      assertReads(accelerated.openFile(file).build().get());
      FileStatus status = accelerated.getFileStatus(file);
      assertReads(accelerated.openFile(file).withFileStatus(status).build().get());
      PathHandle handle = accelerated.getPathHandle(status, HandleOpt.exact());
      try (FSDataInputStream in = accelerated.open(handle)) {
        ReadProbe.assertReadsOn(in, CONTENT);
      }
    }
  }

  @Test
  void pathHandlesGiveAcceleratedStreams() throws Exception {
    try (FileSystem accelerated = ReadProbe.acceleratedFileSystem(hdfs)) {
      FileStatus status = accelerated.getFileStatus(file);
      assertReads(accelerated.open(accelerated.getPathHandle(status, HandleOpt.exact())));
      assertReads(
          accelerated.openFile(accelerated.getPathHandle(status, HandleOpt.exact())).build().get());
    }
  }
}
