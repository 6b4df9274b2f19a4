package io.github.hadoopaccel.read.hedge;

/**
 * How a task reads: in its own way, or for a while as a directive says. Streams ask at every
 * stripe. Not thread-safe; the owner guards it. All times are of one monotonic clock, in
 * nanoseconds.
 */
public final class PostureSwitch {
  private DirectedReading own;
  private DirectedReading directed;
  private long lapsesAtNanos;
  private long timesAccelerated;

  /** A switch that stands on the task's own posture. */
  public PostureSwitch(Posture own, int ownExtraUnits) {
    this.own = new DirectedReading(own, ownExtraUnits);
  }

  /** Stands on another posture of its own; a directive that holds goes on holding. */
  public void own(Posture posture, int extraUnits) {
    own = new DirectedReading(posture, extraUnits);
  }

  /**
   * Follows a directive until {@code nowNanos + lapseNanos}, in place of the present one; a lapse
   * of 0 only ends that.
   *
   * @return whether the posture became ACCELERATED by this
   */
  public boolean direct(DirectedReading reading, long lapseNanos, long nowNanos) {
    boolean before = postureAt(nowNanos) == Posture.ACCELERATED;
    directed = lapseNanos > 0 ? reading : null;
    lapsesAtNanos = nowNanos + lapseNanos;
    boolean became = !before && postureAt(nowNanos) == Posture.ACCELERATED;
    if (became) {
      timesAccelerated++;
    }
    return became;
  }

  /**
   * How to read at {@code nowNanos}. Without a directive: in the task's own posture, with all of
   * its budget, no DataNode avoided and its own units preferred.
   */
  public DirectedReading readingAt(long nowNanos) {
    return isDirectedAt(nowNanos) ? directed : own;
  }

  /** The posture at {@code nowNanos}. */
  public Posture postureAt(long nowNanos) {
    return readingAt(nowNanos).posture();
  }

  /**
   * h at {@code nowNanos}: units wanted beyond k; 0 unless ACCELERATED. A directive to accelerate
   * never asks for less than the task does by itself.
   */
  public int extraUnitsAt(long nowNanos) {
    if (postureAt(nowNanos) != Posture.ACCELERATED) {
      return 0;
    }
    int byItself = own.posture() == Posture.ACCELERATED ? own.extraUnits() : 0;
    return isDirectedAt(nowNanos) ? Math.max(byItself, directed.extraUnits()) : byItself;
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
