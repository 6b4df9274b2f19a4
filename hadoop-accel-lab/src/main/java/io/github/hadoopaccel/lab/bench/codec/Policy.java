package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.Named;
import io.github.hadoopaccel.read.striping.EcLayout;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;

/** The shapes of HDFS's own erasure coding policies. */
enum Policy implements Named {
  RS_3_2("RS-3-2", "rs", 3, 2),
  RS_6_3("RS-6-3", "rs", 6, 3),
  RS_10_4("RS-10-4", "rs", 10, 4),
  XOR_2_1("XOR-2-1", "xor", 2, 1);

  private final String label;
  private final String codec;
  private final int dataUnits;
  private final int parityUnits;

  Policy(String label, String codec, int dataUnits, int parityUnits) {
    this.label = label;
    this.codec = codec;
    this.dataUnits = dataUnits;
    this.parityUnits = parityUnits;
  }

  @Override
  public String label() {
    return label;
  }

  /** Hadoop's name of the codec. */
  String codec() {
    return codec;
  }

  /** Hadoop's own coder in Java, which the others are compared with. */
  String javaCoder() {
    return codec + Coders.JAVA;
  }

  int dataUnits() {
    return dataUnits;
  }

  int parityUnits() {
    return parityUnits;
  }

  int totalUnits() {
    return dataUnits + parityUnits;
  }

  /** For Hadoop's coders. */
  ErasureCoderOptions coderOptions() {
    return new ErasureCoderOptions(dataUnits, parityUnits);
  }

  /** For the reading path. */
  EcLayout layout(int cellBytes) {
    return new EcLayout(dataUnits, parityUnits, cellBytes);
  }
}
