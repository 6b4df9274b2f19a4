package io.github.hadoopaccel.lab.contract;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Options.HandleOpt;
import org.apache.hadoop.fs.contract.AbstractContractPathHandleTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.ClassRule;

/** Hadoop's contract of handles that outlive a rename or notice a change. */
public class PathHandleContractIT extends AbstractContractPathHandleTest {
  @ClassRule public static final ContractCluster CLUSTER = new ContractCluster();

  public PathHandleContractIT(String name, HandleOpt[] options, boolean serialized) {
    super(name, options, serialized);
  }

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return CLUSTER.contract(conf);
  }
}
