package io.github.hadoopaccel.read.signal;

/**
 * What an attempt has read since its first read and what it cost. Totals never shrink, but for the
 * budget, of which what was taken for an extra read may come back. Immutable.
 *
 * @param usefulBytes bytes of striped files read for the consumer, by the stock stream too
 * @param extraBytes bytes received from DataNodes beyond the useful ones
 * @param waitMillis time the consumer waited for data, decoding included and waits that go on left
 *     out; time in which several streams waited counts once
 * @param decodeMillis time spent rebuilding units
 * @param userMillis time between reads, spent in user code; 0 where no record reader tells
 * @param budgetSpentBytes bytes taken from the budget of extra bytes and not given back
 * @param hedgesStarted extra unit reads started
 * @param hedgesWon stripes completed with a unit that a hedge brought
 * @param hedgesRefused hedges wanted and refused by the budget
 * @param stripesRead stripes delivered
 * @param stripesDecoded stripes of which a unit was rebuilt
 * @param timesAccelerated how often a directive made the posture ACCELERATED
 */
public record ReadTotals(
    long usefulBytes,
    long extraBytes,
    long waitMillis,
    long decodeMillis,
    long userMillis,
    long budgetSpentBytes,
    long hedgesStarted,
    long hedgesWon,
    long hedgesRefused,
    long stripesRead,
    long stripesDecoded,
    long timesAccelerated) {

  /** Nothing was read yet. */
  public static final ReadTotals NONE = new ReadTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the field and its value
   */
  public ReadTotals {
    SignalRange.requireCount("usefulBytes", usefulBytes);
    SignalRange.requireCount("extraBytes", extraBytes);
    SignalRange.requireCount("waitMillis", waitMillis);
    SignalRange.requireCount("decodeMillis", decodeMillis);
    SignalRange.requireCount("userMillis", userMillis);
    SignalRange.requireCount("budgetSpentBytes", budgetSpentBytes);
    SignalRange.requireCount("hedgesStarted", hedgesStarted);
    SignalRange.requireCount("hedgesWon", hedgesWon);
    SignalRange.requireCount("hedgesRefused", hedgesRefused);
    SignalRange.requireCount("stripesRead", stripesRead);
    SignalRange.requireCount("stripesDecoded", stripesDecoded);
    SignalRange.requireCount("timesAccelerated", timesAccelerated);
  }
}
