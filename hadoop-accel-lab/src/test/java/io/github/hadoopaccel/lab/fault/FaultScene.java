package io.github.hadoopaccel.lab.fault;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.FaultCell.Fault;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.security.token.block.SecurityTestUtil;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.util.StripedBlockUtil;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A file, where its units are, and the faults that were put upon them; closing takes back those
 * that can be taken back.
 */
final class FaultScene implements Closeable {
  /** Bytes of an answer that pass before a fault "mid block": inside the first packet's data. */
  private static final int MID_BLOCK_BYTES = 20_000;

  private static final long SLOW_BYTES_PER_SEC = 128 * 1024;
  private static final long TOKEN_MILLIS = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(5);

  private final EmbeddedHdfs hdfs;
  private final FaultyLinks links;
  private final Path file;
  private final int cellSizeBytes;
  private final LocatedBlocks blocks;
  private final Deque<AutoCloseable> undo = new ArrayDeque<>();
  private ShortLivedTokens tokens;

  /** The scene of a closed file; waits until each unit of each group is located. */
  FaultScene(EmbeddedHdfs hdfs, FaultyLinks links, Path file) throws IOException {
    this.hdfs = hdfs;
    this.links = links;
    this.file = file;
    this.blocks =
        await("every unit of " + file + " is located")
            .until(this::locate, FaultScene::isFullyLocated);
    this.cellSizeBytes = blocks.getErasureCodingPolicy().getCellSize();
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLL);
  }

  private LocatedBlocks locate() throws IOException {
    return hdfs.fileSystem()
        .getClient()
        .getLocatedBlocks(file.toUri().getPath(), 0, Long.MAX_VALUE);
  }

  private static boolean isFullyLocated(LocatedBlocks blocks) {
    int units =
        blocks.getErasureCodingPolicy().getNumDataUnits()
            + blocks.getErasureCodingPolicy().getNumParityUnits();
    // A data unit beyond the end of a group that is shorter than a stripe has no location.
    return blocks.getLocatedBlocks().stream()
        .allMatch(block -> ((LocatedStripedBlock) block).getBlockIndices().length == units);
  }

  Path file() {
    return file;
  }

  /** A block group; -1 is the last. */
  LocatedStripedBlock group(int index) {
    int at = index < 0 ? blocks.locatedBlockCount() + index : index;
    return (LocatedStripedBlock) blocks.get(at);
  }

  private LocatedBlock unit(LocatedStripedBlock group, int unit) {
    return StripedBlockUtil.parseStripedBlockGroup(
        group,
        cellSizeBytes,
        blocks.getErasureCodingPolicy().getNumDataUnits(),
        blocks.getErasureCodingPolicy().getNumParityUnits())[unit];
  }

  /** The link to the DataNode of a unit. */
  FaultyLink link(LocatedStripedBlock group, int unit) {
    return links.to(unit(group, unit).getLocations()[0].getDatanodeUuid());
  }

  private DataNode dataNode(LocatedBlock unit) {
    String uuid = unit.getLocations()[0].getDatanodeUuid();
    return hdfs.dataNodes().stream()
        .filter(node -> node.getDatanodeUuid().equals(uuid))
        .findFirst()
        .orElseThrow();
  }

  /** What has to happen before the file is opened, for a fault that comes later. */
  void prepare(Fault fault) {
    if (fault == Fault.TOKEN_EXPIRED) {
      tokens = ShortLivedTokens.start(hdfs, TOKEN_MILLIS);
      undo.push(tokens);
    }
  }

  /** Lets {@code fault} strike a unit. */
  void strike(Fault fault, LocatedStripedBlock group, int unitIndex) throws IOException {
    LocatedBlock unit = unit(group, unitIndex);
    StoredUnit stored = StoredUnit.of(dataNode(unit), unit.getBlock());
    switch (fault) {
      case STOPPED -> undo.push(StoppedDataNode.stop(hdfs, dataNode(unit)));
      case BUSY -> undo.push(BusyDataNode.busy(dataNode(unit)));
      case DELETED -> stored.delete();
      case TRUNCATED -> stored.truncate(cellSizeBytes / 2);
      case CORRUPT_ON_DISK -> stored.corrupt(cellSizeBytes);
      case FORGOTTEN -> stored.forget();
      case TOKEN_EXPIRED -> letTokensExpire();
      default -> link(group, unitIndex).set(onTheWire(fault));
    }
  }

  /** Tokens handed out now expire after all those that were handed out before. */
  private void letTokensExpire() throws IOException {
    var last = locate().get(0).getBlockToken();
    tokens.close();
    await("the tokens have expired").until(() -> SecurityTestUtil.isBlockTokenExpired(last));
  }

  static LinkFault onTheWire(Fault fault) {
    return switch (fault) {
      case SLOW -> new LinkFault.Slow(SLOW_BYTES_PER_SEC);
      case SILENT -> LinkFault.SILENT;
      case HUNG_LATER -> new LinkFault.Hang(MID_BLOCK_BYTES);
      case REFUSED -> LinkFault.REFUSE;
      case RESET_AT_CONNECT -> new LinkFault.Reset(0);
      case RESET_LATER -> new LinkFault.Reset(MID_BLOCK_BYTES);
      case CLOSED_EARLY -> new LinkFault.Close(MID_BLOCK_BYTES);
      case CORRUPT_ON_WIRE -> new LinkFault.Corrupt(MID_BLOCK_BYTES);
      default -> throw new IllegalArgumentException(fault + " does not happen on the wire");
    };
  }

  /** Waits until more than {@code bytes} have passed these links, or {@code over} holds. */
  static void awaitTraffic(long bytes, BooleanSupplier over, FaultyLink... links) {
    await("a hedge is under way").until(() -> over.getAsBoolean() || responseBytes(links) > bytes);
  }

  static long responseBytes(FaultyLink... links) {
    long sum = 0;
    for (FaultyLink link : links) {
      sum += link.responseBytes();
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    links.heal();
    while (!undo.isEmpty()) {
      try {
        undo.pop().close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
