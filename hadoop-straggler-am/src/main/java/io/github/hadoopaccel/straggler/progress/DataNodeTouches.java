package io.github.hadoopaccel.straggler.progress;

import io.github.hadoopaccel.read.signal.DataNodeSample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The DataNodes that an attempt has read from, or is reading from, kept small: an ApplicationMaster
 * holds one for each attempt. Immutable.
 */
public final class DataNodeTouches {
  /** None. */
  public static final DataNodeTouches NONE = of(List.of(), UnaryOperator.identity());

  private final String[] names;
  private final long[] reads;
  private final float[] bytesPerSec;
  private final int[] pendingMillis;

  private DataNodeTouches(int size) {
    names = new String[size];
    reads = new long[size];
    bytesPerSec = new float[size];
    pendingMillis = new int[size];
  }

  /**
   * Keeps what policies need of the samples.
   *
   * @param intern gives the one instance of a name that all attempts share
   */
  public static DataNodeTouches of(List<DataNodeSample> samples, UnaryOperator<String> intern) {
    DataNodeTouches touches = new DataNodeTouches(samples.size());
    for (int i = 0; i < touches.names.length; i++) {
      DataNodeSample sample = samples.get(i);
      touches.names[i] = intern.apply(sample.dataNode());
      touches.reads[i] = sample.reads();
      touches.bytesPerSec[i] = (float) sample.bytesPerSec();
      touches.pendingMillis[i] = (int) Math.min(Integer.MAX_VALUE, sample.pendingMillis());
    }
    return touches;
  }

  /** How many DataNodes there are; they are counted from 0. */
  public int size() {
    return names.length;
  }

  /** Transfer address. */
  public String name(int index) {
    return names[index];
  }

  /** Unit reads that ended or were abandoned. */
  public long reads(int index) {
    return reads[index];
  }

  /** Recent bandwidth that this attempt saw; 0 when nothing has arrived. */
  public double bytesPerSec(int index) {
    return bytesPerSec[index];
  }

  /** How long the oldest read of it has been under way; 0 for none. */
  public long pendingMillis(int index) {
    return pendingMillis[index];
  }

  /** Reads of the DataNode of that name; 0 where there were none. */
  public long readsOf(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return reads[i];
      }
    }
    return 0;
  }

  /** Those of {@code wanted} that this attempt has read from or waits for, in order of name. */
  public List<String> among(Collection<String> wanted) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<String> found = List.of();
    for (int i = 0; i < names.length; i++) {
      if (wanted.contains(names[i]) && (reads[i] > 0 || pendingMillis[i] > 0)) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        found.add(names[i]);
      }
    }
    if (found.size() < 2) {
      return found;
    }
    found.sort(null);
    return found;
  }
}
