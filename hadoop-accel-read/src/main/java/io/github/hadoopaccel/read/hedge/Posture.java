package io.github.hadoopaccel.read.hedge;

/** How eagerly a task reads; it may change at any stripe. */
public enum Posture {
  /** The stock stream. */
  PLAIN,
  /** The k best units; a late unit is hedged by one more, within the byte budget. */
  CAREFUL,
  /** k + h units at once, as the ApplicationMaster asked, within the budget it granted. */
  ACCELERATED
}
