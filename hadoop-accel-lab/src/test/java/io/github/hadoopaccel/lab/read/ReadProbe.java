package io.github.hadoopaccel.lab.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import io.github.hadoopaccel.read.hadoop.AcceleratedHdfs;
import io.github.hadoopaccel.read.hadoop.LiveReads;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.CryptoInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.util.StripedBlockUtil;

/** Files of known content, and what a test wants to know of a stream that reads one. */
final class ReadProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private ReadProbe() {}

  /** The cluster's configuration with both file system interfaces accelerated. */
  static Configuration accelerated(EmbeddedHdfs hdfs) {
    Configuration conf = hdfs.configuration();
    conf.set("fs.hdfs.impl", AcceleratedFileSystem.class.getName());
    conf.set("fs.AbstractFileSystem.hdfs.impl", AcceleratedHdfs.class.getName());
    return conf;
  }

  /** A new accelerated file system on the cluster. */
  static FileSystem acceleratedFileSystem(EmbeddedHdfs hdfs) throws IOException {
    return FileSystem.newInstance(hdfs.fileSystem().getUri(), accelerated(hdfs));
  }

  /** Bytes that only this seed and length give. */
  static byte[] content(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(31L * seed + length).nextBytes(bytes);
    return bytes;
  }

  static void write(FileSystem fileSystem, Path file, byte[] content) throws IOException {
    try (FSDataOutputStream out = fileSystem.create(file, true)) {
      out.write(content);
    }
  }

  /** The stream under all wrappers, encryption included. */
  static InputStream innermost(FSDataInputStream in) {
    InputStream inner = in;
    while (true) {
      if (inner instanceof HdfsDataInputStream hdfs) {
        inner = hdfs.getWrappedStream();
      } else if (inner instanceof FSDataInputStream wrapper) {
        inner = wrapper.getWrappedStream();
      } else if (inner instanceof CryptoInputStream encrypted) {
        inner = encrypted.getWrappedStream();
      } else {
        return inner;
      }
    }
  }

  /** Whether the stream is this project's and has not been handed to the stock stream. */
  static boolean isAccelerated(FSDataInputStream in) {
    InputStream inner = innermost(in);
    return inner.getClass().getSimpleName().equals("EcInputStream")
        && !inner.toString().contains(", stock");
  }

  static void assertAccelerated(FSDataInputStream in) {
    assertThat(isAccelerated(in)).as("accelerated to the end: %s", innermost(in)).isTrue();
  }

  /** Reads the rest sequentially, then the end of the file. */
  static void assertReadsOn(FSDataInputStream in, byte[] content) throws IOException {
    int from = Math.toIntExact(in.getPos());
    byte[] bytes = new byte[content.length - from];
    in.readFully(bytes);
    assertThat(Arrays.equals(bytes, 0, bytes.length, content, from, content.length))
        .as("bytes from %d on", from)
        .isTrue();
    assertThat(in.read()).as("end of the file").isEqualTo(-1);
  }

  /** Positioned reads all over the file, of up to a quarter of it: some cross group borders. */
  static void assertReadsAtPositions(FSDataInputStream in, byte[] content, int reads)
      throws IOException {
    Random random = new Random(content.length);
    for (int i = 0; i < reads; i++) {
      int from = random.nextInt(content.length);
      byte[] bytes =
          new byte[1 + random.nextInt(Math.min(content.length - from, 1 + content.length / 4))];
      in.readFully(from, bytes);
      assertThat(Arrays.equals(bytes, 0, bytes.length, content, from, from + bytes.length))
          .as("positioned read of %d at %d", bytes.length, from)
          .isTrue();
    }
  }

  /** Whole file, sequentially and at positions, by a stream that stays accelerated. */
  static void assertReads(FileSystem fileSystem, Path file, byte[] content) throws IOException {
    try (FSDataInputStream in = fileSystem.open(file)) {
      assertReadsOn(in, content);
      assertReadsAtPositions(in, content, 6);
      assertAccelerated(in);
    }
  }

  /** The block groups of a file, as the NameNode tells them now. */
  static List<LocatedStripedBlock> groups(EmbeddedHdfs hdfs, Path file) throws IOException {
    List<LocatedStripedBlock> groups = new ArrayList<>();
    for (LocatedBlock block :
        hdfs.fileSystem()
            .getClient()
            .getLocatedBlocks(file.toUri().getPath(), 0, Long.MAX_VALUE)
            .getLocatedBlocks()) {
      groups.add((LocatedStripedBlock) block);
    }
    return groups;
  }

  /** The internal blocks of a group by unit; {@code null} where the unit has no location. */
  static LocatedBlock[] units(LocatedStripedBlock group, int cell, int data, int parity) {
    return StripedBlockUtil.parseStripedBlockGroup(group, cell, data, parity);
  }

  /** The running DataNode with this id. */
  static DataNode dataNode(EmbeddedHdfs hdfs, String uuid) {
    return hdfs.dataNodes().stream()
        .filter(node -> node.getDatanodeUuid().equals(uuid))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until this JVM holds no reader, no buffer and no running read. */
  static void awaitNothingHeld() {
    await().atMost(PATIENCE).until(LiveReads::inThisJvm, LiveReads::isNothing);
  }
}
