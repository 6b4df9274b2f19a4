package io.github.hadoopaccel.straggler.am;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.mapreduce.split.JobSplit.TaskSplitMetaInfo;
import org.apache.hadoop.mapreduce.v2.app.job.Task;
import org.apache.hadoop.mapreduce.v2.app.job.impl.MapTaskImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosts an ApplicationMaster asks for when it makes the next attempt of a map.
 *
 * <p>Hadoop looks them up in the task's split when it makes an attempt, and offers no way to change
 * them: this class sets a field that Hadoop 3.4.3 and 3.5.0 have. Where it cannot, there are no
 * locations to change and attempts go where Hadoop asks for them.
 */
final class SplitLocations {
  private static final Logger LOG = LoggerFactory.getLogger(SplitLocations.class);
  private static final Optional<Access> ACCESS = access();

  private final Field field;
  private final TaskSplitMetaInfo split;
  private final String[] original;

  private SplitLocations(Field field, TaskSplitMetaInfo split) {
    this.field = field;
    this.split = split;
    this.original = split.getLocations();
  }

  /** The locations of {@code task}, or empty where they cannot be changed. */
  static Optional<SplitLocations> of(Task task) {
    if (ACCESS.isEmpty() || !(task instanceof MapTaskImpl)) {
      return Optional.empty();
    }
    try {
      Access access = ACCESS.get();
      TaskSplitMetaInfo split = (TaskSplitMetaInfo) access.splitOf().invoke(task);
      return Optional.of(new SplitLocations(access.locations(), split));
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("Attempts of {} are not steered.", task.getID(), e);
      return Optional.empty();
    }
  }

  /** Where the split is stored, as the job's client found it. */
  List<String> original() {
    return original == null ? List.of() : Arrays.stream(original).filter(Objects::nonNull).toList();
  }

  /**
   * Asks for one of {@code hosts} from now on, or for any host where there are none.
   *
   * @return whether that could be done
   */
  boolean replace(List<String> hosts) {
    return set(hosts.toArray(String[]::new));
  }

  /** Asks for the hosts that store the split again. */
  void restore() {
    set(original);
  }

  /** Seen by the dispatcher's thread: it takes the event that was sent afterwards from a queue. */
  private boolean set(String[] hosts) {
    try {
      field.set(split, hosts);
      return true;
    } catch (IllegalAccessException | RuntimeException e) {
      LOG.debug("An attempt is not steered.", e);
      return false;
    }
  }

  private static Optional<Access> access() {
    try {
      Method splitOf = MapTaskImpl.class.getDeclaredMethod("getTaskSplitMetaInfo");
      splitOf.setAccessible(true);
      Field locations = TaskSplitMetaInfo.class.getDeclaredField("locations");
      locations.setAccessible(true);
      return Optional.of(new Access(splitOf, locations));
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.info("Second attempts are not steered to other hosts: this Hadoop keeps them elsewhere.");
      LOG.debug("No access to the locations of splits.", e);
      return Optional.empty();
    }
  }

  private record Access(Method splitOf, Field locations) {}
}
