package io.github.hadoopaccel.straggler.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file beside others of its kind. Immutable.
 *
 * <p>Example: {@code job_1700000000000_0001_2.jsonl} is the event log of the second application
 * attempt of that job, {@code job_1700000000000_0001_2.snapshots.jsonl} holds its snapshots.
 *
 * @param jobId the job, {@code job_…}
 * @param applicationAttempt from 1 on
 * @param snapshots whether it holds snapshots; else events
 */
record LogName(String jobId, int applicationAttempt, boolean snapshots) {
  private static final Pattern FORM =
      Pattern.compile("(job_\\d+_\\d+)_(\\d{1,9})(\\.snapshots)?\\.jsonl");

  /** Empty for a file of another kind. */
  static Optional<LogName> parse(String name) {
    Matcher form = FORM.matcher(name);
    return form.matches()
        ? Optional.of(
            new LogName(form.group(1), Integer.parseInt(form.group(2)), form.group(3) != null))
        : Optional.empty();
  }

  LogName ofAttempt(int attempt) {
    return new LogName(jobId, attempt, snapshots);
  }

  String text() {
    return jobId + "_" + applicationAttempt + (snapshots ? ".snapshots" : "") + ".jsonl";
  }
}
