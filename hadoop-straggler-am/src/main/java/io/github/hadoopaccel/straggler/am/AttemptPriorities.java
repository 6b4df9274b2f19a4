package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.straggler.escalation.PriorityRules;
import io.github.hadoopaccel.straggler.progress.AttemptName;
import io.github.hadoopaccel.straggler.progress.Priority;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.JobPriority;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.v2.api.records.JobReport;
import org.apache.hadoop.mapreduce.v2.app.job.Job;

/**
 * How much may be done for an attempt (seed S0-12): what the first rule says that fits, else the
 * job's priority, which an operator may change while it runs. Thread-safe.
 */
final class AttemptPriorities {
  /** A job's report costs a walk over all its tasks. */
  private static final long REFRESH_MILLIS = 60_000;

  /** By YARN's numbers; others are no priority of a job. */
  private static final JobPriority[] BY_NUMBER = {
    JobPriority.DEFAULT,
    JobPriority.VERY_LOW,
    JobPriority.LOW,
    JobPriority.NORMAL,
    JobPriority.HIGH,
    JobPriority.VERY_HIGH
  };

  private final PriorityRules rules;
  private final JobPriority configured;
  private volatile JobPriority current;
  private long refreshMillis = Long.MIN_VALUE;

  AttemptPriorities(PriorityRules rules, Configuration conf) {
    this.rules = rules;
    this.configured = configured(conf.getTrimmed(MRJobConfig.PRIORITY, ""));
    this.current = configured;
  }

  /** A name or, as Hadoop allows too, a number of YARN's; what is neither is the default. */
  private static JobPriority configured(String text) {
    try {
      return text.matches("\\d{1,9}")
          ? ofNumber(Integer.parseInt(text))
          : JobPriority.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return JobPriority.DEFAULT;
    }
  }

  private static JobPriority ofNumber(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : JobPriority.DEFAULT;
  }

  /**
   * Asks what the job's priority is now, every {@value #REFRESH_MILLIS} ms. Where YARN gives it
   * none, as clusters without priorities do, the configured one stays. Called by one thread.
   */
  void refresh(Job job, long nowMillis) {
    if (nowMillis < refreshMillis) {
      return;
    }
    refreshMillis = nowMillis + REFRESH_MILLIS;
    JobReport report = job.getReport();
    int number =
        report == null || report.getJobPriority() == null
            ? 0
            : report.getJobPriority().getPriority();
    current = number == 0 ? configured : ofNumber(number);
  }

  /** That of the attempt which makes the report. */
  Priority of(ReadReport report) {
    return rules.of(
        report.input().path(), AttemptName.parse(report.attemptId()).taskIndex(), current.name());
  }
}
