package io.github.hadoopaccel.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.read.hadoop.LiveReads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.io.IOUtils;
import org.apache.hadoop.io.erasurecode.ECSchema;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.rules.ExternalResource;

/**
 * One HDFS per contract suite, with an erasure-coded directory and the accelerated file system on
 * it. A class rule of JUnit 4, in which the suites of Hadoop 3.4 are written, as well as an
 * extension of Jupiter, in which those of 3.5 are.
 *
 * <p>When the suite is over: every stream it opened was an accelerated one, none was handed to the
 * stock stream, and nothing is left running.
 */
public final class ContractCluster extends ExternalResource
    implements BeforeAllCallback, AfterAllCallback {
  /** The smallest cell HDFS knows: the suites' files of 1, 4, 10 and 128 KiB are 1 to 128 cells. */
  private static final int CELL = 1024;

  /** A block group is eight stripes, so that the longer files have several groups. */
  private static final int BLOCK = 8 * CELL;

  /** One suite asks for blocks of 8000 bytes, which HDFS makes only of chunks that divide them. */
  private static final int CHECKSUM_CHUNK = 64;

  private static final int DATA_UNITS = 3;
  private static final int PARITY_UNITS = 2;
  private static final Path ENCODED = new Path("/ec");

  private java.nio.file.Path folder;
  private EmbeddedHdfs hdfs;
  private WatchedFileSystem fileSystem;

  /** The contract of this cluster's erasure-coded directory, for a suite's {@code conf}. */
  AbstractFSContract contract(Configuration conf) {
    return new EncodedDirectoryContract(conf, fileSystem, new Path(ENCODED, "test"));
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    before();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    after();
  }

  @Override
  protected void before() throws IOException {
    folder = Files.createTempDirectory("contract");
    try {
      start();
    } catch (IOException | RuntimeException e) {
      stop();
      throw e;
    }
  }

  private void start() throws IOException {
    hdfs =
        EmbeddedHdfs.start(
            folder,
            DATA_UNITS + PARITY_UNITS,
            BLOCK,
            Map.of(
                "dfs.namenode.fs-limits.min-block-size", String.valueOf(CELL),
                "dfs.bytes-per-checksum", String.valueOf(CHECKSUM_CHUNK)));
    ErasureCodingPolicy policy =
        new ErasureCodingPolicy(new ECSchema("rs", DATA_UNITS, PARITY_UNITS), CELL);
    hdfs.fileSystem().addErasureCodingPolicies(new ErasureCodingPolicy[] {policy});
    hdfs.makeErasureCodedDirectory(ENCODED, policy.getName());
    Configuration conf = hdfs.configuration();
    conf.set("fs.hdfs.impl", WatchedFileSystem.class.getName());
    fileSystem = (WatchedFileSystem) FileSystem.newInstance(hdfs.fileSystem().getUri(), conf);
  }

  @Override
  protected void after() {
    try {
      assertEveryStreamWasAccelerated(fileSystem.opened());
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                LiveReads live = LiveReads.inThisJvm();
                assertThat(live.isNothing()).as("%s", live).isTrue();
              });
    } finally {
      stop();
    }
  }

  private static void assertEveryStreamWasAccelerated(List<FSDataInputStream> opened) {
    assertThat(opened).isNotEmpty();
    assertThat(opened.stream().map(FSDataInputStream::getWrappedStream))
        .filteredOn(stream -> !isAccelerated(stream))
        .as("streams that are not accelerated or were handed to the stock stream")
        .isEmpty();
  }

  private static boolean isAccelerated(InputStream stream) {
    return stream.getClass().getSimpleName().equals("EcInputStream")
        && !stream.toString().contains("stock");
  }

  private void stop() {
    try {
      IOUtils.closeStream(fileSystem);
      if (hdfs != null) {
        hdfs.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }
}
