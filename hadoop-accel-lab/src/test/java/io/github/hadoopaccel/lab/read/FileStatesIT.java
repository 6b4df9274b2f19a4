package io.github.hadoopaccel.lab.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DFSTestUtil;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.ExtendedBlock;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.DatanodeReportType;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.datanode.ReplicaNotFoundException;
import org.apache.hadoop.io.erasurecode.ECSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever state a file is in, and whatever becomes of it while it is read, the bytes are those
 * that it had when it was opened, or the reader gets an IOException. Method: one cluster, RS-3-2
 * with small cells so that a short file has many block groups, of which an open brings the first
 * few; what a test does to a file it does while streams are open on it.
 */
@Timeout(120)
class FileStatesIT {
  private static final int DATA = 3;
  private static final int PARITY = 2;
  private static final int CELL = 64 * 1024;
  private static final int STRIPE = DATA * CELL;
  private static final int GROUP = 4 * STRIPE;

  /** More groups than an open brings the locations of: that is 10 times the block size. */
  private static final int MANY_GROUPS = 8 * GROUP + CELL + 7;

  private static final Path DIRECTORY = new Path("/ec");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;
  private static DistributedFileSystem stock;

  private FileSystem accelerated;

  @BeforeAll
  static void start() throws IOException {
    Map<String, String> settings =
        Map.of(
            "dfs.namenode.fs-limits.min-block-size", "4096",
            "dfs.heartbeat.interval", "1",
            "dfs.namenode.redundancy.interval.seconds", "1");
    hdfs = EmbeddedHdfs.start(folder, 9, 4 * CELL, settings);
    stock = hdfs.fileSystem();
    stock.addErasureCodingPolicies(
        new ErasureCodingPolicy[] {
          new ErasureCodingPolicy(new ECSchema("rs", DATA, PARITY), CELL)
        });
    hdfs.makeErasureCodedDirectory(DIRECTORY, "RS-3-2-64k");
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    accelerated = ReadProbe.acceleratedFileSystem(hdfs);
  }

  @AfterEach
  void nothingIsHeld() throws IOException {
    accelerated.close();
    ReadProbe.awaitNothingHeld();
  }

  private static Path write(String name, byte[] content) throws IOException {
    Path file = new Path(DIRECTORY, name);
    ReadProbe.write(stock, file, content);
    return file;
  }

  private static byte[] concat(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }

  private static void append(Path file, byte[] content) throws IOException {
    EnumSet<CreateFlag> newBlock = EnumSet.of(CreateFlag.APPEND, CreateFlag.NEW_BLOCK);
    try (FSDataOutputStream out = stock.append(file, newBlock, 4096, null)) {
      out.write(content);
    }
  }

  private static void readSome(FSDataInputStream in, byte[] content) throws IOException {
    byte[] bytes = new byte[CELL / 2];
    in.readFully(bytes);
    assertThat(Arrays.equals(bytes, 0, bytes.length, content, 0, bytes.length)).isTrue();
  }

  /**
   * Reads on until the end or an IOException; whatever comes must be the content's.
   *
   * @return how far it came: the length of the content without an IOException
   */
  private static long readAsFarAsItGoes(FSDataInputStream in, byte[] content) throws IOException {
    long at = in.getPos();
    byte[] bytes = new byte[10_000];
    while (true) {
      int count;
      try {
        count = in.read(bytes);
      } catch (IOException e) {
        assertThat(e.getMessage()).as("an IOException that says what is wrong").isNotBlank();
        return at;
      }
      if (count < 0) {
        assertThat(at).as("end of the file").isEqualTo(content.length);
        return at;
      }
      assertThat(Arrays.equals(bytes, 0, count, content, (int) at, (int) at + count))
          .as("%d bytes at %d", count, at)
          .isTrue();
      at += count;
    }
  }

  /** The same at positions, each read for itself. */
  private static int positionedReadsThatCame(FSDataInputStream in, byte[] content) {
    int came = 0;
    for (int from = 0; from < content.length; from += GROUP / 2) {
      byte[] bytes = new byte[Math.min(CELL + 99, content.length - from)];
      try {
        in.readFully(from, bytes);
        came++;
      } catch (IOException e) {
        assertThat(e.getMessage()).as("an IOException that says what is wrong").isNotBlank();
        continue;
      }
      assertThat(Arrays.equals(bytes, 0, bytes.length, content, from, from + bytes.length))
          .as("positioned read of %d at %d", bytes.length, from)
          .isTrue();
    }
    return came;
  }

