package io.github.hadoopaccel.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pausing DataNode holds its readers back, whatever they read, and lets go of all at once. */
@Timeout(120)
class PausingDataNodeIT {
  private static final Path FILE = new Path("/file");
  private static final int LENGTH_BYTES = 3 << 20;
  private static final long STALL_MILLIS = 700;

  @TempDir static java.nio.file.Path folder;

  private static EmbeddedHdfs hdfs;
  private static DataNode dataNode;

  @BeforeAll
  static void startAndWrite() throws Exception {
    hdfs = EmbeddedHdfs.start(folder, 1, 64 << 20);
    dataNode = hdfs.dataNodes().get(0);
    try (var out = hdfs.fileSystem().create(FILE)) {
      out.write(new byte[LENGTH_BYTES]);
    }
    read(LENGTH_BYTES); // What is done once is not timed below.
  }

  @AfterAll
  static void stop() throws Exception {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  /** Reads the first bytes; returns how long that took. */
  private static long read(int bytes) throws Exception {
    long began = System.nanoTime();
    try (FSDataInputStream in = hdfs.fileSystem().open(FILE)) {
      in.readFully(0, new byte[bytes]);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  /** How long it takes to read the first bytes while each MiB stalls with a probability. */
  private static long readUnderStalls(double probability, int bytes) throws Exception {
    PausingDataNode stalls =
        PausingDataNode.stalling(
            dataNode, 1, probability, TimeUnit.MILLISECONDS.toNanos(STALL_MILLIS));
    try (stalls) {
      return read(bytes);
    }
  }

  @Test
  void stallAfterTheOnlyPacketDelaysASmallRead() throws Exception {
    assertThat(readUnderStalls(1, 4096)).isGreaterThanOrEqualTo(STALL_MILLIS - 1);
    assertThat(read(4096)).isLessThan(STALL_MILLIS);
  }

  @Test
  void eachMebibyteMayStall() throws Exception {
    assertThat(readUnderStalls(1, LENGTH_BYTES)).isGreaterThanOrEqualTo(3 * STALL_MILLIS - 3);
    assertThat(readUnderStalls(0, LENGTH_BYTES)).isLessThan(STALL_MILLIS);
  }

  @Test
  void hungReadsEndWhenTheFaultEnds() {
    PausingDataNode hung = PausingDataNode.hung(dataNode);
    CompletableFuture<Long> small = CompletableFuture.supplyAsync(() -> readUnchecked(4096));
    CompletableFuture<Long> large =
        CompletableFuture.supplyAsync(() -> readUnchecked(LENGTH_BYTES));
    try (hung) {
      Awaitility.await()
          .during(500, TimeUnit.MILLISECONDS)
          .until(() -> !small.isDone() && !large.isDone());
    }
    Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> small.isDone() && large.isDone());
    assertThat(small).isCompleted();
    assertThat(large).isCompleted();
  }

  private static long readUnchecked(int bytes) {
    try {
      return read(bytes);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void closingPutsTheThrottlerBackThatWasThere() {
    var before = ReadThrottlerSlot.of(dataNode).get();
    PausingDataNode pausing = PausingDataNode.hung(dataNode);
    assertThat(ReadThrottlerSlot.of(dataNode).get()).isNotSameAs(before);
    pausing.close();
    pausing.close();
    assertThat(ReadThrottlerSlot.of(dataNode).get()).isSameAs(before);
  }
}
