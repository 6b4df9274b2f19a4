package io.github.hadoopaccel.read.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.fs.FileRange;
import org.junit.jupiter.api.Test;

/** Ranges over a file in memory that comes in pieces of seven bytes. */
class VectoredReadsTest {
  private static final int LENGTH = 1000;
  private static final int PIECE = 7;

  private final List<String> reads = new ArrayList<>();
  private final List<ByteBuffer> released = new ArrayList<>();
  private long failsAt = Long.MAX_VALUE;
  private long endsAt = LENGTH;
  private long wantedBytes;

  private final VectoredReads vectored =
      new VectoredReads(LENGTH, 20, 100, Runnable::run, this::read);

  private void read(long start, long end, RangeScatter sink) throws IOException {
    reads.add(start + "-" + end);
    for (long at = start; at < Math.min(end, endsAt); ) {
      if (at >= failsAt) {
        throw new IOException("failed at " + at);
      }
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, end - at));
      for (int i = 0; piece.hasRemaining(); i++) {
        piece.put((byte) (at + i));
      }
      wantedBytes += sink.wantedBytes(at, piece.capacity());
      sink.accept(at, piece.flip());
      at += piece.limit();
    }
  }

  private List<FileRange> start(long... offsetsAndLengths) throws IOException {
    List<FileRange> ranges = new ArrayList<>();
    for (int i = 0; i < offsetsAndLengths.length; i += 2) {
      ranges.add(FileRange.createFileRange(offsetsAndLengths[i], (int) offsetsAndLengths[i + 1]));
    }
    vectored.start(ranges, ByteBuffer::allocate, released::add);
    return ranges;
  }

  private static void assertContent(FileRange range) {
    ByteBuffer bytes = range.getData().join();
    assertThat(bytes.remaining()).isEqualTo(range.getLength());
    for (int i = 0; i < range.getLength(); i++) {
      assertThat(bytes.get(i)).isEqualTo((byte) (range.getOffset() + i));
    }
  }

  @Test
  void nearRangesAreReadTogetherFarOnesApartWhateverTheirOrder() throws IOException {
    start(500, 30, 0, 10, 15, 3, 18, 40, 300, 10).forEach(VectoredReadsTest::assertContent);
    assertThat(reads).containsExactly("0-58", "300-310", "500-530");
  }

  @Test
  void whatLiesBetweenRangesIsNotWanted() throws IOException {
    start(0, 10, 15, 3, 18, 40, 60, 0);
    assertThat(reads).containsExactly("0-60");
    assertThat(wantedBytes).isEqualTo(10 + 3 + 40);
  }

  @Test
  void rangesAreNotReadTogetherBeyondTheBound() throws IOException {
    start(0, 60, 60, 60).forEach(VectoredReadsTest::assertContent);
    assertThat(reads).containsExactly("0-60", "60-120");
  }

  @Test
  void emptyRangesCompleteWithEmptyBuffers() throws IOException {
    start(0, 0, 10, 5, 15, 0, 20, 0).forEach(VectoredReadsTest::assertContent);
  }

  @Test
  void aFailureReleasesTheBufferThatWasBegunAndFailsWhatIsLeft() throws IOException {
    failsAt = 12;
    List<FileRange> ranges = start(0, 5, 10, 10, 25, 3);
    assertContent(ranges.get(0));
    assertThatThrownBy(() -> ranges.get(1).getData().get())
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("failed at 14");
    assertThat(ranges.get(2).getData()).isCompletedExceptionally();
    assertThat(released).hasSize(1);
  }

  @Test
  void aFileThatEndsEarlyFailsTheRangesThatAreShort() throws IOException {
    endsAt = 14;
    List<FileRange> ranges = start(0, 5, 10, 10);
    assertContent(ranges.get(0));
    assertThatThrownBy(() -> ranges.get(1).getData().get())
        .hasRootCauseInstanceOf(EOFException.class);
    assertThat(released).hasSize(1);
  }

  @Test
  void rangesOutsideOfTheFileOrOverlappingAreRefusedAtOnce() {
    assertThatThrownBy(() -> start(990, 11)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> start(0, 10, 9, 10)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> start(-1, 10)).isInstanceOf(Exception.class);
    assertThat(reads).isEmpty();
  }
}