  @Test
  void aFileBeingWrittenHasTheLengthAndTheBytesThatStockSees() throws IOException {
    byte[] content = ReadProbe.content(1, 2 * GROUP + STRIPE + CELL + 100);
    Path file = new Path(DIRECTORY, "being-written");
    try (FSDataOutputStream out = stock.create(file)) {
      out.write(content);
      out.hflush();
      try (FSDataInputStream theirs = stock.open(file);
          FSDataInputStream ours = accelerated.open(file)) {
        long visible = ((HdfsDataInputStream) theirs).getVisibleLength();
        assertThat(visible).isBetween(2L * GROUP, (long) content.length);
        assertThat(((HdfsDataInputStream) ours).getVisibleLength()).isEqualTo(visible);
        byte[] seen = Arrays.copyOf(content, (int) visible);
        ReadProbe.assertReadsOn(theirs, seen);
        ReadProbe.assertReadsOn(ours, seen);
        ReadProbe.assertReadsAtPositions(ours, seen, 10);
      }
    }
    ReadProbe.assertReads(accelerated, file, content);
  }

  @Test
  void theCompletedGroupsOfAFileBeingWrittenAreAccelerated() throws IOException {
    byte[] content = ReadProbe.content(2, 2 * GROUP + STRIPE);
    Path file = new Path(DIRECTORY, "completed-groups");
    try (FSDataOutputStream out = stock.create(file)) {
      out.write(content);
      out.hflush();
      try (FSDataInputStream in = accelerated.open(file)) {
        byte[] completed = new byte[2 * GROUP];
        in.readFully(completed);
        assertThat(Arrays.equals(completed, Arrays.copyOf(content, 2 * GROUP))).isTrue();
        ReadProbe.assertAccelerated(in);
      }
    }
  }

  @Test
  void appendingLeavesShortGroupsInTheMiddleWhichAreReadAsSuch() throws IOException {
    byte[][] parts = {
      ReadProbe.content(3, GROUP + 10),
      ReadProbe.content(4, 1),
      ReadProbe.content(5, STRIPE + 5),
      ReadProbe.content(6, CELL),
      ReadProbe.content(7, GROUP + CELL + 1)
    };
    Path file = write("appended", parts[0]);
    for (int i = 1; i < parts.length; i++) {
      append(file, parts[i]);
    }
    assertThat(ReadProbe.groups(hdfs, file)).hasSize(7);
    byte[] content = concat(parts);
    ReadProbe.assertReads(accelerated, file, content);
    try (FSDataInputStream theirs = stock.open(file)) {
      ReadProbe.assertReadsOn(theirs, content);
    }
  }

  @Test
  void aStreamKeepsItsLengthAndItsBytesWhileItsFileIsAppendedTo() throws IOException {
    byte[] content = ReadProbe.content(8, MANY_GROUPS);
    Path file = write("appended-while-open", content);
    try (FSDataInputStream ours = accelerated.open(file);
        FSDataInputStream positioned = accelerated.open(file)) {
      readSome(ours, content);
      append(file, ReadProbe.content(9, GROUP + 1));
      ReadProbe.assertReadsOn(ours, content);
      ReadProbe.assertReadsAtPositions(positioned, content, 10);
      assertThat(((HdfsDataInputStream) ours).getVisibleLength()).isEqualTo(content.length);
    }
  }

  @Test
  void aSnapshotOutlivesTheFileThatIsDeletedOverwrittenOrAppendedTo() throws IOException {
    stock.allowSnapshot(DIRECTORY);
    byte[] content = ReadProbe.content(10, GROUP + STRIPE + 11);
    Path deleted = write("deleted", content);
    Path overwritten = write("overwritten", content);
    Path longer = write("longer", content);
    Path snapshot = stock.createSnapshot(DIRECTORY, "before");
    try {
      assertThat(stock.delete(deleted, false)).isTrue();
      ReadProbe.write(stock, overwritten, ReadProbe.content(11, content.length));
      append(longer, ReadProbe.content(12, STRIPE));
      for (Path each : List.of(deleted, overwritten, longer)) {
        ReadProbe.assertReads(accelerated, new Path(snapshot, each.getName()), content);
      }
    } finally {
      stock.deleteSnapshot(DIRECTORY, "before");
      stock.disallowSnapshot(DIRECTORY);
    }
  }

  @Test
  void aFileRenamedWhileOpenIsReadOnAsFarAsStockDoes() throws IOException {
    byte[] content = ReadProbe.content(13, MANY_GROUPS);
    Path file = write("old-name", content);
    try (FSDataInputStream theirs = stock.open(file);
        FSDataInputStream ours = accelerated.open(file);
        FSDataInputStream positioned = accelerated.open(file)) {
      readSome(theirs, content);
      readSome(ours, content);
      assertThat(stock.rename(file, new Path(DIRECTORY, "new-name"))).isTrue();
      long stockCame = readAsFarAsItGoes(theirs, content);
      assertThat(readAsFarAsItGoes(ours, content)).isGreaterThanOrEqualTo(stockCame);
      assertThat(positionedReadsThatCame(positioned, content)).isPositive();
    }
  }

