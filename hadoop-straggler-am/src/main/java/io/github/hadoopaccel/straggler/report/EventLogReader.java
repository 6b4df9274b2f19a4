package io.github.hadoopaccel.straggler.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads event logs back, also one that is still being written. Stateless. */
public final class EventLogReader {
  /** How the name of an event log ends. */
  public static final String SUFFIX = ".jsonl";

  private EventLogReader() {}

  /**
   * The events of one log, in the order they were written. A last line without its end, left by a
   * killed ApplicationMaster or one that is writing it just now, is left out.
   *
   * @throws IOException when the file cannot be read, or naming the line that is no event
   */
  public static List<StragglerEvent> read(Path file, Configuration conf) throws IOException {
    String text = text(file, conf);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    List<StragglerEvent> events = new ArrayList<>();
    int number = 0;
    for (String line : whole.lines().toList()) {
      number++;
      try {
        events.add(EventFields.decode(line));
      } catch (IOException e) {
        throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
      }
    }
    return events;
  }

  /**
   * The logs of a job in {@code dir}, one per application attempt, by name.
   *
   * @param jobId the job, {@code job_…}
   * @throws IOException when the directory cannot be listed
   */
  public static List<Path> logs(Path dir, String jobId, Configuration conf) throws IOException {
    FileSystem fs = dir.getFileSystem(conf);
    return Arrays.stream(fs.listStatus(dir))
        .map(FileStatus::getPath)
        .filter(path -> path.getName().startsWith(jobId + "_"))
        .filter(path -> path.getName().endsWith(SUFFIX))
        .sorted()
        .toList();
  }

  private static String text(Path file, Configuration conf) throws IOException {
    StringBuilder text = new StringBuilder();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(file.getFileSystem(conf).open(file), StandardCharsets.UTF_8))) {
      char[] buffer = new char[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        text.append(buffer, 0, n);
      }
    }
    return text.toString();
  }
}
