package io.github.hadoopaccel.straggler.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.testing.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  private static final String NAME = Events.JOB + "_1.jsonl";

  private static final StragglerEvent.Status NOTHING_YET =
      new StragglerEvent.Status(
          1, 1, new JobTotals(4, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0), List.of(), List.of());

  private final Configuration conf = new Configuration();
  @TempDir private java.nio.file.Path dir;
  private EventLogPlace place;

  @BeforeEach
  void inTheFolder() throws IOException {
    place = EventLogPlace.resolve(dir.toUri().toString(), "anyone", conf).orElseThrow();
  }

  @Test
  void everyEventComesBackAsItWas() throws IOException {
    List<StragglerEvent> events = new ArrayList<>(Events.ALL);
    events.add(Events.KEPT);
    try (EventLog log = EventLog.start(place, Events.JOB, 1, conf, 100)) {
      events.forEach(log::add);
    }
    assertThat(EventLogReader.read(path(NAME), conf)).isEqualTo(events);
    assertThat(logs()).containsExactly(NAME);
    assertThat(EventLogReader.logs(place.directory(), "job_1700000000000_0002", conf)).isEmpty();
  }

  @Test
  void eventsCanBeReadWhileTheLogIsOpen() throws IOException {
    try (EventLog log = EventLog.start(place, Events.JOB, 1, conf, 50)) {
      log.add(Events.FLAGGED);
      await().until(() -> Files.exists(dir.resolve(NAME)));
      await().until(() -> EventLogReader.read(path(NAME), conf).equals(List.of(Events.FLAGGED)));
    }
  }

  @Test
  void aJobInWhichNothingHappensHasNoFile() throws IOException {
    try (EventLog log = EventLog.start(place, Events.JOB, 1, conf, 10)) {
      log.add(NOTHING_YET);
      log.add(NOTHING_YET);
    }
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void onceSomethingHasHappenedEveryStateIsWritten() throws IOException {
    try (EventLog log = EventLog.start(place, Events.JOB, 1, conf, 10)) {
      log.add(NOTHING_YET);
      log.add(Events.REFUSED);
      log.add(NOTHING_YET);
    }
    assertThat(EventLogReader.read(path(NAME), conf)).containsExactly(Events.REFUSED, NOTHING_YET);
  }

  @Test
  void snapshotsAreBesideAndAreNoEventLog() throws IOException {
    try (EventLog log = EventLog.start(place, Events.JOB, 1, conf, 10);
        LineLog<Integer> snapshots =
            EventLog.snapshots(
                place, Events.JOB, 1, conf, 10, number -> "{\"n\":" + number + "}")) {
      log.add(Events.FLAGGED);
      snapshots.add(1);
      snapshots.add(2);
    }
    assertThat(dir.resolve(Events.JOB + "_1.snapshots.jsonl")).hasContent("{\"n\":1}\n{\"n\":2}\n");
    assertThat(logs()).containsExactly(NAME);
  }

  @Test
  void whatDoesNotFitIsDroppedAndCountedButTheLastLineIsNot() throws IOException {
    LineLog<String> log =
        LineLog.start(place, new LogName(Events.JOB, 1, false), conf, 10, text -> text, 100, 5);
    log.add("12345");
    await().until(() -> log.writtenBytes() >= 5);
    log.add("too much");
    log.addLast("end");
    log.close();
    assertThat(dir.resolve(NAME)).hasContent("12345\nend\n");
    assertThat(log.dropped()).isEqualTo(1);
    log.add("after the end");
    log.addLast("after the end");
    assertThat(log.dropped()).isEqualTo(3);
  }

  @Test
  void aLongLogTellsTheStateOnceAMinute() throws IOException {
    String reason = "x".repeat(1 << 20);
    try (EventLog log = EventLog.start(place, Events.JOB, 1, conf, 10)) {
      for (int i = 0; i < 17; i++) {
        log.add(new StragglerEvent.Refused(1, 1, reason, i));
      }
      await()
          .until(() -> Files.exists(dir.resolve(NAME)) && Files.size(dir.resolve(NAME)) > 17 << 20);
      for (int second = 0; second <= 120; second++) {
        log.add(state(second * 1000L));
      }
    }
    assertThat(EventLogReader.read(path(NAME), conf))
        .filteredOn(StragglerEvent.Status.class::isInstance)
        .extracting(StragglerEvent::timeMillis)
        .containsExactly(0L, 60_000L, 120_000L);
  }

  @Test
  void aLineThatCannotBeMadeIsLeftOut() throws IOException {
    LineLog<Integer> log =
        LineLog.start(
            place,
            new LogName(Events.JOB, 1, true),
            conf,
            10,
            number -> Integer.toString(6 / number),
            100,
            1000);
    List.of(1, 0, 2).forEach(log::add);
    log.close();
    assertThat(dir.resolve(Events.JOB + "_1.snapshots.jsonl")).hasContent("6\n3\n");
    assertThat(log.dropped()).isEqualTo(1);
  }

  @Test
  void logsAreInTheOrderOfTheirApplicationAttempts() throws IOException {
    for (int attempt : new int[] {2, 10, 1}) {
      try (EventLog log = EventLog.start(place, Events.JOB, attempt, conf, 10)) {
        log.add(Events.FLAGGED);
      }
    }
    Files.createFile(dir.resolve(Events.JOB + "_1.jsonl.tmp"));
    assertThat(logs()).containsExactly(NAME, Events.JOB + "_2.jsonl", Events.JOB + "_10.jsonl");
    assertThat(EventLogReader.successor(path(NAME), conf))
        .map(Path::getName)
        .contains(Events.JOB + "_2.jsonl");
    assertThat(EventLogReader.successor(path(Events.JOB + "_2.jsonl"), conf)).isEmpty();
  }

  @Test
  void aLineIsWhatItsFieldsSay() {
    assertThat(EventLine.encode(Events.POSTURE))
        .isEqualTo(
            "{\"timeMillis\":1700000010000,\"jobElapsedMillis\":11000,\"event\":\"posture\","
                + "\"attempt\":\"attempt_1700000000000_0001_m_000007_0\","
                + "\"attemptAgeMillis\":6000,\"from\":\"CAREFUL\",\"to\":\"ACCELERATED\"}");
  }

  @Test
  void aSummaryOfTheFirstVersionIsReadable() throws IOException {
    Files.writeString(
        dir.resolve(NAME),
        "{\"timeMillis\":4,\"jobElapsedMillis\":40,\"event\":\"summary\",\"attemptsReported\":3,"
            + "\"attemptsFlagged\":2,\"usefulBytes\":10,\"extraBytes\":5,\"grantedBytes\":6,"
            + "\"reportsAccepted\":7,\"reportsRefused\":8,\"eventsDropped\":9}\n");
    assertThat(EventLogReader.read(path(NAME), conf))
        .containsExactly(
            new StragglerEvent.Summary(
                4, 40, 3, 2, 0, 0, 10, 5, 6, 7, 8, 9, Optional.empty(), Map.of()));
  }

  @Test
  void anEventOfALaterVersionIsPassedOver() throws IOException {
    Files.writeString(
        dir.resolve(NAME),
        "{\"timeMillis\":4,\"jobElapsedMillis\":40,\"event\":\"retired\"}\n"
            + EventLine.encode(Events.LAPSED)
            + "\n");
    assertThat(EventLogReader.read(path(NAME), conf)).containsExactly(Events.LAPSED);
  }

  @Test
  void aLineCutOffByAKillIsLeftOutAndAWrongOneIsNamed() throws IOException {
    java.nio.file.Path file = dir.resolve("a.jsonl");
    Files.writeString(file, EventLine.encode(Events.LAPSED) + "\n{\"timeMillis\":");
    assertThat(EventLogReader.read(path("a.jsonl"), conf)).containsExactly(Events.LAPSED);
    Files.writeString(file, "1}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> EventLogReader.read(path("a.jsonl"), conf))
        .isInstanceOf(EventLogTail.BadLineException.class)
        .hasMessageContaining("a.jsonl, line 2")
        .hasMessageContaining("jobElapsedMillis");
  }

  @Test
  void aTailGoesOnWhereItStopped() throws IOException {
    java.nio.file.Path file = dir.resolve(NAME);
    String second = EventLine.encode(Events.LAPSED);
    Files.writeString(file, EventLine.encode(Events.FLAGGED) + "\n" + second.substring(0, 20));
    EventLogTail tail = new EventLogTail(path(NAME), conf);
    List<StragglerEvent> seen = new ArrayList<>();
    tail.poll(seen::add);
    assertThat(seen).containsExactly(Events.FLAGGED);
    tail.poll(seen::add);
    assertThat(seen).hasSize(1);
    Files.writeString(file, second.substring(20) + "\n", StandardOpenOption.APPEND);
    tail.poll(seen::add);
    assertThat(seen).containsExactly(Events.FLAGGED, Events.LAPSED);
  }

  @Test
  void aVerdictOutOfItsRangeIsABadLine() throws IOException {
    Files.writeString(
        dir.resolve(NAME),
        EventLine.encode(Events.JUDGED).replace("\"weight\":2.5", "\"weight\":-1") + "\n");
    assertThatThrownBy(() -> EventLogReader.read(path(NAME), conf))
        .hasMessageContaining("line 1: weight = -1.0 is not above 0");
  }

  @Test
  void numbersThatAreNoneDoNotSpoilALine() throws IOException {
    Evidence odd =
        new Evidence(Double.NaN, Double.POSITIVE_INFINITY, 0, 0, 0, 0, 0, List.of(), Double.NaN, 0);
    StragglerEvent event = new StragglerEvent.Judged(1, 1, "a", 1, new Verdict.Keep("odd", odd));
    Files.writeString(dir.resolve(NAME), EventLine.encode(event) + "\n");
    assertThat(EventLogReader.read(path(NAME), conf))
        .singleElement()
        .satisfies(
            read -> {
              Evidence evidence = ((StragglerEvent.Judged) read).verdict().evidence();
              assertThat(evidence.rateBytesPerSec()).isNaN();
              assertThat(evidence.averageBytesPerSec()).isEqualTo(Double.MAX_VALUE);
              assertThat(evidence.networkLoadKnown()).isFalse();
            });
  }

  @Test
  void aStateKeepsTheAttemptsThatTakeLongest() {
    List<AttemptStatus> many =
        Stream.iterate(0, i -> i + 1)
            .limit(200)
            .map(i -> attempt("a" + i, i == 3 ? Long.MAX_VALUE : i))
            .toList();
    StragglerEvent.Status status =
        new StragglerEvent.Status(1, 1, Events.STATUS.totals(), many, List.of());
    assertThat(status.attempts()).hasSize(StragglerEvent.Status.MAX_ATTEMPTS);
    assertThat(status.attempts()).extracting(AttemptStatus::attempt).startsWith("a3", "a199");
  }

  @Test
  void aDirectoryThatCannotBeWrittenHurtsNobody() throws IOException {
    java.nio.file.Path file = Files.createFile(dir.resolve("file"));
    EventLogPlace none =
        EventLogPlace.resolve(file.toUri() + "/below", "anyone", conf).orElseThrow();
    try (EventLog log = EventLog.start(none, Events.JOB, 1, conf, 50)) {
      Events.ALL.forEach(log::add);
    }
    assertThat(file).isEmptyFile();
  }

  private List<String> logs() throws IOException {
    return EventLogReader.logs(place.directory(), Events.JOB, conf).stream()
        .map(Path::getName)
        .toList();
  }

  private Path path(String name) {
    return new Path(place.directory(), name);
  }

  private static StragglerEvent state(long timeMillis) {
    return new StragglerEvent.Status(timeMillis, 1, Events.STATUS.totals(), List.of(), List.of());
  }

  private static AttemptStatus attempt(String name, long remainingMillis) {
    AttemptStatus any = Events.STATUS.attempts().get(0);
    return new AttemptStatus(name, "", 0, 0, remainingMillis, 0, 0, any.posture(), 0, "", 0);
  }
}
