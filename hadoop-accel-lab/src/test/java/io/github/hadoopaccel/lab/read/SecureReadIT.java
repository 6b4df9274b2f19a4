package io.github.hadoopaccel.lab.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.SlowDataNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.crypto.CryptoInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DFSTestUtil;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.security.token.block.BlockTokenIdentifier;
import org.apache.hadoop.hdfs.security.token.block.BlockTokenSecretManager;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Encryption zones and block tokens. Method: one cluster with a key store in a temporary folder and
 * tokens required; an erasure-coded directory inside a zone and one outside.
 */
@Timeout(120)
class SecureReadIT {
  private static final int CELL = 1 << 20;
  private static final int STRIPE = 3 * CELL;
  private static final int GROUP = 2 * STRIPE;
  private static final String POLICY = "RS-3-2-1024k";
  private static final String KEY = "lab";
  private static final Path ZONE = new Path("/zone");
  private static final Path PLAIN = new Path("/plain");

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;

  private FileSystem accelerated;

  @BeforeAll
  static void start() throws Exception {
    Map<String, String> settings =
        Map.of(
            "hadoop.security.key.provider.path",
            "jceks://file" + folder.resolve("keys.jks").toUri().getPath(),
            "dfs.block.access.token.enable",
            "true");
    hdfs = EmbeddedHdfs.start(folder.resolve("hdfs"), 7, 2 * CELL, settings);
    DFSTestUtil.createKey(KEY, hdfs.cluster(), hdfs.configuration());
    hdfs.fileSystem().mkdirs(ZONE);
    hdfs.fileSystem().createEncryptionZone(ZONE, KEY);
    hdfs.makeErasureCodedDirectory(ZONE, POLICY);
    hdfs.makeErasureCodedDirectory(PLAIN, POLICY);
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    accelerated = ReadProbe.acceleratedFileSystem(hdfs);
  }

  @AfterEach
  void nothingIsHeld() throws IOException {
    accelerated.close();
    ReadProbe.awaitNothingHeld();
  }

  private static Path write(Path directory, String name, byte[] content) throws IOException {
    Path file = new Path(directory, name);
    ReadProbe.write(hdfs.fileSystem(), file, content);
    return file;
  }

  /** The decryption goes through all kinds of reads of the stream below it. */
  private void assertReadsInEveryWay(Path file, byte[] content) throws IOException {
    try (FSDataInputStream in = accelerated.open(file)) {
      ReadProbe.assertReadsOn(in, content);
      ReadProbe.assertReadsAtPositions(in, content, 5);
      in.seek(STRIPE + 17);
      ByteBuffer some = ByteBuffer.allocateDirect(CELL);
      int count = in.read(some);
      assertThat(count).isPositive();
      byte[] seen = new byte[count];
      some.flip().get(seen);
      assertThat(Arrays.equals(seen, 0, count, content, STRIPE + 17, STRIPE + 17 + count)).isTrue();
      in.unbuffer();
      ByteBuffer whole = ByteBuffer.allocate(CELL);
      in.readFully(5, whole);
      assertThat(Arrays.equals(whole.array(), 0, CELL, content, 5, 5 + CELL)).isTrue();
      in.seek(content.length - 3);
      ReadProbe.assertReadsOn(in, content);
    }
  }

  @Test
  void aFileInAnEncryptionZoneGivesItsBytes() throws IOException {
    byte[] content = ReadProbe.content(1, 2 * GROUP + CELL + 9);
    assertReadsInEveryWay(write(ZONE, "healthy", content), content);
  }

  @Test
  void aFileInAnEncryptionZoneGivesItsBytesPastASlowDataNode() throws IOException {
    byte[] content = ReadProbe.content(2, GROUP + 9);
    Path file = write(ZONE, "slow", content);
    try (SlowDataNode slow = SlowDataNode.slow(hdfs.holderOfMostDataBytes(file), 4 << 20)) {
      assertThat(slow.toString()).isNotEmpty();
      assertReadsInEveryWay(file, content);
    }
  }

  @Test
  void aFileInAnEncryptionZoneGivesItsBytesPastAKilledDataNode() throws IOException {
    byte[] content = ReadProbe.content(3, GROUP + 9);
    Path file = write(ZONE, "killed", content);
    DataNode holder = hdfs.holderOfMostDataBytes(file);
    DataNodeProperties stopped = hdfs.cluster().stopDataNode(holder.getDatanodeId().getXferAddr());
    try {
      assertReadsInEveryWay(file, content);
    } finally {
      hdfs.restart(stopped);
      hdfs.cluster().waitActive();
    }
  }

  @Test
  void whatIsDecryptedComesFromAnAcceleratedStream() throws IOException {
    byte[] content = ReadProbe.content(4, GROUP);
    Path file = write(ZONE, "accelerated", content);
    try (FSDataInputStream in = accelerated.open(file)) {
      assertThat(in).isInstanceOf(HdfsDataInputStream.class);
      InputStream decryption = ((HdfsDataInputStream) in).getWrappedStream();
      assertThat(decryption).isInstanceOf(CryptoInputStream.class);
      ReadProbe.assertReadsOn(in, content);
      assertThat(((CryptoInputStream) decryption).getWrappedStream().getClass().getSimpleName())
          .isEqualTo("EcInputStream");
      ReadProbe.assertAccelerated(in);
    }
  }

  @Test
  void theRawBytesOfAZoneAreNotDecrypted() throws IOException {
    byte[] content = ReadProbe.content(5, GROUP + 1);
    Path raw = new Path("/.reserved/raw" + write(ZONE, "raw", content));
    byte[] encrypted = new byte[content.length];
    try (FSDataInputStream in = hdfs.fileSystem().open(raw)) {
      in.readFully(encrypted);
    }
    assertThat(Arrays.equals(encrypted, content)).isFalse();
    ReadProbe.assertReads(accelerated, raw, encrypted);
  }

  @Test
  void blockTokensThatExpireWhileTheFileIsOpenAreRenewed() throws Exception {
    byte[] content = ReadProbe.content(6, 3 * GROUP);
    Path file = write(PLAIN, "tokens", content);
    BlockTokenSecretManager tokens =
        hdfs.cluster().getNamesystem().getBlockManager().getBlockTokenSecretManager();
    long before = 600_000;
    tokens.setTokenLifetime(1000);
    try (FSDataInputStream begun = accelerated.open(file);
        FSDataInputStream fresh = accelerated.open(file);
        FSDataInputStream positioned = accelerated.open(file)) {
      begun.readFully(new byte[CELL / 2]);
      tokens.setTokenLifetime(before);
      for (FSDataInputStream each : new FSDataInputStream[] {begun, fresh, positioned}) {
        awaitExpired(each);
      }
      ReadProbe.assertReadsOn(fresh, content);
      ReadProbe.assertReadsAtPositions(positioned, content, 10);
      ReadProbe.assertReadsOn(begun, content);
      ReadProbe.assertAccelerated(fresh);
      ReadProbe.assertAccelerated(positioned);
      ReadProbe.assertAccelerated(begun);
    } finally {
      tokens.setTokenLifetime(before);
    }
  }

  private static void awaitExpired(FSDataInputStream in) throws IOException {
    for (LocatedBlock block : ((HdfsDataInputStream) in).getAllBlocks()) {
      for (Token<BlockTokenIdentifier> token : ((LocatedStripedBlock) block).getBlockTokens()) {
        long expiry = token.decodeIdentifier().getExpiryDate();
        await().atMost(Duration.ofSeconds(10)).until(() -> System.currentTimeMillis() > expiry);
      }
    }
  }
}
