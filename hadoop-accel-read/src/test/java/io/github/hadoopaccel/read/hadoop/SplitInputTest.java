package io.github.hadoopaccel.read.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.SplitStamp;
import io.github.hadoopaccel.read.signal.ReadInput;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.lib.input.CombineFileSplit;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.junit.jupiter.api.Test;

/** What splits of every kind tell of themselves. */
class SplitInputTest {
  private static FileSplit split(String path, long lengthBytes) {
    return new FileSplit(new Path(path), 5, lengthBytes, new String[0]);
  }

  @Test
  void aFileSplitTellsItsPathWithoutTheFileSystem() throws Exception {
    assertThat(SplitInput.of(split("hdfs://nn:8020/a/part 0%20", 70)))
        .isEqualTo(new ReadInput("/a/part 0%20", 70, Optional.empty()));
  }

  @Test
  void aStampedSplitTellsItsStampToo() throws Exception {
    assertThat(SplitInput.of(new StampedSplit(split("/a", 70), SplitStamp.SLACK)))
        .isEqualTo(new ReadInput("/a", 70, Optional.of(SplitStamp.SLACK)));
  }

  @Test
  void aSplitOfManyFilesTellsItsLengthOnly() throws Exception {
    CombineFileSplit many =
        new CombineFileSplit(
            new Path[] {new Path("/a"), new Path("/b")},
            new long[] {0, 0},
            new long[] {30, 40},
            new String[0]);
    assertThat(SplitInput.of(many)).isEqualTo(new ReadInput("", 70, Optional.empty()));
  }

  /** Somebody else's. */
  private static final class OddSplit extends InputSplit {
    private final long lengthBytes;

    OddSplit(long lengthBytes) {
      this.lengthBytes = lengthBytes;
    }

    @Override
    public long getLength() throws IOException {
      if (lengthBytes == 0) {
        throw new IOException("not known");
      }
      return lengthBytes;
    }

    @Override
    public String[] getLocations() {
      return new String[0];
    }
  }

  @Test
  void whatASplitCannotTellIsNotKnown() throws Exception {
    assertThat(SplitInput.of(new OddSplit(0))).isEqualTo(ReadInput.UNKNOWN);
    assertThat(SplitInput.of(new OddSplit(-1))).isEqualTo(ReadInput.UNKNOWN);
    assertThat(SplitInput.of(new OddSplit(Long.MAX_VALUE)).splitBytes())
        .isEqualTo(ReadInput.MAX_SPLIT_BYTES);
  }

  @Test
  void aLongPathIsCutBetweenCharacters() throws Exception {
    String long511 = "/" + "x".repeat(510);
    assertThat(SplitInput.of(split(long511 + "yz", 1)).path()).isEqualTo(long511 + "y");
    assertThat(SplitInput.of(split(long511 + "\uD83D\uDE00", 1)).path()).isEqualTo(long511);
  }
}
