package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.hedge.UnitHolder;
import io.github.hadoopaccel.read.io.UnitReader;
import io.github.hadoopaccel.read.io.UnitSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.StorageType;
import org.apache.hadoop.hdfs.DFSUtilClient;
import org.apache.hadoop.hdfs.client.impl.BlockReaderFactory;
import org.apache.hadoop.hdfs.client.impl.DfsClientConf.ShortCircuitConf;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.protocol.datatransfer.InvalidEncryptionKeyException;
import org.apache.hadoop.hdfs.security.token.block.InvalidBlockTokenException;
import org.apache.hadoop.security.token.SecretManager.InvalidToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The units of one located block group on their DataNodes. A unit that cannot be opened is tried
 * once more where the NameNode locates it by then and did not before, or with the token it gives;
 * the other copies that were known are the caller's to try. Thread-safe.
 */
final class HdfsUnitSource implements UnitSource {
  private static final Logger LOG = LoggerFactory.getLogger(HdfsUnitSource.class);

  private final HdfsFile file;
  private final LocatedGroups groups;
  private final StreamStatistics statistics;
  private volatile UnitLocations locations;

  HdfsUnitSource(
      HdfsFile file, LocatedStripedBlock group, LocatedGroups groups, StreamStatistics statistics) {
    this.file = file;
    this.groups = groups;
    this.statistics = statistics;
    this.locations = locate(group);
  }

  private UnitLocations locate(LocatedStripedBlock group) {
    boolean byHostName = file.client().getConf().isConnectToDnViaHostname();
    return new UnitLocations(group, file.layout(), byHostName);
  }

  @Override
  public String blockGroup() {
    LocatedStripedBlock group = locations.group();
    return "block group "
        + group.getBlock().getBlockName()
        + " of "
        + file.path()
        + " at offset "
        + group.getStartOffset();
  }

  @Override
  public List<UnitHolder> holders(int unitIndex) {
    return locations.holders(unitIndex);
  }

  @Override
  public boolean isOpenInterruptible(int unitIndex) {
    ShortCircuitConf local = file.client().getConf().getShortCircuitConf();
    if (!local.isShortCircuitLocalReads() && !local.isDomainSocketDataTraffic()) {
      return true;
    }
    try {
      for (UnitLocations.Location each : locations.all(unitIndex)) {
        if (DFSUtilClient.isLocalAddress(each.address())) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public UnitReader open(int unitIndex, UnitHolder holder, long offsetInUnit, long lengthBytes)
      throws IOException {
    UnitLocations tried = locations;
    UnitLocations.Location where = tried.at(unitIndex, holder.dataNode());
    if (where == null) {
      throw new IOException("the NameNode knows no location");
    }
    try {
      return open(where, offsetInUnit, lengthBytes);
    } catch (InvalidEncryptionKeyException e) {
      file.client().clearDataEncryptionKey();
      return open(where, offsetInUnit, lengthBytes);
    } catch (IOException e) {
      if (isInterrupt(e)) {
        throw e;
      }
      boolean tokenRefused = e instanceof InvalidBlockTokenException || e instanceof InvalidToken;
      UnitLocations.Location fresh =
          refresh(tried, tokenRefused).newsOf(unitIndex, where.dataNode(), tried, tokenRefused);
      if (fresh == null) {
        throw e;
      }
      LOG.debug("Unit {} of {} is tried again on {}", unitIndex, file.path(), fresh.dataNode(), e);
      return open(fresh, offsetInUnit, lengthBytes);
    }
  }

  private static boolean isInterrupt(IOException e) {
    return Thread.currentThread().isInterrupted()
        || e instanceof ClosedByInterruptException
        || e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
  }

  private UnitLocations refresh(UnitLocations tried, boolean tokenRefused) {
    LocatedStripedBlock group = groups.refresh(tried.group(), tokenRefused);
    synchronized (this) {
      if (locations.group() != group) {
        locations = locate(group);
      }
      return locations;
    }
  }

  private UnitReader open(UnitLocations.Location where, long offsetInUnit, long lengthBytes)
      throws IOException {
    LocatedBlock block = where.internalBlock();
    StorageType[] storageTypes = block.getStorageTypes();
    return new HdfsUnitReader(
        new BlockReaderFactory(file.client().getConf())
            .setInetSocketAddress(where.address())
            .setRemotePeerFactory(file.client())
            .setDatanodeInfo(block.getLocations()[0])
            .setStorageType(storageTypes.length == 0 ? StorageType.DEFAULT : storageTypes[0])
            .setFileName(file.path())
            .setBlock(block.getBlock())
            .setBlockToken(block.getBlockToken())
            .setStartOffset(offsetInUnit)
            .setVerifyChecksum(file.verifyChecksum())
            .setClientName(file.client().getClientName())
            .setLength(lengthBytes)
            .setCachingStrategy(file.cachingStrategy().get())
            .setAllowShortCircuitLocalReads(true)
            .setClientCacheContext(file.client().getClientContext())
            .setUserGroupInformation(file.user())
            .setConfiguration(file.configuration())
            .build(),
        where,
        statistics);
  }

  /** Reports a corrupt internal block to the NameNode, as the stock stream does. */
  @Override
  public void failed(int unitIndex, UnitReader reader, IOException cause) {
    if (!(cause instanceof ChecksumException) || !(reader instanceof HdfsUnitReader opened)) {
      LOG.debug("Unit {} of {} failed", unitIndex, blockGroup(), cause);
      return;
    }
    LocatedBlock block = opened.internalBlock();
    LOG.warn(
        "Corrupt internal block {} of {} on {}", block.getBlock(), file.path(), opened.dataNode());
    DatanodeInfo[] holder = {block.getLocations()[0]};
    try {
      LocatedBlock bad = new LocatedBlock(block.getBlock(), holder);
      file.client().reportBadBlocks(new LocatedBlock[] {bad});
    } catch (IOException e) {
      LOG.warn("Could not report {} as corrupt", block.getBlock(), e);
    }
  }

  @Override
  public void refresh() {
    refresh(locations, false);
  }
}
