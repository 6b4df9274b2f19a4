package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.hedge.SplitStamp;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.hadoop.mapred.SplitLocationInfo;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;

/**
 * A file split that says what the planner knew about it. Everything else is the split it was made
 * from; whoever wants a {@link FileSplit} may take it for one. As with a FileSplit, places do not
 * travel to the task.
 */
public final class StampedSplit extends FileSplit {
  private SplitStamp stamp;
  private SplitLocationInfo[] locationInfo;

  /** To be filled by {@link #readFields}. */
  public StampedSplit() {}

  /** The same part of the same file as {@code split}, in the same places. */
  StampedSplit(FileSplit split, SplitStamp stamp) throws IOException {
    super(split.getPath(), split.getStart(), split.getLength(), split.getLocations());
    this.stamp = stamp;
    this.locationInfo = split.getLocationInfo();
  }

  /** What the planner knew. */
  public SplitStamp stamp() {
    return stamp;
  }

  @Override
  public SplitLocationInfo[] getLocationInfo() throws IOException {
    return locationInfo == null ? null : locationInfo.clone();
  }

  @Override
  public void write(DataOutput out) throws IOException {
    super.write(out);
    out.writeByte(stamp.code());
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    super.readFields(in);
    locationInfo = null;
    byte code = in.readByte();
    try {
      stamp = SplitStamp.ofCode(code);
    } catch (IllegalArgumentException e) {
      throw new IOException("The split " + this + " has an unknown stamp", e);
    }
  }
}
