package io.github.hadoopaccel.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hadoopaccel.lab.demo.RunMeasurement.AttemptEvent;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Reads what the ApplicationMaster logged about the attempts of a job: one JSON object per line.
 */
final class EventLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EventLog() {}

  /**
   * The "flagged" and "posture" events of a job, in order of time; none if the folder is absent. A
   * last line that was cut off is left out.
   *
   * @param jobId such as job_1700000000000_0003
   */
  static List<AttemptEvent> read(FileSystem fileSystem, Path folder, String jobId)
      throws IOException {
    List<AttemptEvent> events = new ArrayList<>();
    String attemptPrefix = "attempt_" + jobId.substring("job_".length()) + "_";
    RemoteIterator<LocatedFileStatus> files;
    try {
      files = fileSystem.listFiles(folder, true);
    } catch (FileNotFoundException e) {
      return events;
    }
    while (files.hasNext()) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  fileSystem.open(files.next().getPath()), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          add(line, attemptPrefix, events);
        }
      }
    }
    events.sort(Comparator.comparingLong(AttemptEvent::timeMillis));
    return events;
  }

  private static void add(String line, String attemptPrefix, List<AttemptEvent> events) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (IOException e) {
      return;
    }
    String event = node.path("event").asText();
    String attempt = node.path("attempt").asText();
    if ((event.equals("flagged") || event.equals("posture")) && attempt.startsWith(attemptPrefix)) {
      events.add(
          new AttemptEvent(
              node.path("timeMillis").asLong(),
              event,
              attempt,
              node.path("attemptAgeMillis").asLong(),
              node.path("from").asText(),
              node.path("to").asText()));
    }
  }
}
