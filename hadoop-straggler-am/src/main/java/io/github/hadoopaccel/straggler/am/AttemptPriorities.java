package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.straggler.escalation.PriorityRules;
import io.github.hadoopaccel.straggler.progress.AttemptName;
import io.github.hadoopaccel.straggler.progress.Priority;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/**
 * How much may be done for an attempt (seed S0-12): what the first rule says that fits, else the
 * job's priority, which may change while it runs. Thread-safe.
 */
final class AttemptPriorities {
}
