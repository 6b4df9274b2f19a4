package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.bench.Named;

/** What the DataNodes are like while one set of samples is taken. */
enum Scenario implements Named {
  HEALTHY("healthy", "nothing is slow"),
  SLOW_1("slow-1", "the DataNode of data unit 0 of the first block group at 5 MB/s"),
  SLOW_2("slow-2", "the DataNodes of data units 0 and 1 of the first block group at 5 MB/s each"),
  SLOW_3("slow-3", "the DataNodes of data units 0 to 2 of the first block group at 5 MB/s each"),
  HUNG_1(
      "hung-1",
      "the DataNode of data unit 0 of the first block group sends one packet of each block read"),
  STALLS("stalls", "each MiB of a block read, or part of one, stalls 2 s with probability 2 %"),
  OVERLOAD(
      "overload", "each DataNode at a third of its pace in a healthy sequential read by stock");

  private final String label;
  private final String description;

  Scenario(String label, String description) {
    this.label = label;
    this.description = description;
  }

  @Override
  public String label() {
    return label;
  }

  /** The condition in words. */
  String description() {
    return description;
  }

  /** DataNodes with a permanent fault, those of the first data units. */
  int faultyDataNodes() {
    return switch (this) {
      case SLOW_1, HUNG_1 -> 1;
      case SLOW_2 -> 2;
      case SLOW_3 -> 3;
      default -> 0;
    };
  }

  /**
   * Measured rounds of a reader. One that does not hedge waits for a whole socket time-out at each
   * hung unit, always the same one, so that one round says it all.
   */
  int rounds(ReaderKind reader, int pairs) {
    boolean hedges = reader != ReaderKind.STOCK && reader != ReaderKind.PLAIN;
    return this == HUNG_1 && !hedges ? 1 : pairs;
  }
}
