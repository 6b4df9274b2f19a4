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
 * A {@link Directive} on the wire: a version byte and the fields in the order of the record.
 * Reading refuses anything malformed with an {@link IOException}. Not thread-safe.
 */
public final class DirectiveMessage implements Writable {
  private Directive directive;

  /** An empty message, for {@link #readFields} to fill. */
  public DirectiveMessage() {}

  /** Carries {@code directive}. */
  public DirectiveMessage(Directive directive) {
    this.directive = Objects.requireNonNull(directive, "directive");
  }

  /**
   * The directive carried.
   *
   * @throws IllegalStateException when nothing was read yet
   */
  public Directive directive() {
    if (directive == null) {
      throw new IllegalStateException("the message is empty");
    }
    return directive;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Directive d = directive();
    out.writeByte(SignalFormat.VERSION);
    SignalFormat.writePosture(out, d.posture());
    out.writeByte(d.extraUnits());
    out.writeLong(d.extraBudgetBytes());
    out.writeDouble(d.ownBudgetShare());
    out.writeByte(d.avoidDataNodes().size());
    for (String dataNode : d.avoidDataNodes()) {
      SignalFormat.writeText(out, "dataNode", dataNode, ReportMessage.MAX_DATA_NODE_CHARS);
    }
    out.writeShort(d.unitSubset());
    out.writeLong(d.lapseMillis());
    out.writeLong(d.nextReportMillis());
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    directive = null;
    SignalFormat.readVersion(in);
    Posture posture = SignalFormat.readPosture(in);
    try {
      directive =
          new Directive(
              posture,
              in.readUnsignedByte(),
              in.readLong(),
              in.readDouble(),
              readDataNodes(in),
              in.readShort(),
              in.readLong(),
              in.readLong());
    } catch (IllegalArgumentException e) {
      throw new IOException("malformed directive: " + e.getMessage(), e);
    }
  }

  private static List<String> readDataNodes(DataInput in) throws IOException {
    int count = in.readUnsignedByte();
    if (count > Directive.MAX_AVOIDED) {
      throw new IOException("avoidDataNodes holds " + count + ", too many");
    }
    List<String> dataNodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      dataNodes.add(SignalFormat.readText(in, "dataNode", ReportMessage.MAX_DATA_NODE_CHARS));
    }
    return dataNodes;
  }
}
