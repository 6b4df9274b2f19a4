package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.config.ReadSettings;
import io.github.hadoopaccel.read.io.ReadSession;
import io.github.hadoopaccel.read.metrics.NetworkSampler;
import io.github.hadoopaccel.read.metrics.ReaderState;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.SignalClient;
import java.security.SecureRandom;
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
    long readerId = readerId();
    return new TaskSession(
        session,
        SignalClient.start(
            conf,
            System.getenv(),
            attemptId,
            last -> report(attemptId, readerId, last, session, network),
            session::follow));
  }

  /** Nobody else's, and never 0. */
  private static long readerId() {
    SecureRandom random = new SecureRandom();
    long id = 0;
    while (id == 0) {
      id = random.nextLong();
    }
    return id;
  }

  private static ReadReport report(
      String attemptId, long readerId, boolean last, ReadSession session, NetworkSampler network) {
    long now = session.clock().nanoTime();
    double networkLoad = network.sample(now);
    session.networkLoad(networkLoad);
    ReaderState reader =
        new ReaderState(
            attemptId,
            readerId,
            last,
            session.posture(),
            session.extraUnits(),
            session.budgetSpentBytes(),
            networkLoad);
    return session.recorder().report(reader, now);
  }

  /** Ends the reporting. */
  void close() {
    signal.ifPresent(SignalClient::close);
  }
}
