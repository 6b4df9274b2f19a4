package io.github.hadoopaccel.read.signal;

import io.github.hadoopaccel.read.hedge.Posture;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.io.Writable;

/**
 * A {@link ReadReport} on the wire: a version byte, the fields in the order of the record, texts as
 * a two-byte length and UTF-8. Reading refuses anything malformed or oversized with an {@link
 * IOException}. Not thread-safe.
 */
public final class ReportMessage implements Writable {
  /** Longest attempt id, in characters. */
  public static final int MAX_ATTEMPT_ID_CHARS = 128;

  /** Longest DataNode address, in characters. */
  public static final int MAX_DATA_NODE_CHARS = 256;

  private ReadReport report;

  /** An empty message, for {@link #readFields} to fill. */
  public ReportMessage() {}

  /** Carries {@code report}. */
  public ReportMessage(ReadReport report) {
    this.report = Objects.requireNonNull(report, "report");
  }

  /**
   * The report carried.
   *
   * @throws IllegalStateException when nothing was read yet
   */
  public ReadReport report() {
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
    out.writeLong(r.ageMillis());
    out.writeLong(r.windowMillis());
    out.writeLong(r.windowBytes());
    out.writeLong(r.usefulBytes());
    out.writeLong(r.extraBytes());
    out.writeLong(r.stallMillis());
    out.writeLong(r.decodeMillis());
    out.writeLong(r.userMillis());
    out.writeLong(r.hedgesStarted());
    out.writeLong(r.hedgesWon());
    out.writeLong(r.stripesRead());
    out.writeLong(r.stripesDecoded());
    out.writeLong(r.timesAccelerated());
    SignalFormat.writePosture(out, r.posture());
    out.writeDouble(r.networkLoadFraction());
    SignalFormat.writeText(out, "decoders", r.decoders(), ReadReport.MAX_DECODERS_CHARS);
    out.writeByte(r.dataNodes().size());
    for (DataNodeSample sample : r.dataNodes()) {
      SignalFormat.writeText(out, "dataNode", sample.dataNode(), MAX_DATA_NODE_CHARS);
      out.writeLong(sample.reads());
      out.writeLong(sample.bytes());
      out.writeDouble(sample.bytesPerSec());
      out.writeDouble(sample.latencyMillis());
    }
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    report = null;
    SignalFormat.readVersion(in);
    try {
      report = read(in);
    } catch (IllegalArgumentException e) {
      throw new IOException("malformed report: " + e.getMessage(), e);
    }
  }

  private static ReadReport read(DataInput in) throws IOException {
    String attemptId = SignalFormat.readText(in, "attemptId", MAX_ATTEMPT_ID_CHARS);
    long[] counts = new long[13];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.readLong();
    }
    Posture posture = SignalFormat.readPosture(in);
    double networkLoadFraction = in.readDouble();
    return new ReadReport(
        attemptId,
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        counts[4],
        counts[5],
        counts[6],
        counts[7],
        counts[8],
        counts[9],
        counts[10],
        counts[11],
        counts[12],
        posture,
        networkLoadFraction,
        SignalFormat.readText(in, "decoders", ReadReport.MAX_DECODERS_CHARS),
        readDataNodes(in));
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
              dataNode, in.readLong(), in.readLong(), in.readDouble(), in.readDouble()));
    }
    return samples;
  }
}
