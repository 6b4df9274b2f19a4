package io.github.hadoopaccel.read.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.config.ReadSettings;
import io.github.hadoopaccel.read.io.ReadAhead;
import io.github.hadoopaccel.read.striping.EcLayout;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options of openFile mean for read-ahead. */
class ReadHintsTest {
  private static final EcLayout RS_6_3 = new EcLayout(6, 3, 1 << 20);

  private static ReadAhead readAhead(String... keysAndValues) {
    Configuration options = new Configuration(false);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      options.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    return ReadHints.of(options).readAhead(ReadSettings.of(new Configuration(false)), RS_6_3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sequential|0",
        "whole-file|0",
        "adaptive|6291456",
        "no such policy|6291456",
        "no such policy, csv|0"
      })
  void aSequentialReaderIsServedAheadAtOnceAnUnknownOneAfterAStripe(
      String policy, long afterBytes) {
    assertThat(readAhead("fs.option.openfile.read.policy", policy))
        .isEqualTo(new ReadAhead(1, 64 << 20, Long.MAX_VALUE, afterBytes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"random", "vector", "Parquet", "orc, sequential", "hbase", "columnar"})
  void aRandomReaderIsNotServedAhead(String policy) {
    assertThat(readAhead("fs.option.openfile.read.policy", policy)).isEqualTo(ReadAhead.NONE);
  }

  @Test
  void nothingIsReadAheadBeyondTheSplit() {
    assertThat(readAhead("fs.option.openfile.split.end", "12345").untilOffset()).isEqualTo(12345);
    assertThat(readAhead("fs.option.openfile.split.end", "nonsense").untilOffset())
        .isEqualTo(Long.MAX_VALUE);
  }
}
