package io.github.hadoopaccel.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;
import org.junit.jupiter.api.Test;

/**
 * A right stream passes every check, and no way to read lets a single wrong byte, position or count
 * through. Method: a stream in memory, right or with one defect.
 */
class CheckedStreamTest {
  private static final long SEED = 99;
  private static final int LENGTH = 1000;

  private final FakeStream fake = new FakeStream(SEED, LENGTH);
  private final AtomicLong verified = new AtomicLong();
  private final CheckedStream stream =
      new CheckedStream(new FSDataInputStream(fake), SEED, LENGTH, verified::addAndGet);

  private interface Read {
    void run() throws Exception;
  }

  /** Each way to read the hundred bytes from offset 500 on. */
  private Map<String, Read> reads() {
    Map<String, Read> reads = new LinkedHashMap<>();
    reads.put("bytes", this::readHundredBytes);
    reads.put("array", () -> sequential(() -> stream.readArray(100)));
    reads.put("heap buffer", () -> sequential(() -> stream.readBuffer(100, false)));
    reads.put("direct buffer", () -> sequential(() -> stream.readBuffer(100, true)));
    reads.put("array at", () -> stream.readArrayAt(500, 100));
    reads.put("heap buffer at", () -> stream.readBufferAt(500, 100, false));
    reads.put("direct buffer at", () -> stream.readBufferAt(500, 100, true));
    reads.put("array fully", () -> stream.readArrayFullyAt(500, 100));
    reads.put("heap buffer fully", () -> stream.readBufferFullyAt(500, 100, false));
    reads.put("direct buffer fully", () -> stream.readBufferFullyAt(500, 100, true));
    reads.put("ranges", () -> stream.readVectored(ranges(), false));
    reads.put("ranges, direct", () -> stream.readVectored(ranges(), true));
    return reads;
  }

  private static List<FileRange> ranges() {
    return new ArrayList<>(
        List.of(FileRange.createFileRange(540, 60), FileRange.createFileRange(500, 40)));
  }

  private void readHundredBytes() throws Exception {
    stream.seek(500);
    for (int i = 0; i < 100; i++) {
      stream.readByte();
    }
  }

  private void sequential(Read read) throws Exception {
    stream.seek(500);
    read.run();
    assertThat(stream.position()).isEqualTo(600);
  }

  @Test
  void rightStreamPassesAndItsBytesAreCounted() throws Exception {
    for (Map.Entry<String, Read> each : reads().entrySet()) {
      verified.set(0);
      each.getValue().run();
      assertThat(verified).as(each.getKey()).hasValue(100);
    }
    stream.seek(LENGTH);
    stream.readByte();
    stream.readArray(5);
    stream.readBuffer(5, true);
    stream.readArrayAt(LENGTH, 5);
    stream.readArrayFullyAt(LENGTH - 4, 5);
    stream.readBufferFullyAt(LENGTH - 4, 5, false);
    stream.readArrayAt(LENGTH - 4, 5);
    stream.seek(LENGTH - 3);
    stream.skip(10);
    assertThat(stream.atEnd()).isTrue();
    stream.seekOutside(-1);
    stream.seekOutside(LENGTH + 1);
    stream.unbuffer();
  }

  @Test
  void oneWrongByteIsFoundByEveryWayToRead() {
    for (long wrongAt : new long[] {500, 539, 540, 599}) {
      fake.wrongAt = wrongAt;
      reads()
          .forEach(
              (way, read) ->
                  assertThatThrownBy(read::run)
                      .as("%s, wrong at %d", way, wrongAt)
                      .isInstanceOfSatisfying(
                          BrokenReadException.class,
                          broken -> assertThat(broken.wrongBytes()).isEqualTo(1))
                      .hasMessageContaining(String.valueOf(wrongAt)));
    }
  }

  @Test
  void wrongByteThatIsNotReadHurtsNobody() {
    fake.wrongAt = 600;
    reads().forEach((way, read) -> assertThatCode(read::run).as(way).doesNotThrowAnyException());
  }

  @Test
  void endThatComesEarlyIsFound() {
    fake.endsEarly = true;
    assertThatThrownBy(() -> stream.readByte()).isInstanceOf(BrokenReadException.class);
    assertThatThrownBy(() -> stream.readArray(1)).isInstanceOf(BrokenReadException.class);
    assertThatThrownBy(() -> stream.readBuffer(1, false)).isInstanceOf(BrokenReadException.class);
    assertThatThrownBy(() -> stream.readArrayAt(0, 1)).isInstanceOf(BrokenReadException.class);
    assertThatThrownBy(() -> stream.readArrayFullyAt(0, 1)).isInstanceOf(BrokenReadException.class);
  }

  @Test
  void wrongPositionIsFound() {
    fake.losesPosition = true;
    assertThatThrownBy(() -> stream.readByte()).isInstanceOf(BrokenReadException.class);
    assertThatThrownBy(() -> stream.unbuffer()).isInstanceOf(BrokenReadException.class);
  }

  @Test
  void writeBehindTheTargetIsFound() {
    fake.writesBehindTarget = true;
    assertThatThrownBy(() -> stream.readArray(10))
        .isInstanceOf(BrokenReadException.class)
        .hasMessageContaining("behind");
  }

  @Test
  void seekThatShouldHaveFailedIsFound() {
    fake.seeksAnywhere = true;
    assertThatThrownBy(() -> stream.seekOutside(LENGTH + 1))
        .isInstanceOf(BrokenReadException.class);
  }
}
