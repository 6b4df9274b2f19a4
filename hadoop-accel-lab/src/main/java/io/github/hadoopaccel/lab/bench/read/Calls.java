package io.github.hadoopaccel.lab.bench.read;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;

/**
 * The calls of one sample of an API: the same ones for every reader of a round.
 *
 * <p>The working consumer parks while it works: so it stands for one that has a core of its own. On
 * the few cores of one machine a busy one would take its time from the cluster, as no consumer on a
 * machine of its own does.
 */
final class Calls {
  private static final int BUFFER_BYTES = 128 << 10;
  private static final int RANGES = 32;
  private static final int RANGE_BYTES = 256 << 10;

  private final Api api;
  private final BenchFile file;
  private final BenchOptions options;
  private final long seed;

  /** The calls of {@code api} in a round. */
  Calls(Api api, int round, BenchFile file, BenchOptions options) {
    this.api = api;
    this.file = file;
    this.options = options;
    this.seed = options.seed() * 1_000_003 + round * 101L + api.ordinal();
  }

  /**
   * Makes them all, or as many as there is time for.
   *
   * @param over asked between calls whether the time is over
   * @return whether all were made
   */
  boolean make(FSDataInputStream in, CallLog log, BooleanSupplier over) throws IOException {
    return switch (api) {
      case SEQUENTIAL -> sequential(in, log, over, file.lengthBytes(), 0);
      case SEQUENTIAL_WORKING ->
          sequential(in, log, over, options.workingBytes(), options.workMillisPerMegabyte());
      case PREAD_1M -> positioned(in, log, over, 1 << 20);
      case PREAD_4K -> positioned(in, log, over, 4 << 10);
      case VECTORED -> vectored(in, log, over);
    };
  }

  private boolean sequential(
      FSDataInputStream in, CallLog log, BooleanSupplier over, long wantedBytes, double workMillis)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    double owedNanos = 0;
    long at = 0;
    while (at < wantedBytes) {
      if (over.getAsBoolean()) {
        return false;
      }
      log.begins(System.nanoTime());
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, wantedBytes - at));
      log.ends(Math.max(0, count), System.nanoTime());
      if (count <= 0) {
        throw new EOFException("at " + at + " of " + wantedBytes);
      }
      file.check(at, ByteBuffer.wrap(buffer, 0, count));
      at += count;
      if (workMillis > 0) {
        // What it thought too long it thinks less the next time.
        owedNanos = think(owedNanos + workMillis * count);
        log.worked(System.nanoTime());
      }
    }
    return true;
  }

  /** Thinks so long; returns what is left to think, negative if it was too long. */
  private static double think(double nanos) {
    long began = System.nanoTime();
    double left = nanos;
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos((long) Math.max(1, left));
      left = nanos - (System.nanoTime() - began);
    }
    return left;
  }

  private boolean positioned(
      FSDataInputStream in, CallLog log, BooleanSupplier over, int wantedBytes) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] target = new byte[(int) Math.min(wantedBytes, file.lengthBytes())];
    for (int i = 0; i < options.reads(); i++) {
      if (over.getAsBoolean()) {
        return false;
      }
      long offset = random.nextLong(file.lengthBytes() - target.length + 1);
      log.begins(System.nanoTime());
      in.readFully(offset, target);
      log.ends(target.length, System.nanoTime());
      file.check(offset, ByteBuffer.wrap(target));
    }
    return true;
  }

  private boolean vectored(FSDataInputStream in, CallLog log, BooleanSupplier over)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < options.vectoredCalls(); i++) {
      if (over.getAsBoolean()) {
        return false;
      }
      List<FileRange> ranges = ranges(random, file.lengthBytes());
      long bytes = ranges.stream().mapToLong(FileRange::getLength).sum();
      log.begins(System.nanoTime());
      in.readVectored(ranges, ByteBuffer::allocate);
      List<ByteBuffer> brought = new ArrayList<>();
      for (FileRange range : ranges) {
        brought.add(await(range));
      }
      log.ends(bytes, System.nanoTime());
      for (int r = 0; r < ranges.size(); r++) {
        file.check(ranges.get(r).getOffset(), brought.get(r));
      }
    }
    return true;
  }

  /**
   * Random disjoint ranges in the order of their offsets: the file is cut into as many equal parts
   * as there are ranges, and each part holds one.
   */
  static List<FileRange> ranges(SplittableRandom random, long fileBytes) {
    List<FileRange> ranges = new ArrayList<>();
    for (int i = 0; i < RANGES; i++) {
      long from = fileBytes * i / RANGES;
      long to = fileBytes * (i + 1) / RANGES;
      int length = (int) Math.min(RANGE_BYTES, to - from);
      if (length > 0) {
        ranges.add(
            FileRange.createFileRange(from + random.nextLong(to - from - length + 1), length));
      }
    }
    return ranges;
  }

  private static ByteBuffer await(FileRange range) throws IOException {
    try {
      return range.getData().get();
    } catch (ExecutionException e) {
      throw new IOException("range at " + range.getOffset(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a range", e);
    }
  }
}
