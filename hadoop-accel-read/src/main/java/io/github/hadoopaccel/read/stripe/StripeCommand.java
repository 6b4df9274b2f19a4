package io.github.hadoopaccel.read.stripe;

import io.github.hadoopaccel.read.striping.Erasures;

/** What a stripe read wants done. */
public sealed interface StripeCommand {

  /**
   * Start reading the band's rows of a copy of a unit.
   *
   * @param copyIndex the copy; below k+m it is the unit's index too
   * @param extra whether it goes beyond the units that are needed: a hedge, or one of h
   */
  record StartRead(int copyIndex, boolean extra) implements StripeCommand {}

  /** Call {@link StripeRead#wake} at this time; replaces any earlier wish. */
  record WakeAt(long atNanos) implements StripeCommand {}

  /** Stop caring about a read under way. */
  record Abandon(int copyIndex) implements StripeCommand {}

  /**
   * Enough has arrived. Rebuild {@code erasures}, all of them wanted data units; then every wanted
   * unit is there.
   *
   * @param wonByHedge whether an extra read was needed for it
   */
  record Complete(Erasures erasures, boolean wonByHedge) implements StripeCommand {}

  /** It cannot be done: fewer than k units can be had. */
  record GiveUp(int needed, int available) implements StripeCommand {}
}
