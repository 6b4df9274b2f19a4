package io.github.hadoopaccel.lab.contract;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractUnbufferTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.ClassRule;

/** Hadoop's contract of giving buffers and connections back between reads. */
public class UnbufferContractIT extends AbstractContractUnbufferTest {
  @ClassRule public static final ContractCluster CLUSTER = new ContractCluster();

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return CLUSTER.contract(conf);
  }
}