  @Test
  void aFileDeletedWhileOpenGivesItsBytesOrAnIOException() throws IOException {
    byte[] content = ReadProbe.content(14, MANY_GROUPS);
    Path file = write("deleted-while-open", content);
    List<LocatedStripedBlock> groups = ReadProbe.groups(hdfs, file);
    try (FSDataInputStream ours = accelerated.open(file);
        FSDataInputStream positioned = accelerated.open(file);
        FSDataInputStream later = accelerated.open(file)) {
      readSome(ours, content);
      assertThat(stock.delete(file, false)).isTrue();
      // The blocks are still there, then they are not.
      readAsFarAsItGoes(ours, content);
      awaitRemoved(groups);
      assertThat(positionedReadsThatCame(positioned, content)).isZero();
      assertThat(readAsFarAsItGoes(later, content)).isZero();
    }
  }

  private static void awaitRemoved(List<LocatedStripedBlock> groups) {
    for (LocatedStripedBlock group : groups) {
      for (LocatedBlock unit : ReadProbe.units(group, CELL, DATA, PARITY)) {
        if (unit == null) {
          continue;
        }
        DataNode holder = ReadProbe.dataNode(hdfs, unit.getLocations()[0].getDatanodeUuid());
        await().atMost(PATIENCE).until(() -> !stores(holder, unit.getBlock()));
      }
    }
  }

  private static boolean stores(DataNode node, ExtendedBlock block) throws IOException {
    try {
      return node.getFSDataset().getStoredBlock(block.getBlockPoolId(), block.getBlockId()) != null;
    } catch (ReplicaNotFoundException e) {
      return false;
    }
  }

  /**
   * The same length is the hard one: only the blocks tell the files apart. The stock stream of
   * Hadoop 3.4.3 and 3.5.0 does mix: it takes the new file's blocks for those it has not located.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, STRIPE, -GROUP})
  void aFileOverwrittenWhileOpenNeverMixesItsBytesWithTheNewOnes(int longerBy) throws IOException {
    byte[] content = ReadProbe.content(15, MANY_GROUPS);
    Path file = write("overwritten-while-open" + longerBy, content);
    try (FSDataInputStream ours = accelerated.open(file);
        FSDataInputStream positioned = accelerated.open(file)) {
      readSome(ours, content);
      ReadProbe.write(stock, file, ReadProbe.content(16, content.length + longerBy));
      readAsFarAsItGoes(ours, content);
      positionedReadsThatCame(positioned, content);
    }
  }

  @Test
  void aFileReplacedByRenameWhileOpenNeverMixesItsBytesWithTheNewOnes() throws IOException {
    byte[] content = ReadProbe.content(17, MANY_GROUPS);
    Path file = write("replaced-while-open", content);
    Path other = write("replacement", ReadProbe.content(18, content.length));
    try (FSDataInputStream ours = accelerated.open(file);
        FSDataInputStream positioned = accelerated.open(file)) {
      readSome(ours, content);
      assertThat(stock.rename(file, new Path(DIRECTORY, "replaced-and-kept"))).isTrue();
      assertThat(stock.rename(other, file)).isTrue();
      readAsFarAsItGoes(ours, content);
      positionedReadsThatCame(positioned, content);
    }
  }

  /** More units move than the file can lose, so the old locations alone are not enough. */
  @Test
  void blocksThatMoveWhileTheFileIsOpenAreReadWhereTheyAreNow() throws Exception {
    byte[] content = ReadProbe.content(19, GROUP);
    Path file = write("moved", content);
    try (FSDataInputStream begun = accelerated.open(file);
        FSDataInputStream fresh = accelerated.open(file);
        FSDataInputStream positioned = accelerated.open(file)) {
      readSome(begun, content);
      for (int unit = 0; unit <= PARITY; unit++) {
        moveUnit(file, unit);
      }
      ReadProbe.assertReadsOn(fresh, content);
      ReadProbe.assertReadsAtPositions(positioned, content, 10);
      ReadProbe.assertReadsOn(begun, content);
      ReadProbe.assertAccelerated(fresh);
      ReadProbe.assertAccelerated(positioned);
      ReadProbe.assertAccelerated(begun);
    }
  }

  /** Moves a unit of the first group to a DataNode that has none, as the balancer does. */
  private static void moveUnit(Path file, int unit) throws Exception {
    LocatedStripedBlock group = ReadProbe.groups(hdfs, file).get(0);
    LocatedBlock moved = ReadProbe.units(group, CELL, DATA, PARITY)[unit];
    DatanodeInfo from = moved.getLocations()[0];
    Set<String> taken = new HashSet<>();
    for (DatanodeInfo each : group.getLocations()) {
      taken.add(each.getDatanodeUuid());
    }
    DatanodeInfo to =
        Arrays.stream(stock.getDataNodeStats(DatanodeReportType.LIVE))
            .filter(each -> !taken.contains(each.getDatanodeUuid()))
            .findFirst()
            .orElseThrow();
    DataNode source = ReadProbe.dataNode(hdfs, from.getDatanodeUuid());
    assertThat(DFSTestUtil.replaceBlock(moved.getBlock(), from, from, to)).isTrue();
    await()
        .atMost(PATIENCE)
        .until(() -> !stores(source, moved.getBlock()) && isAt(file, unit, to.getDatanodeUuid()));
  }

