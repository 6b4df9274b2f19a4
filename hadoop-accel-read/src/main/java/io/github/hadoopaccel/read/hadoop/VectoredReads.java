package io.github.hadoopaccel.read.hadoop;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.VectoredReadUtils;
import org.apache.hadoop.fs.impl.CombinedFileRange;

/**
 * Reads many ranges at once: near ones together, and every group of near ones on a thread of its
 * own. Bytes go straight into the buffers of the ranges they belong to, and what lies between them
 * nowhere. Immutable.
 */
final class VectoredReads {
  /** Reads the file's bytes from {@code start} to {@code end} into a sink, in order; blocks. */
  interface RangeReader {
    void read(long start, long end, RangeScatter sink) throws IOException;
  }

  private final long fileLengthBytes;
  private final int minSeekBytes;
  private final int maxReadBytes;
  private final Executor threads;
  private final RangeReader reader;

  /**
   * The vectored reads of a stream.
   *
   * @param minSeekBytes ranges nearer than this are read together
   * @param maxReadBytes ranges are not read together beyond this
   */
  VectoredReads(
      long fileLengthBytes,
      int minSeekBytes,
      int maxReadBytes,
      Executor threads,
      RangeReader reader) {
    this.fileLengthBytes = fileLengthBytes;
    this.minSeekBytes = minSeekBytes;
    this.maxReadBytes = maxReadBytes;
    this.threads = threads;
    this.reader = reader;
  }

  /**
   * Starts reading; each range has a future when this returns.
   *
   * @return what is read, in the order of the file
   * @throws EOFException if a range is not inside the file
   * @throws IllegalArgumentException if ranges overlap or are negative
   */
  List<CombinedFileRange> start(
      List<? extends FileRange> ranges,
      IntFunction<ByteBuffer> allocate,
      Consumer<ByteBuffer> release)
      throws EOFException {
    List<? extends FileRange> sorted =
        VectoredReadUtils.validateAndSortRanges(ranges, Optional.of(fileLengthBytes));
    sorted.forEach(range -> range.setData(new CompletableFuture<>()));
    List<CombinedFileRange> combined =
        VectoredReadUtils.mergeSortedRanges(sorted, 1, minSeekBytes, maxReadBytes);
    for (CombinedFileRange each : combined) {
      RangeScatter scatter = new RangeScatter(each.getUnderlying(), allocate, release);
      try {
        threads.execute(() -> read(each, scatter));
      } catch (RuntimeException e) {
        scatter.fail(e);
      }
    }
    return combined;
  }

  private void read(CombinedFileRange range, RangeScatter scatter) {
    try {
      reader.read(range.getOffset(), range.getOffset() + range.getLength(), scatter);
      scatter.finish();
    } catch (IOException | RuntimeException | Error e) {
      scatter.fail(e);
    }
  }
}
