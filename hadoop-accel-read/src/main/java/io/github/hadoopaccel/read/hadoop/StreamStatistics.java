package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.io.BufferAccount;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsBinding;
import org.apache.hadoop.hdfs.DFSInputStream;
import org.apache.hadoop.hdfs.ReadStatistics;

/**
 * Everything that one stream counts, in all the places where users of HDFS look: the file system's
 * statistics, HDFS's read statistics (those of the stock stream beside it, so that what that one
 * reads is there too) and the IOStatistics of the stream under their standard names. Thread-safe.
 */
final class StreamStatistics {
  /** Most bytes of unit buffers that the stream had leased at once; a maximum. */
  static final String BUFFER_BYTES = "stream_read_buffer_bytes";

  private static final String[] COUNTERS = {
    StreamStatisticNames.STREAM_READ_OPENED,
    StreamStatisticNames.STREAM_READ_BYTES,
    StreamStatisticNames.STREAM_READ_TOTAL_BYTES,
    StreamStatisticNames.STREAM_READ_OPERATIONS,
    StreamStatisticNames.STREAM_READ_FULLY_OPERATIONS,
    StreamStatisticNames.STREAM_READ_EXCEPTIONS,
    StreamStatisticNames.STREAM_READ_SEEK_OPERATIONS,
    StreamStatisticNames.STREAM_READ_SEEK_FORWARD_OPERATIONS,
    StreamStatisticNames.STREAM_READ_SEEK_BACKWARD_OPERATIONS,
    StreamStatisticNames.STREAM_READ_SEEK_BYTES_SKIPPED,
    StreamStatisticNames.STREAM_READ_SEEK_BYTES_BACKWARDS,
    StreamStatisticNames.STREAM_READ_SKIP_OPERATIONS,
    StreamStatisticNames.STREAM_READ_SKIP_BYTES,
    StreamStatisticNames.STREAM_READ_UNBUFFERED,
    StreamStatisticNames.STREAM_READ_CLOSE_OPERATIONS,
    StreamStatisticNames.STREAM_READ_VECTORED_OPERATIONS,
    StreamStatisticNames.STREAM_READ_VECTORED_INCOMING_RANGES,
    StreamStatisticNames.STREAM_READ_VECTORED_COMBINED_RANGES,
    StreamStatisticNames.STREAM_READ_VECTORED_READ_BYTES_DISCARDED
  };

  private final FileSystem.Statistics fileSystem;
  private final ReadStatistics hdfs;
  private final BufferAccount buffers = new BufferAccount();
  private final Map<String, AtomicLong> counters = new LinkedHashMap<>();
  private final IOStatistics statistics;

  /**
   * Nothing counted but the opening.
   *
   * @param fileSystem of the file system, or null where there is none
   * @param stock the stream whose read statistics are added to
   */
  StreamStatistics(FileSystem.Statistics fileSystem, DFSInputStream stock) {
    this.fileSystem = fileSystem;
    this.hdfs = stock.getReadStatistics();
    var builder = IOStatisticsBinding.dynamicIOStatistics();
    for (String name : COUNTERS) {
      AtomicLong counter = new AtomicLong();
      counters.put(name, counter);
      builder.withAtomicLongCounter(name, counter);
    }
    builder.withLongFunctionMaximum(BUFFER_BYTES, name -> buffers.peakBytes());
    this.statistics = builder.build();
    count(StreamStatisticNames.STREAM_READ_OPENED, 1);
  }

  /** Adds to one of the standard counters. */
  void count(String name, long amount) {
    counters.get(name).addAndGet(amount);
  }

  /** The position was moved by {@code bytes}, forward or backward. */
  void sought(long bytes) {
    count(StreamStatisticNames.STREAM_READ_SEEK_OPERATIONS, 1);
    if (bytes > 0) {
      count(StreamStatisticNames.STREAM_READ_SEEK_FORWARD_OPERATIONS, 1);
      count(StreamStatisticNames.STREAM_READ_SEEK_BYTES_SKIPPED, bytes);
    } else {
      count(StreamStatisticNames.STREAM_READ_SEEK_BACKWARD_OPERATIONS, 1);
      count(StreamStatisticNames.STREAM_READ_SEEK_BYTES_BACKWARDS, -bytes);
    }
  }

  /** Bytes were handed to the caller by this project's half of the stream. */
  void delivered(long bytes) {
    count(StreamStatisticNames.STREAM_READ_BYTES, bytes);
    if (fileSystem != null) {
      fileSystem.incrementBytesRead(bytes);
      fileSystem.incrementBytesReadErasureCoded(bytes);
    }
  }

  /** Bytes were handed to the caller by the stock stream, which tells the file system itself. */
  void deliveredByStock(long bytes) {
    count(StreamStatisticNames.STREAM_READ_BYTES, bytes);
  }

  /** Bytes came from a DataNode, in {@code nanos}. */
  void received(int bytes, int networkDistance, boolean shortCircuit, long nanos) {
    count(StreamStatisticNames.STREAM_READ_TOTAL_BYTES, bytes);
    if (shortCircuit) {
      hdfs.addShortCircuitBytes(bytes);
    } else if (networkDistance == 0) {
      hdfs.addLocalBytes(bytes);
    } else {
      hdfs.addRemoteBytes(bytes);
    }
    if (fileSystem != null) {
      fileSystem.incrementBytesReadByDistance(networkDistance, bytes);
      if (networkDistance > 0) {
        fileSystem.increaseRemoteReadTime(TimeUnit.NANOSECONDS.toMillis(nanos));
      }
    }
  }

  /** Units were rebuilt. */
  void decoded(long nanos) {
    hdfs.addErasureCodingDecodingTime(TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  /** HDFS's own statistics. */
  ReadStatistics hdfs() {
    return hdfs;
  }

  /** The buffers of the stream. */
  BufferAccount buffers() {
    return buffers;
  }

  /** The counters as Hadoop wants them; they go on counting, and stay after the stream's end. */
  IOStatistics ioStatistics() {
    return statistics;
  }
}
