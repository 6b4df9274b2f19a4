package io.github.hadoopaccel.straggler.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.straggler.testing.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogPlaceTest {
  private final Configuration conf = new Configuration();
  @TempDir private java.nio.file.Path dir;
  private String user;
  private java.nio.file.Path folder;

  @BeforeEach
  void historyIsInTheFolder() throws IOException {
    conf.set("mapreduce.jobhistory.intermediate-done-dir", dir.toUri().toString());
    user = UserGroupInformation.getCurrentUser().getShortUserName();
    folder = dir.resolve(user).resolve("hadoop-accel");
  }

  @Test
  void historyIsAFolderInTheOwnersDirectoryOfTheHistoryFiles() throws IOException {
    EventLogPlace place = EventLogPlace.resolve("history", "jane", conf).orElseThrow();
    assertThat(place.directory().toUri().getPath()).isEqualTo(dir + "/jane/hadoop-accel");
    conf.unset("mapreduce.jobhistory.intermediate-done-dir");
    conf.set("yarn.app.mapreduce.am.staging-dir", "/staging");
    assertThat(EventLogPlace.resolve("history", "jane", conf).orElseThrow().directory())
        .hasToString("/staging/history/done_intermediate/jane/hadoop-accel");
  }

  @Test
  void noneIsNowhereAndAnythingElseADirectory() throws IOException {
    assertThat(EventLogPlace.resolve("none", user, conf)).isEmpty();
    assertThat(EventLogPlace.resolve("hdfs://nn/logs", user, conf).orElseThrow().directory())
        .hasToString("hdfs://nn/logs");
    assertThatThrownBy(() -> EventLogPlace.resolve(":nowhere", user, conf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("accel.straggler.event-log-dir = \":nowhere\"");
  }

  @Test
  void theHistoryServersGroupMayReadAndOthersMayNot() throws IOException {
    log("history");
    assertThat(permissions(folder.getParent())).isEqualTo("rwxrwx---");
    assertThat(permissions(folder)).isEqualTo("rwxrwx---");
    assertThat(permissions(folder.resolve(Events.JOB + "_1.jsonl"))).isEqualTo("rw-r-----");
  }

  @Test
  void othersMayReadWhereTheyMayReadHistoryFiles() throws IOException {
    conf.set("mapreduce.jobhistory.intermediate-user-done-dir.permissions", "775");
    log("history");
    assertThat(permissions(folder)).isEqualTo("rwxrwxr-x");
    assertThat(permissions(folder.resolve(Events.JOB + "_1.jsonl"))).isEqualTo("rw-r--r--");
  }

  @Test
  void oldLogsAreRemovedAndNothingElse() throws IOException {
    Files.createDirectories(folder);
    Instant old = Instant.now().minus(Duration.ofDays(8));
    for (String name :
        new String[] {
          "job_1600000000000_0001_1.jsonl",
          "job_1600000000000_0001_1.snapshots.jsonl",
          "job_1600000000000_0002_1.jhist",
          "notes.jsonl"
        }) {
      Files.setLastModifiedTime(Files.createFile(folder.resolve(name)), FileTime.from(old));
    }
    Files.createFile(folder.resolve("job_1600000000000_0003_1.jsonl"));
    log("history");
    assertThat(names(folder))
        .containsExactlyInAnyOrder(
            "job_1600000000000_0002_1.jhist",
            "notes.jsonl",
            "job_1600000000000_0003_1.jsonl",
            Events.JOB + "_1.jsonl");
  }

  @Test
  void whereHistoryIsKeptOrADirectoryNamedNothingIsRemoved() throws IOException {
    Files.createDirectories(folder);
    java.nio.file.Path file = Files.createFile(folder.resolve("job_1600000000000_0001_1.jsonl"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    log(folder.toUri().toString());
    assertThat(file).exists();
    conf.setBoolean("mapreduce.jobhistory.cleaner.enable", false);
    log("history");
    assertThat(file).exists();
  }

  private void log(String setting) throws IOException {
    EventLogPlace place = EventLogPlace.resolve(setting, user, conf).orElseThrow();
    try (EventLog log = EventLog.start(place, Events.JOB, 1, conf, 10)) {
      log.add(Events.FLAGGED);
    }
  }

  private static String permissions(java.nio.file.Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Stream<String> names(java.nio.file.Path folder) throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream()
          .filter(name -> !name.endsWith(".crc"));
    }
  }
}
