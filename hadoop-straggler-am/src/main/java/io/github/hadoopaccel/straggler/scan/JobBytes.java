package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.function.Consumer;

/**
 * The bytes of a job's maps as far as they are known. Immutable.
 *
 * <pre>
 * known     = useful so far + remaining
 * remaining = Σ remaining of running attempts + pending maps × mean of the known splits
 * </pre>
 *
 * <p>What is not known counts nothing: of an attempt without a split only what it has read, of
 * pending maps nothing before a split is known. Example: two attempts that read 300 and 500 of 1000
 * bytes, and 3 pending maps: remaining = 700 + 500 + 3000 = 4200, known = 5000.
 *
 * @param usefulBytes useful so far
 * @param remainingBytes still to be read
 */
record JobBytes(long usefulBytes, long remainingBytes) {
  /** Those of one look, in one pass over the running attempts in which {@code each} sees them. */
  static JobBytes of(JobSnapshot job, Consumer<AttemptProgress> each) {
    double remaining = 0;
    double splits = 0;
    long known = 0;
    for (AttemptProgress attempt : job.running()) {
      each.accept(attempt);
      long left = attempt.remainingBytes();
      if (left >= 0) {
        remaining += left;
        splits += attempt.report().usefulBytes() + (double) left;
        known++;
      }
    }
    for (AttemptProgress attempt : job.finished()) {
      splits += Math.max(attempt.report().usefulBytes(), attempt.report().input().splitBytes());
      known++;
    }
    double pending = known == 0 ? 0 : job.maps().pending() * (splits / known);
    return new JobBytes(job.usefulBytes(), (long) (remaining + pending));
  }

  double knownBytes() {
    return (double) usefulBytes + remainingBytes;
  }
}
