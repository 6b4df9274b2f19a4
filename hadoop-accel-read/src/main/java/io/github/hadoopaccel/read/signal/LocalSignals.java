package io.github.hadoopaccel.read.signal;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * ApplicationMasters that tasks of their own JVM can report to without RPC: an uber job runs its
 * tasks inside the ApplicationMaster, without the address and the token that containers get.
 * Thread-safe.
 *
 * <p>This is one registry for each class loader that loads this class. Where the ApplicationMaster
 * and a task have it from different ones, such as with {@code mapreduce.job.classloader}, the task
 * finds nobody and reads in its own posture.
 */
public final class LocalSignals {
  private static final Map<String, Registration> JOBS = new ConcurrentHashMap<>();

  private LocalSignals() {}

  /** An ApplicationMaster that answers until this is closed; closing twice is allowed. */
  public static final class Registration implements AutoCloseable {
    private final String jobId;
    private final Function<ReadReport, Directive> answers;

    private Registration(String jobId, Function<ReadReport, Directive> answers) {
      this.jobId = jobId;
      this.answers = answers;
    }

    /** Answers no more; a later registration of the job stays. */
    @Override
    public void close() {
      JOBS.remove(jobId, this);
    }
  }

  /**
   * Has {@code answers} answer the reports of a job's attempts from now on, in place of whoever did
   * so before.
   *
   * @param jobId {@code job_…}
   * @param answers called on threads of the tasks, so it must be thread-safe and must not block; it
   *     may throw whatever it likes to refuse a report
   * @return to be closed when the job ends
   */
  public static Registration register(String jobId, Function<ReadReport, Directive> answers) {
    Registration registration =
        new Registration(
            Objects.requireNonNull(jobId, "jobId"), Objects.requireNonNull(answers, "answers"));
    JOBS.put(jobId, registration);
    return registration;
  }

  /** Who answers the reports of {@code jobId} in this JVM; empty where nobody does. */
  public static Optional<Function<ReadReport, Directive>> of(String jobId) {
    return Optional.ofNullable(JOBS.get(jobId)).map(registration -> registration.answers);
  }
}
