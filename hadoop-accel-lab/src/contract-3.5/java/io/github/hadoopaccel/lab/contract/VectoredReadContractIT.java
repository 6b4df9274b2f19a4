package io.github.hadoopaccel.lab.contract;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractVectoredReadTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Hadoop's contract of vectored reads, into heap buffers and direct ones. */
@ParameterizedClass(name = "{0}")
@MethodSource("params")
class VectoredReadContractIT extends AbstractContractVectoredReadTest {
  @RegisterExtension static final ContractCluster CLUSTER = new ContractCluster();

  VectoredReadContractIT(String bufferType) {
    super(bufferType);
  }

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return CLUSTER.contract(conf);
  }
}
