package io.github.hadoopaccel.lab.contract;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractPathHandleTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hadoop's contract of handles that outlive a rename or notice a change. */
class PathHandleContractIT extends AbstractContractPathHandleTest {
  @RegisterExtension static final ContractCluster CLUSTER = new ContractCluster();

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return CLUSTER.contract(conf);
  }
}
