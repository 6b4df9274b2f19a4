package io.github.hadoopaccel.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.soak.Tally.Count;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short soak with a fixed seed: every way to read is used, faults happen, every byte is right and
 * nothing is left.
 */
@Timeout(300)
class SoakIT {
  private static final long SEED = 20_261_121;
  private static final int READERS = 8;

  @TempDir Path folder;

  @Test
  void everyByteIsRightUnderFaultsAndNothingIsLeft() throws Exception {
    try (EmbeddedHdfs hdfs = SoakRun.startCluster(folder.resolve("hdfs"), 9)) {
      SoakRun.SoakOptions options =
          new SoakRun.SoakOptions(SEED, Duration.ofSeconds(15), READERS, folder, Map.of());
      SoakResult result = new SoakRun(options, System.err).run(hdfs);

      assertThat(result.faults()).as(result.text()).isEmpty();
      assertThat(result.counts().get(Count.VERIFIED_BYTES)).isGreaterThan(1 << 20);
      assertThat(result.counts().get(Count.STOPPED) + result.counts().get(Count.DAMAGED_BLOCKS))
          .isPositive();
      assertThat(result.ways()).allSatisfy((way, times) -> assertThat(times).isPositive());
    }
  }
}
