package io.github.hadoopaccel.read.testing;

import io.github.hadoopaccel.read.hedge.UnitHolder;
import io.github.hadoopaccel.read.io.UnitReader;
import io.github.hadoopaccel.read.io.UnitSource;
import io.github.hadoopaccel.read.striping.BlockGroupGeometry;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.CodecUtil;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureEncoder;

/**
 * A block group in memory, encoded by Hadoop's own encoder, whose units can be told to fail or to
 * hang. The byte at offset x of the group is a function of x, so any reader can check what it got.
 */
public final class FakeBlockGroup implements UnitSource {
  private final BlockGroupGeometry geometry;
  private final byte[][] units;
  private final Map<Integer, List<UnitHolder>> furtherHolders = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> opensByDataNode = new ConcurrentHashMap<>();
  private final Set<String> failingDataNodes = ConcurrentHashMap.newKeySet();
  private final Map<String, CountDownLatch> hangingDataNodes = new ConcurrentHashMap<>();
  private final Set<Integer> failing = ConcurrentHashMap.newKeySet();
  private final Set<Integer> failingOnce = ConcurrentHashMap.newKeySet();
  private final Map<Integer, CountDownLatch> hanging = new ConcurrentHashMap<>();
  private final Map<Integer, CountDownLatch> holdingUpOnce = new ConcurrentHashMap<>();
  private final AtomicInteger openReaders = new AtomicInteger();
  private final AtomicInteger opens = new AtomicInteger();
  private final Set<Integer> failingMidway = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refreshes = new AtomicInteger();
  private volatile boolean deaf;
  private final AtomicInteger epoch = new AtomicInteger();
  private final AtomicLong bytesServed = new AtomicLong();

  public FakeBlockGroup(String codec, BlockGroupGeometry geometry) throws IOException {
    this.geometry = geometry;
    this.units = encode(codec, geometry);
  }

  /** The byte at {@code offset} of every fake group. */
  public static byte byteAt(long offset) {
    long mixed = (offset + 1) * 0x9E3779B97F4A7C15L;
    return (byte) (mixed >>> 56);
  }

  public BlockGroupGeometry geometry() {
    return geometry;
  }

  /** From now on every read of the unit fails. */
  public void fail(int unitIndex) {
    failing.add(unitIndex);
  }

  /** The next opening of the unit fails. */
  public void failOnce(int unitIndex) {
    failingOnce.add(unitIndex);
  }

  /** The next read of the unit puts bytes it has not verified, then fails. */
  public void failMidway(int unitIndex) {
    failingMidway.add(unitIndex);
  }

  /** From now on every read of the unit blocks, until it is interrupted or the latch opens. */
  public CountDownLatch hang(int unitIndex) {
    return hanging.computeIfAbsent(unitIndex, unit -> new CountDownLatch(1));
  }

  /** The unit is stored on {@code dataNode} too. */
  public void alsoOn(int unitIndex, String dataNode) {
    furtherHolders
        .computeIfAbsent(unitIndex, unit -> new CopyOnWriteArrayList<>())
        .add(new UnitHolder(dataNode, ""));
  }

  /** From now on every read from {@code dataNode} fails; unit u is on {@code dn<u>} first. */
  public void failOn(String dataNode) {
    failingDataNodes.add(dataNode);
  }

  /** From now on every read from {@code dataNode} blocks, until it is interrupted. */
  public void hangOn(String dataNode) {
    hangingDataNodes.put(dataNode, new CountDownLatch(1));
  }

  /** Units that were opened on {@code dataNode}. */
  public int opensOn(String dataNode) {
    AtomicInteger count = opensByDataNode.get(dataNode);
    return count == null ? 0 : count.get();
  }

  /** The next reader of the unit blocks in its first read, until interrupted or let go. */
  public CountDownLatch holdUpOnce(int unitIndex) {
    CountDownLatch latch = new CountDownLatch(1);
    holdingUpOnce.put(unitIndex, latch);
    return latch;
  }

  /** From now on no read may be interrupted: one that hangs does so until its unit is healed. */
  public void ignoreInterrupts() {
    deaf = true;
  }

  /** The unit is well again. */
  public void heal(int unitIndex) {
    failing.remove(unitIndex);
    CountDownLatch latch = hanging.remove(unitIndex);
    if (latch != null) {
      latch.countDown();
    }
  }

  /** Every reader that is open now fails from now on; new ones do not. */
  public void breakConnections() {
    epoch.incrementAndGet();
  }

  public int openReaders() {
    return openReaders.get();
  }

  public int opens() {
    return opens.get();
  }

  public long bytesServed() {
    return bytesServed.get();
  }

  @Override
  public String blockGroup() {
    return "fake block group";
  }

