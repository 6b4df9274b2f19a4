package io.github.hadoopaccel.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The data bytes of a packet follow from its length. */
class ReadTrafficTest {
  @Test
  void packetLengthGivesDataBytes() {
    for (int data : new int[] {0, 1, 511, 512, 513, 1024, 65_536, 100_000}) {
      int chunks = (data + 511) / 512;
      assertThat(ReadTraffic.dataBytesOf(4 + data + 4L * chunks)).isEqualTo(data);
    }
  }
}
