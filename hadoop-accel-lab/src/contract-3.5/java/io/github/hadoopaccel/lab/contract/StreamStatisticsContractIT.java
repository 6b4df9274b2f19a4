package io.github.hadoopaccel.lab.contract;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractStreamIOStatisticsTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hadoop's contract of what streams tell of their bytes; for output see {@link StockOutput}. */
class StreamStatisticsContractIT extends AbstractContractStreamIOStatisticsTest {
  @RegisterExtension static final ContractCluster CLUSTER = new ContractCluster();

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return CLUSTER.contract(conf);
  }

  @Test
  @Override
  public void testOutputStreamStatisticKeys() throws Throwable {
    StockOutput.hasNoStatistics(getFileSystem(), methodPath());
  }

  @Test
  @Override
  public void testWriteSingleByte() throws Throwable {
    StockOutput.countsSingleByte(getFileSystem(), methodPath());
  }

  @Test
  @Override
  public void testWriteByteArrays() throws Throwable {
    StockOutput.countsByteArrays(getFileSystem(), methodPath());
  }
}
