package io.github.hadoopaccel.lab.soak;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a soak has counted so far. Thread-safe. */
final class Tally {
  private static final int PRINTED_FAILURES = 5;

  /** What is counted. */
  enum Count {
    OPERATIONS("operations"),
    VERIFIED_BYTES("bytes verified"),
    WRONG_BYTES("wrong bytes"),
    BROKEN_READS("reads with a wrong result"),
    UNEXPECTED_ERRORS("unexpected errors"),
    INTERRUPTED("reads ended by an interrupt, as they should"),
    INTERRUPTED_OTHERWISE("reads that an interrupt ended by another IOException"),
    INTERRUPTS_LOST("interrupts that a read swallowed"),
    CLOSED("reads ended by a close from outside, as they should"),
    ROUNDS("rounds of faults"),
    SLOWED("DataNodes slowed"),
    STOPPED("DataNodes stopped"),
    DAMAGED_BLOCKS("stored blocks damaged");

    private final String text;

    Count(String text) {
      this.text = text;
    }

    /** The count for people. */
    String text() {
      return text;
    }
  }

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private final Map<Way, LongAdder> ways = new EnumMap<>(Way.class);
  private final PrintStream err;
  private int printed;

  /** A tally that prints the first failures with their stacks to {@code err}. */
  Tally(PrintStream err) {
    this.err = err;
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
    for (Way way : Way.values()) {
      ways.put(way, new LongAdder());
    }
  }

  void add(Count count, long amount) {
    counts.get(count).add(amount);
  }

  void operation(Way way) {
    add(Count.OPERATIONS, 1);
    ways.get(way).increment();
  }

  long get(Count count) {
    return counts.get(count).sum();
  }

  /** All counts at this moment. */
  Map<Count, Long> counts() {
    Map<Count, Long> sums = new EnumMap<>(Count.class);
    counts.forEach((count, adder) -> sums.put(count, adder.sum()));
    return sums;
  }

  /** Operations by the way they read. */
  Map<Way, Long> ways() {
    Map<Way, Long> sums = new EnumMap<>(Way.class);
    ways.forEach((way, adder) -> sums.put(way, adder.sum()));
    return sums;
  }

  /** Counts a failure; the first ones are printed. */
  void failure(String what, Throwable failure) {
    if (failure instanceof BrokenReadException broken) {
      add(Count.BROKEN_READS, 1);
      add(Count.WRONG_BYTES, broken.wrongBytes());
    } else {
      add(Count.UNEXPECTED_ERRORS, 1);
    }
    note("FAILED " + what, failure);
  }

  /** Prints something with its stack, if not too much has been printed yet. */
  synchronized void note(String what, Throwable stack) {
    if (printed < PRINTED_FAILURES) {
      printed++;
      err.println(what);
      stack.printStackTrace(err);
      err.flush();
    }
  }
}
