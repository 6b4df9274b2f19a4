package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.config.ReadSettings;
import io.github.hadoopaccel.read.io.ReadSession;
import io.github.hadoopaccel.read.metrics.NetworkSampler;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.SignalClient;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of a task attempt and its line to the ApplicationMaster, if it has one. Without a
 * line, or when it breaks, the attempt reads with its own posture.
 *
 * @param session what the streams of the attempt share
 * @param signal reports and receives directives; empty outside of a job that has the hook
 */
record TaskSession(ReadSession session, Optional<SignalClient> signal) {
  private static final Logger LOG = LoggerFactory.getLogger(TaskSession.class);

  /** Starts reporting on {@code session}. */
  static TaskSession start(
      String attemptId, ReadSession session, Configuration conf, ReadSettings settings) {
    LOG.info("{} reads striped files with {}", attemptId, settings);
    NetworkSampler network = new NetworkSampler(settings.networkCapacityBytesPerSec());
    return new TaskSession(
        session,
        SignalClient.start(
            conf, System.getenv(), () -> report(attemptId, session, network), session::follow));
  }

  private static ReadReport report(String attemptId, ReadSession session, NetworkSampler network) {
    long now = session.clock().nanoTime();
    double networkLoad = network.sample(now);
    session.networkLoad(networkLoad);
    return session.recorder().report(attemptId, session.posture(), networkLoad, now);
  }

  /** Ends the reporting. */
  void close() {
    signal.ifPresent(SignalClient::close);
  }
}
