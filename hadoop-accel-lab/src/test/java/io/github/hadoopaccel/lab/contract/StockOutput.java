package io.github.hadoopaccel.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.contract.ContractTestUtils;
import org.apache.hadoop.hdfs.DFSStripedOutputStream;

/**
 * What holds in the place of Hadoop's contract for the statistics of output streams. HDFS's output
 * streams have none on any release, and this project writes through them; what was written is
 * counted by the file system.
 */
final class StockOutput {
  private StockOutput() {}

  /** The stream is HDFS's own and neither has statistics nor says it had. */
  static void hasNoStatistics(FileSystem fileSystem, Path file) throws IOException {
    try (FSDataOutputStream out = fileSystem.create(file, true)) {
      assertThat(out.getWrappedStream()).isInstanceOf(DFSStripedOutputStream.class);
      assertThat(out.getIOStatistics()).isNull();
      assertThat(out.hasCapability(StreamCapabilities.IOSTATISTICS)).isFalse();
    }
  }

  /** A byte is counted as soon as it is written, and once. */
  static void countsSingleByte(FileSystem fileSystem, Path file) throws IOException {
    WatchedFileSystem watched = (WatchedFileSystem) fileSystem;
    long before = watched.bytesWritten();
    FSDataOutputStream out = watched.create(file, true);
    try (out) {
      assertThat(watched.bytesWritten() - before).isZero();
      out.write('0');
      assertThat(watched.bytesWritten() - before).isEqualTo(1);
    }
    assertThat(watched.bytesWritten() - before).isEqualTo(1);
    assertThat(out.getIOStatistics()).isNull();
    assertThat(watched.getFileStatus(file).getLen()).isEqualTo(1);
  }

  /** Arrays are counted by their lengths, and are what the accelerated stream then reads. */
  static void countsByteArrays(FileSystem fileSystem, Path file) throws IOException {
    WatchedFileSystem watched = (WatchedFileSystem) fileSystem;
    byte[] bytes = ContractTestUtils.toAsciiByteArray("statistically-speaking");
    long before = watched.bytesWritten();
    try (FSDataOutputStream out = watched.create(file, true)) {
      out.write(bytes);
      out.flush();
      assertThat(watched.bytesWritten() - before).isEqualTo(bytes.length);
      out.write(bytes);
      out.flush();
      assertThat(watched.bytesWritten() - before).isEqualTo(2L * bytes.length);
    }
    assertThat(watched.bytesWritten() - before).isEqualTo(2L * bytes.length);
    try (FSDataInputStream in = watched.open(file)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("statistically-speaking".repeat(2));
    }
  }
}
