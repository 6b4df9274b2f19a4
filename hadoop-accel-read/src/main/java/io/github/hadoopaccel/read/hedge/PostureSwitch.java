package io.github.hadoopaccel.read.hedge;

/**
 * The posture of a task: its own, or for a while the one a directive asked for. Streams ask at
 * every stripe. Not thread-safe; the owner guards it. All times are of one monotonic clock, in
 * nanoseconds.
 */
public final class PostureSwitch {
  private Posture own;
  private int ownExtraUnits;
  private Posture directed;
  private int directedExtraUnits;
  private long lapsesAtNanos;
  private long timesAccelerated;

  /** A switch that stands on the task's own posture. */
  public PostureSwitch(Posture own, int ownExtraUnits) {
    this.own = own;
    this.ownExtraUnits = ownExtraUnits;
  }

  /** Stands on another posture of its own; a directive that holds goes on holding. */
  public void own(Posture posture, int extraUnits) {
    own = posture;
    ownExtraUnits = extraUnits;
  }

  /**
   * Follows a directive until {@code nowNanos + lapseNanos}; a lapse of 0 ends the present one.
   *
   * @return whether the posture became ACCELERATED by this
   */
  public boolean direct(Posture posture, int extraUnits, long lapseNanos, long nowNanos) {
    boolean before = postureAt(nowNanos) == Posture.ACCELERATED;
    directed = lapseNanos > 0 ? posture : null;
    directedExtraUnits = extraUnits;
    lapsesAtNanos = nowNanos + lapseNanos;
    boolean became = !before && postureAt(nowNanos) == Posture.ACCELERATED;
    if (became) {
      timesAccelerated++;
    }
    return became;
  }

  /** The posture at {@code nowNanos}. */
  public Posture postureAt(long nowNanos) {
    return isDirectedAt(nowNanos) ? directed : own;
  }

  /**
   * h at {@code nowNanos}: units wanted beyond k; 0 unless ACCELERATED. A directive to accelerate
   * never asks for less than the task does by itself.
   */
  public int extraUnitsAt(long nowNanos) {
    if (postureAt(nowNanos) != Posture.ACCELERATED) {
      return 0;
    }
    int byItself = own == Posture.ACCELERATED ? ownExtraUnits : 0;
    return isDirectedAt(nowNanos) ? Math.max(byItself, directedExtraUnits) : byItself;
  }

  /** Whether a directive holds at {@code nowNanos}. */
  public boolean isDirectedAt(long nowNanos) {
    return directed != null && nowNanos - lapsesAtNanos < 0;
  }

  /** How often a directive changed the posture to ACCELERATED. */
  public long timesAccelerated() {
    return timesAccelerated;
  }
}
