package io.github.hadoopaccel.read.signal;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.mapreduce.TaskAttemptID;

/** The way of a task to the ApplicationMaster in whose JVM it runs; see {@link LocalSignals}. */
final class LocalLine implements SignalLine {
  private final String jobId;

  private LocalLine(String jobId) {
    this.jobId = jobId;
  }

  /** Empty where nobody in this JVM answers for the attempt's job. */
  static Optional<SignalLine> of(String attemptId) {
    try {
      String jobId = TaskAttemptID.forName(attemptId).getJobID().toString();
      return LocalSignals.of(jobId).map(answers -> new LocalLine(jobId));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public Directive report(ReadReport report) throws IOException {
    Function<ReadReport, Directive> answers =
        LocalSignals.of(jobId)
            .orElseThrow(() -> new IOException("nobody answers for " + jobId + " any more"));
    Directive directive = answers.apply(report);
    if (directive == null) {
      throw new IOException("no answer for " + report.attemptId());
    }
    return directive;
  }
}
