package io.github.hadoopaccel.straggler.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadTotals;
import io.github.hadoopaccel.read.signal.ReadWindows;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.DataNodeState;
import io.github.hadoopaccel.straggler.progress.DataNodeTouches;
import io.github.hadoopaccel.straggler.progress.DataNodeView;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.TaskFacts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link JobSnapshot} as one line of JSON, for policies to be tried on afterwards; numbers carry
 * their unit in the name. What is unknown is null. Stateless.
 *
 * <p>Bounded: a job of more than {@value #MAX_ATTEMPTS} attempts, running and finished, is not
 * written.
 */
public final class SnapshotJson {
  /** Most attempts in a line, running and finished together. */
  public static final int MAX_ATTEMPTS = 20_000;

  /** Longest line that is read back. */
  public static final int MAX_CHARS = 256 << 20;

  private SnapshotJson() {}

  /** Whether the snapshot is small enough to be written. */
  public static boolean fits(JobSnapshot job) {
    return attempts(job) <= MAX_ATTEMPTS;
  }

  private static long attempts(JobSnapshot job) {
    return (long) job.running().size() + job.finished().size();
  }

  /**
   * The line, without its end.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  public static String encode(JobSnapshot job) {
    if (!fits(job)) {
      throw new IllegalArgumentException(
          "a snapshot of " + attempts(job) + " attempts, at most " + MAX_ATTEMPTS + " are written");
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator line = JsonText.JSON.createGenerator(text)) {
      line.writeStartObject();
      line.writeStringField("job", job.jobId());
      line.writeNumberField("nowMillis", job.nowMillis());
      line.writeNumberField("mapsTotal", job.maps().total());
      line.writeNumberField("mapsDone", job.maps().done());
      line.writeNumberField("mapsPending", job.maps().pending());
      line.writeNumberField("mapsRead", job.maps().read());
      line.writeNumberField("usefulBytes", job.usefulBytes());
      line.writeNumberField("extraBytes", job.extraBytes());
      encode("running", job.running(), line);
      encode("finished", job.finished(), line);
      encode(job.dataNodes(), line);
      line.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void encode(String field, List<AttemptProgress> attempts, JsonGenerator line)
      throws IOException {
    line.writeArrayFieldStart(field);
    for (AttemptProgress attempt : attempts) {
      line.writeStartObject();
      line.writeStringField("attempt", attempt.attemptId());
      line.writeNumberField("receivedMillis", attempt.receivedMillis());
      line.writeNumberField("peakRateBytesPerSec", attempt.peakRateBytesPerSec());
      line.writeBooleanField("finished", attempt.finished());
      encode(attempt.task(), line);
      encode(attempt.report(), line);
      encode(attempt.dataNodes(), line);
      line.writeEndObject();
    }
    line.writeEndArray();
  }

  private static void encode(TaskFacts task, JsonGenerator line) throws IOException {
    line.writeStringField("host", task.host());
    writeFraction("progressFraction", task.progressFraction(), line);
    line.writeStringField("priority", task.priority().name());
  }

  private static void encode(ReadReport report, JsonGenerator line) throws IOException {
    line.writeNumberField("readerId", report.readerId());
    line.writeBooleanField("last", report.last());
    line.writeNumberField("ageMillis", report.ageMillis());
    line.writeStringField("path", report.input().path());
    line.writeNumberField("splitBytes", report.input().splitBytes());
    if (report.input().stamp().isPresent()) {
      line.writeStringField("stamp", report.input().stamp().get().name());
    } else {
      line.writeNullField("stamp");
    }
    encode(report.windows(), line);
    encode(report.totals(), line);
    line.writeNumberField("waitingMillis", report.waitingMillis());
    line.writeStringField("posture", report.posture().name());
    line.writeNumberField("extraUnits", report.extraUnits());
    writeFraction("networkLoadFraction", report.networkLoadFraction(), line);
    line.writeStringField("decoders", report.decoders());
  }

  private static void encode(ReadWindows windows, JsonGenerator line) throws IOException {
    line.writeObjectFieldStart("windows");
    line.writeNumberField("spanMillis", windows.spanMillis());
    line.writeNumberField("bytes", windows.bytes());
    line.writeNumberField("waitMillis", windows.waitMillis());
    line.writeNumberField("userMillis", windows.userMillis());
    line.writeNumberField("bytesIn5Sec", windows.bytesIn5Sec());
    line.writeNumberField("bytesIn10Sec", windows.bytesIn10Sec());
    line.writeNumberField("bytesIn20Sec", windows.bytesIn20Sec());
    line.writeEndObject();
  }

  private static void encode(ReadTotals totals, JsonGenerator line) throws IOException {
    line.writeObjectFieldStart("totals");
    line.writeNumberField("usefulBytes", totals.usefulBytes());
    line.writeNumberField("extraBytes", totals.extraBytes());
    line.writeNumberField("waitMillis", totals.waitMillis());
    line.writeNumberField("decodeMillis", totals.decodeMillis());
    line.writeNumberField("userMillis", totals.userMillis());
    line.writeNumberField("budgetSpentBytes", totals.budgetSpentBytes());
    line.writeNumberField("hedgesStarted", totals.hedgesStarted());
    line.writeNumberField("hedgesWon", totals.hedgesWon());
    line.writeNumberField("hedgesRefused", totals.hedgesRefused());
    line.writeNumberField("stripesRead", totals.stripesRead());
    line.writeNumberField("stripesDecoded", totals.stripesDecoded());
    line.writeNumberField("timesAccelerated", totals.timesAccelerated());
    line.writeEndObject();
  }

  private static void encode(DataNodeTouches touches, JsonGenerator line) throws IOException {
    line.writeArrayFieldStart("touches");
    for (int i = 0; i < touches.size(); i++) {
      line.writeStartObject();
      line.writeStringField("dataNode", touches.name(i));
      line.writeNumberField("reads", touches.reads(i));
      line.writeNumberField("bytesPerSec", touches.bytesPerSec(i));
      line.writeNumberField("pendingMillis", touches.pendingMillis(i));
      line.writeEndObject();
    }
    line.writeEndArray();
  }

  private static void encode(DataNodeView view, JsonGenerator line) throws IOException {
    line.writeNumberField("medianBytesPerSec", view.medianBytesPerSec());
    line.writeNumberField("madBytesPerSec", view.madBytesPerSec());
    line.writeArrayFieldStart("dataNodes");
    for (Map.Entry<String, DataNodeState> entry : new TreeMap<>(view.states()).entrySet()) {
      DataNodeState state = entry.getValue();
      line.writeStartObject();
      line.writeStringField("dataNode", entry.getKey());
      line.writeNumberField("bytesPerSec", state.bytesPerSec());
      line.writeNumberField("latencyMillis", state.latencyMillis());
      line.writeBooleanField("slow", state.slow());
      line.writeBooleanField("slowByNameNode", state.slowByNameNode());
      line.writeEndObject();
    }
    line.writeEndArray();
  }

  private static void writeFraction(String field, double fraction, JsonGenerator line)
      throws IOException {
    if (fraction >= 0) {
      line.writeNumberField(field, fraction);
    } else {
      line.writeNullField(field);
    }
  }

  /**
   * The snapshot of a line.
   *
   * @throws IOException when it is no JSON object, too long, lacks a field, or says what cannot be
   */
  public static JobSnapshot decode(String line) throws IOException {
    if (line.length() > MAX_CHARS) {
      throw new IOException(
          "a line of " + line.length() + " characters, at most " + MAX_CHARS + " are read");
    }
    return SnapshotFields.snapshot(line);
  }
}
