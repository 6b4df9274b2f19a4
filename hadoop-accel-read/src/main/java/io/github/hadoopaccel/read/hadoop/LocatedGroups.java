package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.io.BlockGroup;
import io.github.hadoopaccel.read.io.StripedFile;
import io.github.hadoopaccel.read.striping.BlockGroupGeometry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.hadoop.hdfs.protocol.ExtendedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The block groups of one open file, by file offset. Those that the open brought are there; the
 * others are fetched window by window, as the stock stream does, but only from the file that was
 * opened: where the path leads to another one by now, that is an error. Where a unit cannot be
 * opened the NameNode is asked again, at most once in a while for each group.
 *
 * <p>Thread-safe. What is known can be read at any time; the locks are held while the NameNode is
 * asked, so that all who want to know the same share one question.
 */
final class LocatedGroups implements StripedFile {
  private static final Logger LOG = LoggerFactory.getLogger(LocatedGroups.class);
  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A new token always helps, so there is less of a reason to wait before asking for one. */
  private static final long TOKEN_REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final HdfsFile file;
  private final long completeBytes;
  private final Function<LocatedStripedBlock, HdfsUnitSource> sources;
  private final ConcurrentSkipListMap<Long, Entry> groups = new ConcurrentSkipListMap<>();
  private final ExtendedBlock lastBlock;
  private final Object fetching = new Object();
  private final Object refreshing = new Object();
  private final Map<Long, Long> refreshedAtNanos = new HashMap<>();

  /** What is known of a group; {@code group}, guarded by this, is made when it is first read. */
  private static final class Entry {
    volatile LocatedStripedBlock located;
    BlockGroup group;

    Entry(LocatedStripedBlock located) {
      this.located = located;
    }
  }

  /**
   * The groups of {@code file}.
   *
   * @param opened what the NameNode said when the file was opened
   */
  LocatedGroups(HdfsFile file, LocatedBlocks opened, StreamStatistics statistics)
      throws IOException {
    this.file = file;
    // The length that the NameNode gives leaves out a last block that is being written.
    this.completeBytes = opened.getFileLength();
    this.sources = group -> new HdfsUnitSource(file, group, this, statistics);
    LocatedBlock last = opened.getLastLocatedBlock();
    this.lastBlock = last == null ? null : last.getBlock();
    add(opened.getLocatedBlocks());
  }

  @Override
  public long readableBytes() {
    return completeBytes;
  }

  @Override
  public boolean isAtHand(long offset) {
    return known(offset) != null;
  }

  /**
   * The group that holds the byte at {@code offset}.
   *
   * @throws FileChangedException if the path leads to another file by now
   */
  @Override
  public BlockGroup groupAt(long offset) throws IOException {
    return group(entryAt(offset));
  }

  private Entry entryAt(long offset) throws IOException {
    Entry entry = known(offset);
    if (entry == null) {
      synchronized (fetching) {
        if (known(offset) == null) {
          fetch(offset);
        }
      }
      entry = known(offset);
    }
    if (entry == null) {
      throw new FileChangedException(file.path(), offset);
    }
    return entry;
  }

  private BlockGroup group(Entry entry) {
    synchronized (entry) {
      if (entry.group == null) {
        entry.group =
            new BlockGroup(
                entry.located.getStartOffset(),
                new BlockGroupGeometry(file.layout(), entry.located.getBlockSize()),
                sources.apply(entry.located));
      }
      return entry.group;
    }
  }

  /**
   * Fetches the window at {@code offset}. That it is of the file that was opened shows by the last
   * block, which every answer brings, or, where blocks were appended since, by a group that is
   * known, which is then asked for together with the window.
   */
  private void fetch(long offset) throws IOException {
    long window = file.client().getConf().getPrefetchSize();
    LocatedBlocks fetched = ask(offset, offset, window);
    LocatedBlock last = fetched.getLastLocatedBlock();
    if (last == null || lastBlock == null || !isSame(lastBlock, last.getBlock())) {
      var below = groups.floorEntry(offset);
      if (below == null) {
        throw new FileChangedException(file.path(), offset);
      }
      fetched = ask(offset, below.getKey(), offset - below.getKey() + window);
      if (!holds(fetched, below.getValue().located)) {
        throw new FileChangedException(file.path(), offset);
      }
    }
    add(fetched.getLocatedBlocks());
  }

  private LocatedBlocks ask(long offset, long from, long length) throws IOException {
    try {
      LocatedBlocks fetched = file.client().getLocatedBlocks(file.path(), from, length);
      if (fetched == null) {
        throw new FileChangedException(file.path(), offset);
      }
      return fetched;
    } catch (FileNotFoundException e) {
      throw withCause(new FileChangedException(file.path(), offset), e);
    }
  }

