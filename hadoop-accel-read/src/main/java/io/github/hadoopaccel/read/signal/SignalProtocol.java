package io.github.hadoopaccel.read.signal;

import java.io.IOException;
import org.apache.hadoop.ipc.ProtocolInfo;
import org.apache.hadoop.security.token.TokenInfo;

/**
 * The call of a reading task to its ApplicationMaster (seed S0-08). Secured by a token that only
 * the containers of the job hold.
 */
@ProtocolInfo(
    protocolName = "io.github.hadoopaccel.signal",
    protocolVersion = SignalProtocol.VERSION)
@TokenInfo(SignalTokenSelector.class)
public interface SignalProtocol {
  /** Version of the calls; the messages carry their own. */
  long VERSION = 1;

  /**
   * Environment variable of a task that holds the address of its ApplicationMaster's signal server,
   * {@code host:port}. Absent where the ApplicationMaster does not listen.
   */
  String ADDRESS_VARIABLE = "HADOOP_ACCEL_SIGNAL_ADDRESS";

  /**
   * Tells how an attempt's reading goes and asks how it should go on. Never blocks on a decision:
   * the answer is what the last scan of the job decided.
   *
   * @throws IOException when the caller's token is not of this job, or the report names an attempt
   *     of another job or no attempt at all
   */
  DirectiveMessage report(ReportMessage report) throws IOException;
}