  @Override
  public List<UnitHolder> holders(int unitIndex) {
    List<UnitHolder> holders = new ArrayList<>(List.of(new UnitHolder("dn" + unitIndex, "")));
    holders.addAll(furtherHolders.getOrDefault(unitIndex, List.of()));
    return holders;
  }

  @Override
  public boolean isOpenInterruptible(int unitIndex) {
    return !deaf;
  }

  @Override
  public UnitReader open(int unitIndex, UnitHolder holder, long offsetInUnit, long lengthBytes)
      throws IOException {
    String dataNode = holder.dataNode();
    opensByDataNode.computeIfAbsent(dataNode, name -> new AtomicInteger()).incrementAndGet();
    if (!holders(unitIndex).contains(holder)) {
      throw new IOException("unit " + unitIndex + " is not on " + dataNode);
    }
    if (failingDataNodes.contains(dataNode)) {
      throw new IOException(dataNode + " is told to fail");
    }
    if (failing.contains(unitIndex) || failingOnce.remove(unitIndex)) {
      throw new IOException("unit " + unitIndex + " is told to fail");
    }
    if (offsetInUnit + lengthBytes > units[unitIndex].length) {
      throw new IOException("read past the end of unit " + unitIndex);
    }
    openReaders.incrementAndGet();
    opens.incrementAndGet();
    return new Reader(unitIndex, dataNode, (int) offsetInUnit, (int) (offsetInUnit + lengthBytes));
  }

  @Override
  public void failed(int unitIndex, UnitReader reader, IOException cause) {
    // Nobody to tell.
  }

  @Override
  public void refresh() {
    refreshes.incrementAndGet();
  }

  public int refreshes() {
    return refreshes.get();
  }

  private final class Reader implements UnitReader {
    private final int unitIndex;
    private final String dataNode;
    private final int end;
    private int position;
    private final int openedIn = epoch.get();
    private boolean closed;

    Reader(int unitIndex, String dataNode, int position, int end) {
      this.unitIndex = unitIndex;
      this.dataNode = dataNode;
      this.position = position;
      this.end = end;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      CountDownLatch once = holdingUpOnce.remove(unitIndex);
      CountDownLatch latch =
          once != null ? once : hangingDataNodes.getOrDefault(dataNode, hanging.get(unitIndex));
      if (latch != null) {
        try {
          latch.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted");
        }
      }
      if (failing.contains(unitIndex) || failingDataNodes.contains(dataNode)) {
        throw new IOException("unit " + unitIndex + " is told to fail");
      }
      if (failingMidway.remove(unitIndex)) {
        while (buffer.hasRemaining()) {
          buffer.put((byte) 13);
        }
        throw new IOException("unit " + unitIndex + " is corrupt");
      }
      if (openedIn != epoch.get()) {
        throw new IOException("connection reset");
      }
      if (position == end) {
        return -1;
      }
      int count = Math.min(Math.min(buffer.remaining(), end - position), 1000);
      buffer.put(units[unitIndex], position, count);
      position += count;
      bytesServed.addAndGet(count);
      return count;
    }

    @Override
    public String dataNode() {
      return dataNode;
    }

    @Override
    public boolean isInterruptible() {
      return !deaf;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        openReaders.decrementAndGet();
      }
    }
  }

  private static byte[][] encode(String codec, BlockGroupGeometry geometry) throws IOException {
    EcLayout layout = geometry.layout();
    byte[][] units = new byte[layout.totalUnits()][];
    for (int unit = 0; unit < units.length; unit++) {
      units[unit] = new byte[(int) geometry.unitLengthBytes(unit)];
    }
    RawErasureEncoder encoder =
        CodecUtil.createRawEncoder(
            new Configuration(false),
            codec,
            new ErasureCoderOptions(layout.dataUnits(), layout.parityUnits()));
    for (long stripe = 0; stripe < geometry.stripeCount(); stripe++) {
      byte[][] cells = new byte[layout.totalUnits()][geometry.cellLengthBytes(0, stripe)];
      for (int unit = 0; unit < layout.dataUnits(); unit++) {
        long start = stripe * layout.stripeSizeBytes() + (long) unit * layout.cellSizeBytes();
        for (int row = 0; row < geometry.cellLengthBytes(unit, stripe); row++) {
          cells[unit][row] = byteAt(start + row);
        }
      }
      byte[][] data = Arrays.copyOfRange(cells, 0, layout.dataUnits());
      byte[][] parity = Arrays.copyOfRange(cells, layout.dataUnits(), layout.totalUnits());
      encoder.encode(data, parity);
      for (int unit = 0; unit < units.length; unit++) {
        int offset = (int) (stripe * layout.cellSizeBytes());
        System.arraycopy(
            cells[unit], 0, units[unit], offset, geometry.cellLengthBytes(unit, stripe));
      }
    }
    encoder.release();
    return units;
  }
}
