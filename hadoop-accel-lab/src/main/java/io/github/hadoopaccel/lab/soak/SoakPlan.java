package io.github.hadoopaccel.lab.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Everything that a soak decides beforehand, from its seed alone: the files, the rounds of faults,
 * and a source of decisions for each reader. The interleaving of the threads is not part of it, and
 * so cannot be replayed.
 */
final class SoakPlan {
  /**
   * Numbers of victims, drawn evenly. One of them leaves every file readable; three is the most
   * that the strongest policy can bear.
   */
  private static final List<Integer> VICTIMS = List.of(0, 1, 1, 1, 2, 2, 3, 3);

  /** Fates, drawn evenly. A damaged DataNode that serves on meets the most code of a reader. */
  private static final List<FaultRound.Fate> FATES =
      List.of(
          FaultRound.Fate.KILLED,
          FaultRound.Fate.DEAD,
          FaultRound.Fate.RESTARTED,
          FaultRound.Fate.DAMAGED_AND_RESTARTED,
          FaultRound.Fate.DAMAGED,
          FaultRound.Fate.DAMAGED,
          FaultRound.Fate.DAMAGED);

  private static final int RANDOM_LENGTHS = 4;
  private static final int MAX_LONG_GROUPS = 16;

  /** From as good as hung to hardly slower than the others: 2^10 to 2^22 bytes/s. */
  private static final int MIN_SLOW_BITS = 10;

  private static final int MAX_SLOW_BITS = 22;

  private final long seed;

  /**
   * A file to write.
   *
   * @param seed of its content
   */
  record FileSpec(SoakPolicy policy, String name, long lengthBytes, long seed) {}

  /** What a seed's streams of decisions are told apart by. */
  private enum Stream {
    FILES,
    ROUNDS,
    READERS
  }

  SoakPlan(long seed) {
    this.seed = seed;
  }

  private Random random(Stream stream, long number) {
    return new Random(seedOf(stream, number));
  }

  private long seedOf(Stream stream, long number) {
    return PatternBytes.mix(PatternBytes.mix(seed + stream.ordinal()) + number);
  }

  /** The files: for each policy every boundary length, random ones, and one of many groups. */
  List<FileSpec> files() {
    List<FileSpec> files = new ArrayList<>();
    for (SoakPolicy policy : SoakPolicy.values()) {
      Random random = random(Stream.FILES, policy.ordinal());
      List<Long> lengths = new ArrayList<>(boundaryLengths(policy));
      for (int i = 0; i < RANDOM_LENGTHS; i++) {
        lengths.add(random.nextLong(1, 4L * policy.groupBytes()));
      }
      long groups = random.nextInt(MAX_LONG_GROUPS / 2, MAX_LONG_GROUPS);
      lengths.add(groups * policy.groupBytes() + random.nextInt(policy.groupBytes()));
      for (long length : lengths) {
        String name = policy.policy().getName() + "/" + length;
        files.add(new FileSpec(policy, name, length, random.nextLong()));
      }
    }
    return files;
  }

  /** Lengths at, just below and just above the end of a cell, a stripe and a group. */
  static List<Long> boundaryLengths(SoakPolicy policy) {
    List<Long> lengths = new ArrayList<>(List.of(0L, 1L));
    for (long border : List.of(policy.cellSizeBytes(), policy.stripeBytes(), policy.groupBytes())) {
      lengths.addAll(List.of(border - 1, border, border + 1));
    }
    return lengths;
  }

  /** The decisions of a reader. */
  Random reader(int number) {
    return random(Stream.READERS, number);
  }

  /** A round of faults for a cluster of {@code dataNodes}. */
  FaultRound round(int number, int dataNodes) {
    Random random = random(Stream.ROUNDS, number);
    List<Integer> order = shuffled(dataNodes, random);
    int victims = VICTIMS.get(random.nextInt(VICTIMS.size()));
    List<FaultRound.Fate> fates = new ArrayList<>();
    for (int i = 0; i < victims; i++) {
      fates.add(FATES.get(random.nextInt(FATES.size())));
    }
    List<Integer> slow = shuffled(dataNodes, random).subList(0, random.nextInt(3));
    return new FaultRound(
        order.subList(0, victims),
        fates,
        slow,
        1L << random.nextInt(MIN_SLOW_BITS, MAX_SLOW_BITS + 1),
        random.nextLong(100, 1000),
        random.nextLong(500, 6000),
        random.nextLong());
  }

  private static List<Integer> shuffled(int count, Random random) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, random);
    return numbers;
  }
}
