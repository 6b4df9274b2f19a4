package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.read.config.ReadSettings;
import io.github.hadoopaccel.read.io.ReadSession;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.CryptoInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.DFSInputStream;
import org.apache.hadoop.hdfs.DFSStripedInputStream;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts accelerated streams in front of the stock streams that one file system opens, whichever of
 * Hadoop's two file system interfaces it has. Thread-safe.
 *
 * <p>A configuration that this project cannot read, or a file whose layout it does not understand,
 * means the stock stream and one warning, never an error.
 */
final class StreamOpener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamOpener.class);

  private final Configuration conf;
  private final UserGroupInformation user;
  private final ReadSettings settings;
  private final ReadSession session;
  private volatile boolean verifyChecksum = true;

  private StreamOpener(
      Configuration conf, UserGroupInformation user, ReadSettings settings, ReadSession session) {
    this.conf = conf;
    this.user = user;
    this.settings = settings;
    this.session = session;
  }

  /** The opener of a file system that the current user makes of {@code uri} and {@code conf}. */
  static StreamOpener of(URI uri, Configuration conf) throws IOException {
    UserGroupInformation user = UserGroupInformation.getCurrentUser();
    Problems problems = new Problems();
    ReadSettings settings = ReadSettings.read(conf, problems);
    ReadSession session = null;
    if (!problems.lines().isEmpty()) {
      LOG.warn(
          "Striped files are read by the stock stream. {}", String.join("; ", problems.lines()));
    } else if (settings.enabled()) {
      try {
        session = ReadSessions.of(conf, settings);
        session.whenAccelerated(
            ReplicatedHedging.class.getName(), new ReplicatedHedging(uri, conf, settings));
        LOG.debug("Striped files of {} are read with {}", uri, settings);
      } catch (RuntimeException | LinkageError e) {
        // Such as a hedge policy of somebody else that cannot be made.
        LOG.warn("Striped files are read by the stock stream", e);
      }
    }
    return new StreamOpener(conf, user, settings, session);
  }

  /** Whether streams opened from now on verify checksums; they do until told otherwise. */
  void setVerifyChecksum(boolean verify) {
    verifyChecksum = verify;
  }

  /**
   * An accelerated stream in front of {@code stock}, which it owns from then on, or {@code stock}
   * itself when that must serve the file.
   *
   * @param path of the file, inside its file system
   * @param client that opened {@code stock}
   * @param statistics of the file system
   */
  FSDataInputStream accelerate(
      FSDataInputStream stock, String path, DFSClient client, FileSystem.Statistics statistics) {
    if (session == null || !(stock instanceof HdfsDataInputStream hdfs)) {
      return stock;
    }
    InputStream wrapped = hdfs.getWrappedStream();
    try {
      if (wrapped instanceof DFSStripedInputStream striped) {
        EcInputStream ours = inFrontOf(striped, path, client, statistics);
        return ours == null ? stock : new AcceleratedInputStream(ours, ours);
      }
      if (wrapped instanceof CryptoInputStream encrypted
          && encrypted.getWrappedStream() instanceof DFSStripedInputStream striped) {
        EcInputStream ours = inFrontOf(striped, path, client, statistics);
        return ours == null
            ? stock
            : new AcceleratedInputStream(
                ours, HadoopRelease.decrypted(ours, encrypted, striped, client, conf));
      }
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      LOG.warn("{} is read by the stock stream", path, e);
    }
    return stock;
  }

  /** The same stream, which from now on reads ahead as its caller said it will read. */
  FSDataInputStream follow(ReadHints hints, FSDataInputStream opened) {
    if (opened instanceof AcceleratedInputStream accelerated) {
      accelerated.readAhead(layout -> hints.readAhead(settings, layout));
    }
    return opened;
  }

  /** Null where the layout is not one of ours. */
  private EcInputStream inFrontOf(
      DFSInputStream stock,
      String path,
      DFSClient client,
      FileSystem.Statistics fileSystemStatistics)
      throws IOException {
    LocatedBlocks blocks = HadoopRelease.locatedBlocks(stock, client, path);
    ErasureCodingPolicy policy = blocks.getErasureCodingPolicy();
    if (policy == null || blocks.getFileLength() > stock.getFileLength()) {
      return null;
    }
    EcLayout layout =
        new EcLayout(policy.getNumDataUnits(), policy.getNumParityUnits(), policy.getCellSize());
    HdfsFile file =
        new HdfsFile(
            client,
            conf,
            user,
            path,
            layout,
            policy.getCodecName(),
            verifyChecksum,
            new AtomicReference<>(client.getDefaultReadCachingStrategy()));
    StreamStatistics statistics = new StreamStatistics(fileSystemStatistics, stock);
    LocatedGroups groups = new LocatedGroups(file, blocks, statistics);
    HadoopUnitDecoder decoder =
        new HadoopUnitDecoder(conf, file.codecName(), layout, settings.preferAccelCoder());
    if (session.recorder().decodesWith(decoder.coder())) {
      LOG.info("Units of codec {} are rebuilt by {}", file.codecName(), decoder.coder());
    }
    return new EcInputStream(
        file,
        groups,
        session,
        new TimedDecoder(decoder, statistics::decoded),
        new StockReads(stock, file, groups, session, statistics),
        statistics,
        ReadHints.NONE.readAhead(settings, layout),
        ReadSessions.rangeThreads(settings));
  }
}
