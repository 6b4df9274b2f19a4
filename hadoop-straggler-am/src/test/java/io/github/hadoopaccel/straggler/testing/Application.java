package io.github.hadoopaccel.straggler.testing;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.v2.api.records.JobReport;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskState;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.mapreduce.v2.app.job.Task;
import org.apache.hadoop.mapreduce.v2.app.job.TaskAttempt;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.event.Event;
import org.apache.hadoop.yarn.event.EventHandler;
import org.apache.hadoop.yarn.util.Records;
import org.apache.hadoop.yarn.util.SystemClock;

/**
 * The job {@link Reading#JOB} as an ApplicationMaster knows it: ten maps, and the attempts that
 * were put in. Methods of Hadoop's interfaces that nobody needs throw.
 */
public final class Application {
  private final ApplicationId id = ApplicationId.newInstance(1_700_000_000_000L, 1);
  private final Map<TaskAttemptId, TaskAttemptState> attempts = new ConcurrentHashMap<>();
  private final Map<TaskId, TaskState> tasks = new ConcurrentHashMap<>();
  private final long startTime = System.currentTimeMillis();
  private volatile int priority;

  /** Puts an attempt in, or changes its state. */
  public void put(Reading reading, TaskAttemptState state) {
    attempts.put(TypeConverter.toYarn(TaskAttemptID.forName(reading.attempt())), state);
  }

  /** Puts a task of this job in, a map or a reduce; without attempts of its own. */
  public void put(TaskId task, TaskState state) {
    tasks.put(task, state);
  }

  /** Gives the job a priority of YARN. */
  public void prioritize(int number) {
    priority = number;
  }

  /** The job itself. */
  public Job theJob() {
    return job();
  }

  /** The context that tells of it. */
  public AppContext context() {
    EventHandler<Event<?>> ignored = event -> {};
    return make(
        AppContext.class,
        Map.of(
            "getApplicationID", args -> id,
            "getApplicationAttemptId", args -> ApplicationAttemptId.newInstance(id, 1),
            "getNMHostname", args -> "localhost",
            "getStartTime", args -> startTime,
            "getClock", args -> SystemClock.getInstance(),
            "getEventHandler", args -> ignored,
            "getAllJobs", args -> Map.of(),
            "getJob", args -> job()));
  }

  private Job job() {
    return make(
        Job.class,
        Map.of(
            "getTotalMaps", args -> 10,
            "getCompletedMaps",
                args ->
                    (int)
                        attempts.values().stream()
                            .filter(TaskAttemptState.SUCCEEDED::equals)
                            .count(),
            "isUber", args -> false,
            "getTotalReduces", args -> 0,
            "getCompletedReduces", args -> 0,
            "getReport", args -> report(),
            "getTask", args -> task((TaskId) args[0])));
  }

  private JobReport report() {
    JobReport report = Records.newRecord(JobReport.class);
    report.setJobPriority(Priority.newInstance(priority));
    return report;
  }

  private Task task(TaskId task) {
    boolean known =
        tasks.containsKey(task)
            || attempts.keySet().stream().anyMatch(id -> id.getTaskId().equals(task));
    return known
        ? make(
            Task.class,
            Map.of(
                "getState", args -> tasks.getOrDefault(task, TaskState.RUNNING),
                "getAttempts", args -> attempts(task),
                "getAttempt", args -> attempt((TaskAttemptId) args[0])))
        : null;
  }

  private Map<TaskAttemptId, TaskAttempt> attempts(TaskId task) {
    Map<TaskAttemptId, TaskAttempt> ofTask = new HashMap<>();
    for (TaskAttemptId id : attempts.keySet()) {
      if (id.getTaskId().equals(task)) {
        ofTask.put(id, attempt(id));
      }
    }
    return ofTask;
  }

  private TaskAttempt attempt(TaskAttemptId attempt) {
    TaskAttemptState state = attempts.get(attempt);
    return state == null
        ? null
        : make(
            TaskAttempt.class,
            Map.of(
                "getID", args -> attempt,
                "getState", args -> state,
                "getNodeId", args -> NodeId.newInstance("localhost", 1),
                "getProgress", args -> 0.5f));
  }

  private static <T> T make(Class<T> type, Map<String, Function<Object[], Object>> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              Function<Object[], Object> answer = methods.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.toString());
              }
              return answer.apply(args);
            }));
  }
}
