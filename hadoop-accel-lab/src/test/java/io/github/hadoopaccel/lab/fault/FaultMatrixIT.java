package io.github.hadoopaccel.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.FaultCell.Fault;
import io.github.hadoopaccel.lab.fault.FaultCell.Moment;
import io.github.hadoopaccel.lab.fault.FaultCell.Posture;
import io.github.hadoopaccel.lab.testing.NothingLeftRunning;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.io.erasurecode.ECSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Up to m faulty units change no byte and cost no socket time-out; more than m are an error that
 * says what failed. Either way nothing is left running once the streams are closed.
 *
 * <p>Method: RS-3-2 on five DataNodes, so each DataNode holds one unit of each group; a link in
 * front of each. One file for the faults that leave it whole, a new one for each of the others. The
 * NameNode repairs nothing in between.
 */
@Timeout(60)
@ExtendWith(NothingLeftRunning.class)
class FaultMatrixIT {
  private static final int CELL = 64 * 1024;
  private static final int STRIPE = 3 * CELL;
  private static final int GROUP = 4 * STRIPE;
  private static final int UNITS = 5;

  /** A group and a second one that ends with a cell, a bit of a cell and a known-zero unit. */
  private static final int LENGTH = GROUP + STRIPE + CELL + 100;

  private static final Path DIRECTORY = new Path("/ec");
  private static final int SOCKET_TIMEOUT_MILLIS = 6_000;
  private static final int SHORT_SOCKET_TIMEOUT_MILLIS = 1_000;
  private static final long WITHOUT_A_TIMEOUT_MILLIS = 5_000;
  private static final long TO_GIVE_UP_MILLIS = 30_000;

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;
  private static FaultyLinks links;
  private static ExecutorService readers;
  private static byte[] content;
  private static Path lasting;
  private static int files;
  private static int fileSystems;

  private FaultScene scene;

