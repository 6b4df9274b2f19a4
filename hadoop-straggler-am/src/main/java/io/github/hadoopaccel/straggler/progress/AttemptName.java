package io.github.hadoopaccel.straggler.progress;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a task attempt, taken apart. Immutable.
 *
 * <p>Only the text that Hadoop itself makes of an attempt is one, so that an attempt has one name:
 * at least four digits of the job's number and six of the task's, and no zeros before a number but
 * those that fill it up. Example: {@code attempt_1700000000000_0001_m_000007_1} is attempt 1, the
 * second one, of map 7.
 *
 * @param id the whole name
 * @param map whether it is of a map; else of a reduce
 * @param taskIndex number of the task among the maps, or among the reduces
 * @param attemptNumber 0 for the task's first attempt; from 1000 on after a restart
 */
public record AttemptName(String id, boolean map, int taskIndex, int attemptNumber) {
  private static final Pattern FORM =
      Pattern.compile(
          "attempt_(?:0|[1-9]\\d{0,18})_(?:\\d{4}|[1-9]\\d{4,9})"
              + "_([mr])_(\\d{6}|[1-9]\\d{6,8})_(0|[1-9]\\d{0,8})");

  /**
   * Takes a name apart.
   *
   * @throws IllegalArgumentException if it is not the name of a map's or a reduce's attempt
   */
  public static AttemptName parse(String id) {
    Matcher form = FORM.matcher(id);
    if (!form.matches()) {
      throw new IllegalArgumentException("\"" + id + "\" is no attempt of a map or a reduce");
    }
    return new AttemptName(
        id,
        form.group(1).equals("m"),
        Integer.parseInt(form.group(2)),
        Integer.parseInt(form.group(3)));
  }

  /** The task, {@code task_…}. */
  public String taskId() {
    return "task" + id.substring("attempt".length(), id.lastIndexOf('_'));
  }

  /** The job, {@code job_…}. */
  public String jobId() {
    int afterStamp = id.indexOf('_', "attempt_".length());
    return "job" + id.substring("attempt".length(), id.indexOf('_', afterStamp + 1));
  }
}
