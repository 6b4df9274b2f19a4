package io.github.hadoopaccel.straggler.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds event logs and reads them back, also one that is still being written. Stateless. */
public final class EventLogReader {
  /** An application attempt may end without a log, so the next log need not be of the next. */
  private static final int ATTEMPTS_AHEAD = 3;

  private EventLogReader() {}

  /**
   * The events of one log, in the order they were written, without those of a later version. A last
   * line without its end, left by a killed ApplicationMaster or one that is writing it just now, is
   * left out.
   *
   * @throws IOException when the file cannot be read, or naming the line that is no event
   */
  public static List<StragglerEvent> read(Path file, Configuration conf) throws IOException {
    List<StragglerEvent> events = new ArrayList<>();
    new EventLogTail(file, conf).poll(events::add);
    return events;
  }

  /**
   * The event logs of a job in {@code dir}, in the order of its application attempts.
   *
   * @param jobId the job, {@code job_…}
   * @throws IOException when the directory cannot be listed; {@link java.io.FileNotFoundException}
   *     when there is none
   */
  public static List<Path> logs(Path dir, String jobId, Configuration conf) throws IOException {
    return Arrays.stream(EventLogPlace.fileSystem(dir, conf).listStatus(dir))
        .map(FileStatus::getPath)
        .filter(path -> isLog(path, jobId))
        .sorted(Comparator.comparingInt(EventLogReader::applicationAttempt))
        .toList();
  }

  /**
   * The log of an application attempt soon after that of {@code log}, if there is one.
   *
   * @throws IOException when the file system cannot be asked
   */
  public static Optional<Path> successor(Path log, Configuration conf) throws IOException {
    FileSystem fs = EventLogPlace.fileSystem(log, conf);
    LogName name = LogName.parse(log.getName()).orElseThrow();
    for (int ahead = ATTEMPTS_AHEAD; ahead > 0; ahead--) {
      LogName later = name.ofAttempt(name.applicationAttempt() + ahead);
      Path path = new Path(log.getParent(), later.text());
      if (fs.exists(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static boolean isLog(Path path, String jobId) {
    return LogName.parse(path.getName())
        .filter(name -> name.jobId().equals(jobId) && !name.snapshots())
        .isPresent();
  }

  private static int applicationAttempt(Path log) {
    return LogName.parse(log.getName()).orElseThrow().applicationAttempt();
  }
}
