package io.github.hadoopaccel.lab.contract;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractSeekTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.ClassRule;

/** Hadoop's contract of seeking and of positioned reads. */
public class SeekContractIT extends AbstractContractSeekTest {
  @ClassRule public static final ContractCluster CLUSTER = new ContractCluster();

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return CLUSTER.contract(conf);
  }
}
