package io.github.hadoopaccel.lab.soak;

import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.io.erasurecode.ECSchema;

/**
 * The erasure coding policies of a soak: cells so small that a short file has every boundary there
 * is, and so few stripes to a block group that reads often go from one group to the next.
 */
enum SoakPolicy {
  RS_3_2("rs", 3, 2, 64 << 10),
  RS_6_3("rs", 6, 3, 16 << 10),
  XOR_2_1("xor", 2, 1, 32 << 10);

  private static final int STRIPES_OF_A_GROUP = 4;

  private final int cellSizeBytes;
  private final ErasureCodingPolicy policy;

  SoakPolicy(String codec, int dataUnits, int parityUnits, int cellSizeBytes) {
    this.cellSizeBytes = cellSizeBytes;
    this.policy =
        new ErasureCodingPolicy(new ECSchema(codec, dataUnits, parityUnits), cellSizeBytes);
  }

  ErasureCodingPolicy policy() {
    return policy;
  }

  int parityUnits() {
    return policy.getNumParityUnits();
  }

  int cellSizeBytes() {
    return cellSizeBytes;
  }

  /** Data bytes of a full stripe. */
  int stripeBytes() {
    return cellSizeBytes * policy.getNumDataUnits();
  }

  /** Bytes of a full internal block. */
  int blockBytes() {
    return cellSizeBytes * STRIPES_OF_A_GROUP;
  }

  /** Data bytes of a full block group. */
  int groupBytes() {
    return stripeBytes() * STRIPES_OF_A_GROUP;
  }

  /** Internal blocks that a group with {@code groupBytes} data bytes has. */
  int internalBlocks(long groupBytes) {
    long cells = (groupBytes + cellSizeBytes - 1) / cellSizeBytes;
    return (int) Math.min(policy.getNumDataUnits(), cells) + parityUnits();
  }
}
