package io.github.hadoopaccel.read.hedge;

/** What the planner of a job knew about a split beside the others. */
public enum SplitStamp {
  /** The job waits for this split: it takes longer than all the rest. */
  DOMINANT((byte) 1),
  /** Another split is the dominant one; nobody waits for this one. */
  SLACK((byte) 2);

  private final byte code;

  SplitStamp(byte code) {
    this.code = code;
  }

  /** The stamp as one byte, the same in every release. */
  public byte code() {
    return code;
  }

  /**
   * The stamp of a {@link #code}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SplitStamp ofCode(byte code) {
    for (SplitStamp stamp : values()) {
      if (stamp.code == code) {
        return stamp;
      }
    }
    throw new IllegalArgumentException("code = " + code + ": expected the code of a SplitStamp");
  }
}
