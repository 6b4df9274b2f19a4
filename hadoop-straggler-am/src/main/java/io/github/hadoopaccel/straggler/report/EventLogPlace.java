package io.github.hadoopaccel.straggler.report;

import io.github.hadoopaccel.straggler.config.StragglerKeys;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.mapreduce.v2.jobhistory.JHAdminConfig;
import org.apache.hadoop.mapreduce.v2.jobhistory.JobHistoryUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory where event logs of a user's jobs are. Immutable.
 *
 * <p>{@code history} means the folder {@value #FOLDER} in the user's own directory below {@code
 * mapreduce.jobhistory.intermediate-done-dir}, where the ApplicationMaster puts a finished job's
 * history file. Not that directory itself: the history server lists it again whenever a file comes
 * or goes, and moves only what belongs to history files, so that ours would stay and be listed for
 * ever. Not a directory beside it: the history server takes that for another user. And not where
 * the history server moves its files to: jobs may not write there. A folder within the user's
 * directory is passed over by every scan, belongs to the user, and has the group through which the
 * history server and its administrators read. As nobody else cleans it, each log removes old ones.
 *
 * @param directory where the files are
 * @param history whether it is the folder beside the history files; else one that was named
 */
public record EventLogPlace(Path directory, boolean history) {
  /** Name of the folder beside the history files. */
  public static final String FOLDER = "hadoop-accel";

  /** Most old files that are removed at the end of one job. */
  static final int MAX_REMOVED = 1000;

  /** Lists are in the order of names, which begin with the job's time: old files come first. */
  private static final int MAX_LISTED = 5000;

  private static final Logger LOG = LoggerFactory.getLogger(EventLogPlace.class);

  /**
   * The place that a value of {@link StragglerKeys#EVENT_LOG_DIR} means; empty for {@code none}.
   *
   * @param user short name of the job's user
   * @throws IOException naming the key, when the value is no path
   */
  public static Optional<EventLogPlace> resolve(String setting, String user, Configuration conf)
      throws IOException {
    switch (setting) {
      case "none":
        return Optional.empty();
      case "history":
        return Optional.of(new EventLogPlace(new Path(userDirectory(user, conf), FOLDER), true));
      default:
        try {
          return Optional.of(new EventLogPlace(new Path(setting), false));
        } catch (IllegalArgumentException e) {
          throw new IOException(
              StragglerKeys.EVENT_LOG_DIR
                  + " = \""
                  + setting
                  + "\": expected history, none, or a directory on any Hadoop file system: "
                  + e.getMessage(),
              e);
        }
    }
  }

  /** Makes a file, and above it what is missing, readable for the history server's group. */
  FSDataOutputStream create(LogName name, Configuration conf) throws IOException {
    FileSystem fs = fileSystem(directory, conf);
    Path file = new Path(directory, name.text());
    if (!history) {
      return create(fs, file);
    }
    FsPermission permission =
        JobHistoryUtils.getConfiguredHistoryIntermediateUserDoneDirPermissions(conf);
    make(fs, directory.getParent(), permission);
    make(fs, directory, permission);
    FSDataOutputStream out = create(fs, file);
    FsAction others = permission.getOtherAction().and(FsAction.READ);
    fs.setPermission(file, new FsPermission(FsAction.READ_WRITE, FsAction.READ, others));
    return out;
  }

  /**
   * Removes files of this kind and user that are older than history files may become. What cannot
   * be removed stays.
   *
   * @param user short name of the user
   * @throws IOException when the directory cannot be listed
   */
  void removeOld(Configuration conf, String user, long nowMillis) throws IOException {
    if (!history || !conf.getBoolean(JHAdminConfig.MR_HISTORY_CLEANER_ENABLE, true)) {
      return;
    }
    long ageMillis =
        conf.getLong(JHAdminConfig.MR_HISTORY_MAX_AGE_MS, JHAdminConfig.DEFAULT_MR_HISTORY_MAX_AGE);
    FileSystem fs = fileSystem(directory, conf);
    RemoteIterator<FileStatus> files = fs.listStatusIterator(directory);
    int removed = 0;
    for (int listed = 0;
        listed < MAX_LISTED && removed < MAX_REMOVED && files.hasNext();
        listed++) {
      FileStatus file = files.next();
      if (file.isFile()
          && nowMillis - file.getModificationTime() > ageMillis
          && LogName.parse(file.getPath().getName()).isPresent()
          && file.getOwner().equals(user)) {
        removed++;
        remove(fs, file.getPath());
      }
    }
  }

  private static void remove(FileSystem fs, Path file) {
    try {
      fs.delete(file, false);
    } catch (IOException e) {
      LOG.debug("Cannot remove the old log {}", file, e);
    }
  }

  /** The local file system holds bytes back for its checksums, whatever is flushed. */
  static FileSystem fileSystem(Path path, Configuration conf) throws IOException {
    FileSystem fs = path.getFileSystem(conf);
    return fs instanceof LocalFileSystem local ? local.getRaw() : fs;
  }

  /** Replicated, as erasure-coded files show readers nothing before they are closed. */
  private static FSDataOutputStream create(FileSystem fs, Path file) throws IOException {
    return fs instanceof DistributedFileSystem hdfs
        ? hdfs.createFile(file).overwrite(true).recursive().replicate().build()
        : fs.create(file, true);
  }

  private static void make(FileSystem fs, Path directory, FsPermission permission)
      throws IOException {
    if (!fs.exists(directory)) {
      fs.mkdirs(directory, permission);
      if (!fs.getFileStatus(directory).getPermission().equals(permission)) {
        fs.setPermission(directory, permission);
      }
    }
  }

  private static Path userDirectory(String user, Configuration conf) {
    return new Path(JobHistoryUtils.getConfiguredHistoryIntermediateDoneDirPrefix(conf), user);
  }
}
