package io.github.hadoopaccel.lab.contract;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractVectoredReadTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.ClassRule;

/** Hadoop's contract of vectored reads, into heap buffers and direct ones. */
public class VectoredReadContractIT extends AbstractContractVectoredReadTest {
  @ClassRule public static final ContractCluster CLUSTER = new ContractCluster();

  public VectoredReadContractIT(String bufferType) {
    super(bufferType);
  }

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return CLUSTER.contract(conf);
  }
}
