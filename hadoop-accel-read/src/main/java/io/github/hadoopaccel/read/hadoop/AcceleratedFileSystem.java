package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.read.config.ReadSettings;
import io.github.hadoopaccel.read.io.ReadSession;
import io.github.hadoopaccel.read.io.UnitDecoder;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DFSInputStream;
import org.apache.hadoop.hdfs.DFSStripedInputStream;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HDFS whose striped files are read at the pace of their good DataNodes; install it as {@code
 * fs.hdfs.impl}. Everything but {@link #open(Path, int)} of a striped file is the stock file
 * system.
 *
 * <p>A configuration that this project cannot read, or a file whose layout it does not understand,
 * means the stock stream and one warning, never an error: a wrong key in {@code core-site.xml} must
 * not take HDFS away from its users. Job submission and the {@code config} command do refuse it.
 */
public class AcceleratedFileSystem extends DistributedFileSystem {
  private static final Logger LOG = LoggerFactory.getLogger(AcceleratedFileSystem.class);

  private ReadSession session;
  private UserGroupInformation user;
  private boolean verifyChecksum = true;

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(uri, conf);
    TaskFileSystems.opened(this, conf);
    user = UserGroupInformation.getCurrentUser();
    Problems problems = new Problems();
    ReadSettings settings = ReadSettings.read(conf, problems);
    if (!problems.lines().isEmpty()) {
      LOG.warn(
          "Striped files are read by the stock stream. {}", String.join("; ", problems.lines()));
    } else if (settings.enabled()) {
      session = ReadSessions.of(conf, settings);
      LOG.debug("Striped files of {} are read with {}", uri, settings);
    }
  }

  /** What the streams of this file system share; null when it reads as stock does. */
  ReadSession session() {
    return session;
  }

  @Override
  public void setVerifyChecksum(boolean verify) {
    super.setVerifyChecksum(verify);
    verifyChecksum = verify;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    FSDataInputStream stock = super.open(path, bufferSize);
    if (session == null
        || !(stock instanceof HdfsDataInputStream hdfs)
        || !(hdfs.getWrappedStream() instanceof DFSStripedInputStream striped)) {
      return stock;
    }
    try {
      String pathName = makeQualified(path).toUri().getPath();
      FSDataInputStream accelerated = accelerate(pathName, striped);
      return accelerated == null ? stock : accelerated;
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      LOG.warn("{} is read by the stock stream", path, e);
      return stock;
    }
  }

  private FSDataInputStream accelerate(String path, DFSInputStream stock) throws IOException {
    LocatedBlocks blocks = HadoopRelease.locatedBlocks(stock, getClient(), path);
    ErasureCodingPolicy policy = blocks.getErasureCodingPolicy();
    if (policy == null
        || blocks.isUnderConstruction()
        || blocks.getFileLength() != stock.getFileLength()) {
      return null;
    }
    EcLayout layout =
        new EcLayout(policy.getNumDataUnits(), policy.getNumParityUnits(), policy.getCellSize());
    HdfsFile file =
        new HdfsFile(
            getClient(), getConf(), user, path, layout, policy.getCodecName(), verifyChecksum);
    LocatedGroups groups = new LocatedGroups(file, blocks);
    UnitDecoder decoder = new HadoopUnitDecoder(getConf(), file.codecName(), layout);
    return new AcceleratedInputStream(
        new EcInputStream(file, groups, session, decoder, stock, statistics));
  }
}
