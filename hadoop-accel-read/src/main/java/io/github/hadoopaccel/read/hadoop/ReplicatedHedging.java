package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.config.ReadSettings;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.client.HdfsClientConfigKeys.HedgedRead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches on the hedged reads that HDFS itself has for positioned reads of replicated files. They
 * are on for a JVM as soon as one client in it was made with threads for them, and then for streams
 * that are open already too; nothing switches them off again.
 */
final class ReplicatedHedging implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatedHedging.class);
  private static final AtomicBoolean ON = new AtomicBoolean();

  private final URI uri;
  private final Configuration conf;
  private final int threads;

  /** What switches them on for the JVM, with a client of the file system at {@code uri}. */
  ReplicatedHedging(URI uri, Configuration conf, ReadSettings settings) {
    this.uri = uri;
    this.conf = conf;
    this.threads = settings.replicatedHedgeThreads();
  }

  /** Does it, the first time, unless the configuration says no or has them on already. */
  @Override
  public void run() {
    if (threads == 0
        || conf.getInt(HedgedRead.THREADPOOL_SIZE_KEY, 0) > 0
        || !ON.compareAndSet(false, true)) {
      return;
    }
    Configuration hedging = new Configuration(conf);
    hedging.setInt(HedgedRead.THREADPOOL_SIZE_KEY, threads);
    try (DFSClient client = new DFSClient(uri, hedging)) {
      LOG.debug("Hedged reads of replicated files are on: {}", client.getClientName());
    } catch (IOException | RuntimeException e) {
      LOG.warn("Replicated files are read without hedging", e);
    }
  }
}
