package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.io.UnitReader;
import io.github.hadoopaccel.read.io.UnitSource;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.StorageType;
import org.apache.hadoop.hdfs.DFSUtilClient;
import org.apache.hadoop.hdfs.client.impl.BlockReaderFactory;
import org.apache.hadoop.hdfs.client.impl.DfsClientConf.ShortCircuitConf;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.CachingStrategy;
import org.apache.hadoop.hdfs.util.StripedBlockUtil;
import org.apache.hadoop.net.NetUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The units of one located block group on their DataNodes. Thread-safe. */
final class HdfsUnitSource implements UnitSource {
  private static final Logger LOG = LoggerFactory.getLogger(HdfsUnitSource.class);

  private final HdfsFile file;
  private final CachingStrategy cachingStrategy;
  private final LocatedBlock[] internalBlocks;
  private final String[] dataNodes;
  private final InetSocketAddress[] addresses;

  HdfsUnitSource(HdfsFile file, LocatedStripedBlock group, CachingStrategy cachingStrategy) {
    this.file = file;
    this.cachingStrategy = cachingStrategy;
    EcLayout layout = file.layout();
    this.internalBlocks =
        StripedBlockUtil.parseStripedBlockGroup(
            group, layout.cellSizeBytes(), layout.dataUnits(), layout.parityUnits());
    this.dataNodes = new String[internalBlocks.length];
    this.addresses = new InetSocketAddress[internalBlocks.length];
    boolean byHostName = file.client().getConf().isConnectToDnViaHostname();
    for (int unit = 0; unit < internalBlocks.length; unit++) {
      if (hasLocation(internalBlocks[unit])) {
        dataNodes[unit] = internalBlocks[unit].getLocations()[0].getXferAddr(byHostName);
        addresses[unit] = NetUtils.createSocketAddr(dataNodes[unit]);
      }
    }
  }

  private static boolean hasLocation(LocatedBlock block) {
    return block != null && block.getLocations() != null && block.getLocations().length > 0;
  }

  @Override
  public String dataNode(int unitIndex) {
    return dataNodes[unitIndex];
  }

  @Override
  public boolean isOpenInterruptible(int unitIndex) {
    ShortCircuitConf local = file.client().getConf().getShortCircuitConf();
    if (!local.isShortCircuitLocalReads() && !local.isDomainSocketDataTraffic()) {
      return true;
    }
    try {
      return addresses[unitIndex] == null || !DFSUtilClient.isLocalAddress(addresses[unitIndex]);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public UnitReader open(int unitIndex, long offsetInUnit, long lengthBytes) throws IOException {
    LocatedBlock block = internalBlocks[unitIndex];
    if (dataNodes[unitIndex] == null) {
      throw new IOException("unit " + unitIndex + " of " + file.path() + " has no location");
    }
    StorageType[] storageTypes = block.getStorageTypes();
    return new HdfsUnitReader(
        new BlockReaderFactory(file.client().getConf())
            .setInetSocketAddress(addresses[unitIndex])
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
            .setCachingStrategy(cachingStrategy)
            .setAllowShortCircuitLocalReads(true)
            .setClientCacheContext(file.client().getClientContext())
            .setUserGroupInformation(file.user())
            .setConfiguration(file.configuration())
            .build());
  }

  /** Reports a corrupt internal block to the NameNode, as the stock stream does. */
  @Override
  public void failed(int unitIndex, IOException cause) {
    if (!(cause instanceof ChecksumException)) {
      LOG.debug("Unit {} of {} failed on {}", unitIndex, file.path(), dataNodes[unitIndex], cause);
      return;
    }
    LocatedBlock block = internalBlocks[unitIndex];
    LOG.warn(
        "Corrupt internal block {} of {} on {}",
        block.getBlock(),
        file.path(),
        dataNodes[unitIndex]);
    DatanodeInfo[] where = {block.getLocations()[0]};
    try {
      file.client().reportBadBlocks(new LocatedBlock[] {new LocatedBlock(block.getBlock(), where)});
    } catch (IOException e) {
      LOG.warn("Could not report {} as corrupt", block.getBlock(), e);
    }
  }
}
