package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.Named;
import java.util.List;

/**
 * One thing to be timed. Its text, which {@link #parse} reads, is the parameter of the JMH
 * benchmark: {@code rs_native/coder/decode/RS-6-3/2/1m/cold/direct}.
 *
 * @param coder the coder's name in Hadoop's registry
 * @param erasures data units to rebuild, the first ones; 0 where it encodes
 * @param cellBytes one of {@link #CELLS}
 */
record CodecCase(
    String coder,
    Route route,
    Operation operation,
    Policy policy,
    int erasures,
    int cellBytes,
    Heat heat,
    Memory memory) {
  /** The sizes of cells that are timed. */
  static final List<Integer> CELLS = List.of(4 << 10, 64 << 10, 1 << 20);

  /** The only size that is timed with cold caches and through the reading path. */
  static final int LARGE_CELL = 1 << 20;

  private static final int COLD_STRIPES = 16;
  private static final String SEPARATOR = "/";
  private static final int PARTS = 8;

  /** Who calls the coder. */
  enum Route implements Named {
    /** The benchmark, with whole cells. */
    CODER("coder"),
    /** The decoder of the reading path. */
    READER("reader");

    private final String label;

    Route(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** What the coder does. */
  enum Operation implements Named {
    ENCODE("encode"),
    DECODE("decode");

    private final String label;

    Operation(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** Whether the bytes lie in the caches of the core. */
  enum Heat implements Named {
    /** The same stripe over and over. */
    HOT("hot"),
    /** Stripes in turn, so many that the caches cannot hold them. */
    COLD("cold");

    private final String label;

    Heat(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** What holds the bytes. */
  enum Memory implements Named {
    HEAP("heap"),
    DIRECT("direct");

    private final String label;

    Memory(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }

    /** What a coder likes best. */
    static Memory preferred(boolean direct) {
      return direct ? DIRECT : HEAP;
    }
  }

  /** Refuses what makes no sense or is never asked for. */
  CodecCase {
    if (coder.isEmpty() || coder.contains(SEPARATOR)) {
      throw new IllegalArgumentException("coder \"" + coder + "\": expected a name without /");
    }
    if (!CELLS.contains(cellBytes)) {
      throw new IllegalArgumentException("cells of " + cellBytes + " bytes: expected " + CELLS);
    }
    boolean encodes = operation == Operation.ENCODE;
    int most = encodes ? 0 : policy.parityUnits();
    if (erasures < (encodes ? 0 : 1) || erasures > most) {
      throw new IllegalArgumentException(
          erasures + " erasures to " + operation.label() + " " + policy.label());
    }
    if (cellBytes != LARGE_CELL && (heat == Heat.COLD || route == Route.READER)) {
      throw new IllegalArgumentException(
          heat.label() + ", " + route.label() + ": expected cells of " + LARGE_CELL);
    }
    if (encodes && route == Route.READER) {
      throw new IllegalArgumentException("the reading path does not encode");
    }
  }

  /** The case with this text. */
  static CodecCase parse(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException(text + ": expected " + PARTS + " parts");
    }
    return new CodecCase(
        parts[0],
        named(Route.values(), parts[1]),
        named(Operation.values(), parts[2]),
        named(Policy.values(), parts[3]),
        Integer.parseInt(parts[4]),
        CELLS.stream()
            .filter(bytes -> cellLabel(bytes).equals(parts[5]))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("cells of " + parts[5])),
        named(Heat.values(), parts[6]),
        named(Memory.values(), parts[7]));
  }

  private static <T extends Named> T named(T[] values, String label) {
    return Named.find(values, label)
        .orElseThrow(() -> new IllegalArgumentException("unknown: " + label));
  }

  /** The name of a size, such as {@code 64k}. */
  static String cellLabel(int bytes) {
    return bytes >= 1 << 20 ? (bytes >> 20) + "m" : (bytes >> 10) + "k";
  }

  /** Stripes that are coded in turn. */
  int stripes() {
    return heat == Heat.COLD ? COLD_STRIPES : 1;
  }

  /** Bytes that one call reads, of k units. */
  long inputBytes() {
    return (long) policy.dataUnits() * cellBytes;
  }

  /** The same with another coder. */
  CodecCase with(String otherCoder, Route otherRoute, Memory otherMemory) {
    return new CodecCase(
        otherCoder, otherRoute, operation, policy, erasures, cellBytes, heat, otherMemory);
  }

  @Override
  public String toString() {
    return String.join(
        SEPARATOR,
        coder,
        route.label(),
        operation.label(),
        policy.label(),
        String.valueOf(erasures),
        cellLabel(cellBytes),
        heat.label(),
        memory.label());
  }
}
