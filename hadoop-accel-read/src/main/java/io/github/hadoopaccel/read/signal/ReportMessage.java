package io.github.hadoopaccel.read.signal;

import io.github.hadoopaccel.read.hedge.SplitStamp;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.io.Writable;

/**
 * A {@link ReadReport} on the wire: a version byte, the fields in the order of the record, texts as
 * a two-byte length and UTF-8. Whatever is malformed or oversized is read no further, and refused
 * when the report is asked for: Hadoop's RPC would answer an exception in reading by itself. Not
 * thread-safe.
 */
public final class ReportMessage implements Writable {
  /** Longest attempt id, in characters. */
  public static final int MAX_ATTEMPT_ID_CHARS = 128;

  /** Longest DataNode address, in characters. */
  public static final int MAX_DATA_NODE_CHARS = 256;

  private static final byte NO_STAMP = 0;

  private ReadReport report;
  private String malformed;

  /** An empty message, for {@link #readFields} to fill. */
  public ReportMessage() {}

  /** Carries {@code report}. */
  public ReportMessage(ReadReport report) {
    this.report = Objects.requireNonNull(report, "report");
  }

  /**
   * The report carried.
   *
   * @throws IOException saying what was malformed in what was read
   * @throws IllegalStateException when nothing was read yet
   */
  public ReadReport report() throws IOException {
    if (malformed != null) {
      throw new IOException("malformed report: " + malformed);
    }
    if (report == null) {
      throw new IllegalStateException("the message is empty");
    }
    return report;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    ReadReport r = report();
    out.writeByte(SignalFormat.VERSION);
    SignalFormat.writeText(out, "attemptId", r.attemptId(), MAX_ATTEMPT_ID_CHARS);
    out.writeLong(r.readerId());
    out.writeBoolean(r.last());
    out.writeLong(r.ageMillis());
    write(r.input(), out);
    write(r.windows(), out);
    write(r.totals(), out);
    out.writeLong(r.waitingMillis());
    SignalFormat.writePosture(out, r.posture());
    out.writeByte(r.extraUnits());
    out.writeDouble(r.networkLoadFraction());
    SignalFormat.writeText(out, "decoders", r.decoders(), ReadReport.MAX_DECODERS_CHARS);
    out.writeByte(r.dataNodes().size());
    for (DataNodeSample sample : r.dataNodes()) {
      SignalFormat.writeText(out, "dataNode", sample.dataNode(), MAX_DATA_NODE_CHARS);
      out.writeLong(sample.reads());
      out.writeLong(sample.bytes());
      out.writeDouble(sample.bytesPerSec());
      out.writeDouble(sample.latencyMillis());
      out.writeLong(sample.pendingMillis());
    }
  }

  /** Never throws: what is malformed is told by {@link #report}, to be refused and counted. */
  @Override
  public void readFields(DataInput in) {
    report = null;
    malformed = null;
    try {
      SignalFormat.readVersion(in);
      report = read(in);
    } catch (IOException | IllegalArgumentException e) {
      malformed = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
  }

  private static void write(ReadInput input, DataOutput out) throws IOException {
    SignalFormat.writeText(out, "path", input.path(), ReadInput.MAX_PATH_CHARS);
    out.writeLong(input.splitBytes());
    out.writeByte(input.stamp().map(SplitStamp::code).orElse(NO_STAMP));
  }

  private static void write(ReadWindows w, DataOutput out) throws IOException {
    out.writeLong(w.spanMillis());
    out.writeLong(w.bytes());
    out.writeLong(w.waitMillis());
    out.writeLong(w.userMillis());
    out.writeLong(w.bytesIn5Sec());
    out.writeLong(w.bytesIn10Sec());
    out.writeLong(w.bytesIn20Sec());
  }

  private static void write(ReadTotals t, DataOutput out) throws IOException {
    out.writeLong(t.usefulBytes());
    out.writeLong(t.extraBytes());
    out.writeLong(t.waitMillis());
    out.writeLong(t.decodeMillis());
    out.writeLong(t.userMillis());
    out.writeLong(t.budgetSpentBytes());
    out.writeLong(t.hedgesStarted());
    out.writeLong(t.hedgesWon());
    out.writeLong(t.hedgesRefused());
    out.writeLong(t.stripesRead());
    out.writeLong(t.stripesDecoded());
    out.writeLong(t.timesAccelerated());
  }

  private static ReadReport read(DataInput in) throws IOException {
    return new ReadReport(
        SignalFormat.readText(in, "attemptId", MAX_ATTEMPT_ID_CHARS),
        in.readLong(),
        in.readBoolean(),
        in.readLong(),
        readInput(in),
        new ReadWindows(
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong()),
        new ReadTotals(
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong()),
        in.readLong(),
        SignalFormat.readPosture(in),
        in.readUnsignedByte(),
        in.readDouble(),
        SignalFormat.readText(in, "decoders", ReadReport.MAX_DECODERS_CHARS),
        readDataNodes(in));
  }

  private static ReadInput readInput(DataInput in) throws IOException {
    String path = SignalFormat.readText(in, "path", ReadInput.MAX_PATH_CHARS);
    long splitBytes = in.readLong();
    byte stamp = in.readByte();
    return new ReadInput(
        path,
        splitBytes,
        stamp == NO_STAMP ? Optional.empty() : Optional.of(SplitStamp.ofCode(stamp)));
  }

  private static List<DataNodeSample> readDataNodes(DataInput in) throws IOException {
    int count = in.readUnsignedByte();
    if (count > ReadReport.MAX_DATA_NODES) {
      throw new IOException("dataNodes holds " + count + ", too many");
    }
    List<DataNodeSample> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String dataNode = SignalFormat.readText(in, "dataNode", MAX_DATA_NODE_CHARS);
      samples.add(
          new DataNodeSample(
              dataNode,
              in.readLong(),
              in.readLong(),
              in.readDouble(),
              in.readDouble(),
              in.readLong()));
    }
    return samples;
  }
}