  @BeforeAll
  static void start() throws IOException {
    hdfs =
        EmbeddedHdfs.startWithHostNames(
            folder,
            FaultyLinks.hostNames(UNITS),
            4 * CELL,
            Map.of(
                "dfs.namenode.fs-limits.min-block-size",
                "4096",
                "dfs.block.access.token.enable",
                "true",
                // Nothing is repaired, scanned or cached between a fault and the read.
                "dfs.namenode.redundancy.interval.seconds",
                "100000s",
                "dfs.block.scanner.volume.bytes.per.second",
                "0"));
    links = FaultyLinks.open(hdfs);
    hdfs.fileSystem()
        .addErasureCodingPolicies(
            new ErasureCodingPolicy[] {new ErasureCodingPolicy(new ECSchema("rs", 3, 2), CELL)});
    hdfs.makeErasureCodedDirectory(DIRECTORY, "RS-3-2-64k");
    content = new byte[LENGTH];
    new Random(LENGTH).nextBytes(content);
    lasting = write();
    readers = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void stop() throws IOException {
    if (readers != null) {
      readers.shutdownNow();
    }
    if (links != null) {
      links.close();
    }
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @AfterEach
  void takeBackTheFaults() throws IOException {
    if (scene != null) {
      scene.close();
      if (!scene.file().equals(lasting)) {
        hdfs.fileSystem().delete(scene.file(), false);
      }
    }
  }

  private static Path write() throws IOException {
    Path file = new Path(DIRECTORY, "file-" + files++);
    try (FSDataOutputStream out = hdfs.fileSystem().create(file)) {
      out.write(content);
    }
    return file;
  }

  private void setScene(boolean spoilsTheFile) throws IOException {
    scene = new FaultScene(hdfs, links, spoilsTheFile ? write() : lasting);
  }

  private static FileSystem patient(Posture posture) throws IOException {
    Configuration conf = FaultyLinks.configuration(hdfs.configuration());
    conf.setInt("dfs.client.socket-timeout", SOCKET_TIMEOUT_MILLIS);
    return fileSystem(posture, conf);
  }

  /** One that keeps no connection: a faulty unit must not be read through one that is left. */
  private static FileSystem impatient(Posture posture) throws IOException {
    Configuration conf = FaultyLinks.configuration(hdfs.configuration());
    conf.setInt("dfs.client.socket-timeout", SHORT_SOCKET_TIMEOUT_MILLIS);
    conf.set("dfs.client.context", "impatient");
    conf.setInt("dfs.client.socketcache.capacity", 0);
    return fileSystem(posture, conf);
  }

  private static FileSystem fileSystem(Posture posture, Configuration conf) throws IOException {
    conf.set("fs.hdfs.impl", AcceleratedFileSystem.class.getName());
    conf.set(ReadKeys.POSTURE.name(), posture.toString());
    conf.set(ReadKeys.HEDGE_MIN_DELAY.name(), "10ms");
    conf.set(ReadKeys.HEDGE_UNKNOWN_DELAY.name(), "100ms");
    // Where the parity that a cell slowed down is avoided from then on, nothing else helps.
    conf.set(ReadKeys.HEDGE_STUCK_DELAY.name(), "2s");
    // Readers of different rules share no scoreboard: no cell knows what another one found out.
    conf.set(ReadKeys.AVOID_PROBE_INTERVAL.name(), 10_000 + fileSystems++ + "ms");
    conf.setInt("dfs.client.retry.window.base", 10);
    return FileSystem.newInstance(hdfs.fileSystem().getUri(), conf);
  }

  static List<FaultCell> cells() {
    return FaultMatrix.cells();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void oneFaultyUnitChangesNoByteAndCostsNoTimeout(FaultCell cell) throws Exception {
    setScene(cell.fault().spoilsTheFile());
    byte[] read = new byte[LENGTH];
    int until = LENGTH;
    try (FileSystem accelerated = patient(cell.posture())) {
      scene.prepare(cell.fault());
      if (cell.moment() == Moment.BEFORE_OPEN) {
        strike(cell);
      }
      Stopwatch watch = new Stopwatch();
      try (FSDataInputStream in = accelerated.open(scene.file())) {
        if (cell.moment() == Moment.BEFORE_OPEN) {
          cell.call().read(in, read, 0, LENGTH);
        } else if (cell.moment() == Moment.DURING_HEDGE) {
          readWithAHedge(cell, in, read);
        } else {
          cell.call().read(in, read, 0, cut(cell));
          watch.pause();
          strike(cell);
          watch.resume();
          if (cell.moment() == Moment.AT_CLOSE) {
            until = cut(cell);
          } else {
            cell.call().read(in, read, cut(cell), LENGTH);
          }
        }
      }
      assertThat(watch.millis()).as("milliseconds").isLessThan(WITHOUT_A_TIMEOUT_MILLIS);
    }
    assertSameBytes(read, until);
  }

  private LocatedStripedBlock groupOf(FaultCell cell) {
    return scene.group(cell.unit().inLastGroup() ? -1 : 0);
  }

  private void strike(FaultCell cell) throws IOException {
    scene.strike(cell.fault(), groupOf(cell), cell.unit().index());
  }

  /** Where the fault strikes; the last group has only one whole stripe. */
  private int cut(FaultCell cell) {
    int group = (int) groupOf(cell).getStartOffset();
    int stripe = group + (cell.unit().inLastGroup() ? 0 : STRIPE);
    return cell.moment() == Moment.AFTER_FIRST_STRIPE ? group + STRIPE : stripe + CELL / 2 + 1;
  }

  /**
   * Another data unit hangs, and the parity units that stand in for it are slow; the fault strikes
   * while they do.
   */
  private void readWithAHedge(FaultCell cell, FSDataInputStream in, byte[] read) throws Exception {
    LocatedStripedBlock group = groupOf(cell);
    int from = (int) group.getStartOffset();
    if (from > 0) {
      cell.call().read(in, read, 0, from);
    }
    int hung = cell.unit().index() == 0 ? 1 : 0;
    FaultyLink[] parity = {scene.link(group, 3), scene.link(group, 4)};
    scene.strike(Fault.HUNG_LATER, group, hung);
    for (FaultyLink link : parity) {
      link.set(FaultScene.onTheWire(Fault.SLOW));
    }
    long before = FaultScene.responseBytes(parity);
    Future<?> reading =
        readers.submit(
            () -> {
              cell.call().read(in, read, from, LENGTH);
              return null;
            });
    FaultScene.awaitTraffic(before, reading::isDone, parity);
    strike(cell);
    for (FaultyLink link : parity) {
      if (link != scene.link(group, cell.unit().index())) {
        link.set(LinkFault.NONE);
      }
    }
    reading.get(WITHOUT_A_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Faults on several units of the first group. */
  record Faults(Map<Integer, Fault> byUnit, Moment moment, Posture posture, ReadCall call) {
    boolean spoilTheFile() {
      return byUnit.values().stream().anyMatch(Fault::spoilsTheFile);
    }

    @Override
    public String toString() {
      String units =
          byUnit.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(each -> "unit " + each.getKey() + " " + each.getValue())
              .collect(Collectors.joining(", "));
      return String.join(" × ", units, moment.toString(), posture.toString(), call.toString());
    }
  }

  /** Each two units, each two faults on the wire that are a fixed distance apart. */
  static List<Faults> twoUnits() {
    List<Fault> wire = Arrays.stream(Fault.values()).filter(Fault::isOnTheWire).toList();
    List<Faults> all = new ArrayList<>();
    int pair = 0;
    for (int first = 0; first < UNITS; first++) {
      for (int second = first + 1; second < UNITS; second++) {
        for (int i = 0; i < wire.size(); i++) {
          Fault other = wire.get((i + pair) % wire.size());
          all.add(faults(Map.of(first, wire.get(i), second, other), all.size()));
        }
        pair++;
      }
    }
    return all;
  }

  /** Three units, in every fault that makes a unit unreadable. */
  static List<Faults> threeUnits() {
    List<Faults> all = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      if (fault != Fault.SLOW && fault != Fault.TOKEN_EXPIRED && fault != Fault.STOPPED) {
        for (int[] units : new int[][] {{0, 1, 2}, {0, 2, 4}, {2, 3, 4}}) {
          all.add(faults(Map.of(units[0], fault, units[1], fault, units[2], fault), all.size()));
        }
      }
    }
    return all;
  }

  private static Faults faults(Map<Integer, Fault> byUnit, int turn) {
    return new Faults(
        byUnit,
        turn % 3 == 0 ? Moment.AFTER_FIRST_STRIPE : Moment.BEFORE_OPEN,
        turn % 2 == 0 ? Posture.CAREFUL : Posture.ACCELERATED,
        ReadCall.values()[(turn + turn / 8) % ReadCall.values().length]);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("twoUnits")
  void asManyFaultyUnitsAsParityUnitsChangeNoByteAndCostNoTimeout(Faults faults)
      throws IOException {
    setScene(faults.spoilTheFile());
    byte[] read = new byte[LENGTH];
    try (FileSystem accelerated = patient(faults.posture())) {
      Stopwatch watch = new Stopwatch();
      readUnder(faults, accelerated, read);
      assertThat(watch.millis()).as("milliseconds").isLessThan(WITHOUT_A_TIMEOUT_MILLIS);
    }
    assertSameBytes(read, LENGTH);
  }

  private void readUnder(Faults faults, FileSystem accelerated, byte[] read) throws IOException {
    if (faults.moment() == Moment.BEFORE_OPEN) {
      strike(faults);
    }
    try (FSDataInputStream in = accelerated.open(scene.file())) {
      int from = 0;
      if (faults.moment() != Moment.BEFORE_OPEN) {
        from = STRIPE;
        faults.call().read(in, read, 0, from);
        strike(faults);
      }
      faults.call().read(in, read, from, LENGTH);
    }
  }

  private void strike(Faults faults) throws IOException {
    for (var each : faults.byUnit().entrySet()) {
      scene.strike(each.getValue(), scene.group(0), each.getKey());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("threeUnits")
  void moreFaultyUnitsThanParityUnitsAreAnErrorThatSaysWhatFailed(Faults faults)
      throws IOException {
    setScene(faults.spoilTheFile());
    try (FileSystem accelerated = impatient(faults.posture())) {
      Stopwatch watch = new Stopwatch();
      Throwable thrown = catchThrowable(() -> readUnder(faults, accelerated, new byte[LENGTH]));
      assertThat(watch.millis()).as("milliseconds").isLessThan(TO_GIVE_UP_MILLIS);
      assertThat(thrown).isInstanceOf(IOException.class);
      assertThat(thrown.getMessage())
          .contains(Long.toString(scene.group(0).getBlock().getBlockId()));
      for (int unit : faults.byUnit().keySet()) {
        assertThat(thrown.getMessage())
            .containsPattern("(?i)\\bunits?\\b[^\\n]*\\b" + unit + "\\b");
      }
    }
  }

  private static void assertSameBytes(byte[] read, int until) {
    int differs = Arrays.mismatch(read, 0, until, content, 0, until);
    assertThat(differs).as("first byte that differs, of %d", until).isEqualTo(-1);
  }

  /** Time that the reader took, without that for bringing a fault about. */
  private static final class Stopwatch {
    private long nanos;
    private long since = System.nanoTime();

    void pause() {
      nanos += System.nanoTime() - since;
    }

    void resume() {
      since = System.nanoTime();
    }

    long millis() {
      pause();
      resume();
      return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
  }
}
