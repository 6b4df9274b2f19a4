package io.github.hadoopaccel.straggler.config;

/**
 * How an attempt is hurried step by step (seed S0-11). Immutable.
 *
 * @param speculates whether second attempts may be started at all
 * @param maxExtraUnits highest h
 * @param growMillis time accelerated without recovery before h grows by one
 * @param speculateMillis time accelerated without recovery before a second attempt is started
 * @param accelerateSpeculativeMillis reading time of a second attempt before it is accelerated
 * @param stepDownMillis time recovered before an attempt is hurried one step less
 */
public record LadderSettings(
    boolean speculates,
    int maxExtraUnits,
    long growMillis,
    long speculateMillis,
    long accelerateSpeculativeMillis,
    long stepDownMillis) {

  /** The same without second attempts. */
  public LadderSettings withoutSecondAttempts() {
    return new LadderSettings(
        false,
        maxExtraUnits,
        growMillis,
        speculateMillis,
        accelerateSpeculativeMillis,
        stepDownMillis);
  }
}