  private static FileChangedException withCause(FileChangedException thrown, Throwable cause) {
    thrown.initCause(cause);
    return thrown;
  }

  private static boolean holds(LocatedBlocks fetched, LocatedBlock known) {
    return fetched.getLocatedBlocks().stream().anyMatch(block -> isSame(known, block));
  }

  /** The group at {@code offset} as it was last located, or null if it was never asked for. */
  LocatedStripedBlock located(long offset) {
    Entry entry = known(offset);
    return entry == null ? null : entry.located;
  }

  /**
   * Where the units of a group are by now.
   *
   * @param stale what somebody had trouble with
   * @param tokenRefused whether the trouble was its block token
   * @return what is known instead, or {@code stale} itself if nothing newer can be had
   */
  LocatedStripedBlock refresh(LocatedStripedBlock stale, boolean tokenRefused) {
    synchronized (refreshing) {
      LocatedStripedBlock known = located(stale.getStartOffset());
      if (known != stale) {
        return known == null ? stale : known;
      }
      long now = System.nanoTime();
      long interval = tokenRefused ? TOKEN_REFRESH_NANOS : REFRESH_NANOS;
      Long last = refreshedAtNanos.get(stale.getStartOffset());
      if (last != null && now - last < interval) {
        return stale;
      }
      try {
        LocatedBlocks fetched =
            file.client().getLocatedBlocks(file.path(), stale.getStartOffset(), 1);
        refreshedAtNanos.put(stale.getStartOffset(), now);
        return fetched == null ? stale : replace(stale, fetched.getLocatedBlocks());
      } catch (IOException e) {
        if (!Thread.currentThread().isInterrupted() && !(e instanceof InterruptedIOException)) {
          // An abandoned read that asked must not keep the others from asking.
          refreshedAtNanos.put(stale.getStartOffset(), now);
        }
        LOG.debug("The locations of {} could not be had again", file.path(), e);
        return stale;
      }
    }
  }

  /** Another file may have the name by now; only the same block group is taken. */
  private LocatedStripedBlock replace(LocatedStripedBlock stale, List<LocatedBlock> fetched) {
    for (LocatedBlock block : fetched) {
      if (block instanceof LocatedStripedBlock group && isSame(stale, group)) {
        groups.get(stale.getStartOffset()).located = group;
        return group;
      }
    }
    return stale;
  }

  /** Whether {@code opened} begins with the block groups of this file. */
  boolean areThoseOf(LocatedBlocks opened) {
    if (opened.getFileLength() < completeBytes) {
      return false;
    }
    for (LocatedBlock block : opened.getLocatedBlocks()) {
      Entry entry = groups.get(block.getStartOffset());
      if (entry != null && !isSame(entry.located, block)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(LocatedBlock one, LocatedBlock other) {
    return one.getStartOffset() == other.getStartOffset()
        && isSame(one.getBlock(), other.getBlock());
  }

  private static boolean isSame(ExtendedBlock one, ExtendedBlock other) {
    return one.getBlockId() == other.getBlockId()
        && one.getBlockPoolId().equals(other.getBlockPoolId());
  }

  /**
   * Whether bytes that the stock stream read are of this file, going by the blocks that it has
   * located.
   *
   * @param fetches whether a group that is not known here may be asked for
   */
  void checkRead(LocatedBlocks byStock, long offset, int count, boolean fetches)
      throws IOException {
    long end = Math.min(offset + count, completeBytes);
    for (LocatedBlock block : byStock.getLocatedBlocks()) {
      long start = block.getStartOffset();
      if (start < end && offset < start + block.getBlockSize()) {
        Entry known = fetches ? entryAt(start) : groups.get(start);
        if (known != null && !isSame(known.located, block)) {
          throw new FileChangedException(file.path(), offset);
        }
      }
    }
  }

  private Entry known(long offset) {
    var entry = groups.floorEntry(offset);
    boolean holds =
        entry != null
            && offset < entry.getKey() + entry.getValue().located.getBlockSize()
            && offset < completeBytes;
    return holds ? entry.getValue() : null;
  }

  private void add(List<LocatedBlock> blocks) throws IOException {
    for (LocatedBlock block : blocks) {
      if (block.getStartOffset() >= completeBytes) {
        continue;
      }
      if (!(block instanceof LocatedStripedBlock group)) {
        throw new IOException(file.path() + " has a block that is not striped: " + block);
      }
      groups.putIfAbsent(group.getStartOffset(), new Entry(group));
    }
  }
}