  private static boolean isAt(Path file, int unit, String uuid) throws IOException {
    LocatedStripedBlock group = ReadProbe.groups(hdfs, file).get(0);
    LocatedBlock[] units = ReadProbe.units(group, CELL, DATA, PARITY);
    return group.getLocations().length == DATA + PARITY
        && units[unit] != null
        && units[unit].getLocations()[0].getDatanodeUuid().equals(uuid);
  }

  @Test
  void unitsThatTheNameNodeRebuildsElsewhereAreReadThere() throws Exception {
    byte[] content = ReadProbe.content(20, GROUP);
    Path file = write("rebuilt", content);
    List<DataNodeProperties> stopped = new ArrayList<>();
    try (FSDataInputStream begun = accelerated.open(file);
        FSDataInputStream fresh = accelerated.open(file);
        FSDataInputStream positioned = accelerated.open(file)) {
      readSome(begun, content);
      LocatedBlock[] units =
          ReadProbe.units(ReadProbe.groups(hdfs, file).get(0), CELL, DATA, PARITY);
      lose(stopped, file, units[0], units[1]);
      lose(stopped, file, units[2]);
      ReadProbe.assertReadsOn(fresh, content);
      ReadProbe.assertReadsAtPositions(positioned, content, 10);
      ReadProbe.assertReadsOn(begun, content);
      ReadProbe.assertAccelerated(fresh);
      ReadProbe.assertAccelerated(positioned);
      ReadProbe.assertAccelerated(begun);
    } finally {
      for (DataNodeProperties each : stopped) {
        hdfs.restart(each);
      }
      hdfs.cluster().waitActive();
    }
  }

  /** Stops the holders of the units and waits until they are rebuilt on others. */
  private static void lose(List<DataNodeProperties> stopped, Path file, LocatedBlock... units)
      throws Exception {
    for (LocatedBlock unit : units) {
      DatanodeInfo holder = unit.getLocations()[0];
      stopped.add(hdfs.cluster().stopDataNode(holder.getXferAddr()));
      hdfs.cluster().setDataNodeDead(holder);
    }
    await()
        .atMost(PATIENCE)
        .until(() -> ReadProbe.groups(hdfs, file).get(0).getLocations().length == DATA + PARITY);
  }

  @Test
  void replicatedFilesInTheSameTreeAreReadByTheStockStream() throws IOException {
    byte[] content = ReadProbe.content(21, GROUP + 3);
    Path plain = new Path(DIRECTORY, "replicated");
    try (FSDataOutputStream out = stock.createFile(plain).replicate().build()) {
      out.write(content);
    }
    Path below = new Path(DIRECTORY, "replicated-directory");
    stock.mkdirs(below);
    stock.setErasureCodingPolicy(below, "replication");
    Path belowIt = new Path(below, "file");
    ReadProbe.write(stock, belowIt, content);
    for (Path each : List.of(plain, belowIt)) {
      try (FSDataInputStream in = accelerated.open(each)) {
        assertThat(ReadProbe.innermost(in).getClass().getSimpleName()).isEqualTo("DFSInputStream");
        ReadProbe.assertReadsOn(in, content);
        ReadProbe.assertReadsAtPositions(in, content, 5);
      }
    }
    Path striped = write("striped-beside-them", content);
    ReadProbe.assertReads(accelerated, striped, content);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void filesOfNoByteAndOfOneByteAreReadToTheirEnd(int length) throws IOException {
    byte[] content = ReadProbe.content(22, length);
    Path file = write("tiny-" + length, content);
    try (FSDataInputStream in = accelerated.open(file)) {
      ReadProbe.assertReadsOn(in, content);
      assertThat(in.read(length, new byte[1], 0, 1)).isEqualTo(-1);
      assertThat(in.getPos()).isEqualTo(length);
    }
  }

  @Test
  void aFileOfMoreGroupsThanAnOpenBringsEndsInAShortOne() throws IOException {
    byte[] content = ReadProbe.content(23, MANY_GROUPS);
    Path file = write("many-groups", content);
    try (FSDataInputStream in = accelerated.open(file)) {
      assertThat(((HdfsDataInputStream) in).getAllBlocks()).hasSize(9);
    }
    ReadProbe.assertReads(accelerated, file, content);
  }
}
