package io.github.hadoopaccel.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.soak.Tally.Count;
import io.github.hadoopaccel.read.hadoop.LiveReads;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A soak passes only if everything was right; each thing that was not is named. */
class SoakResultTest {
  private static final LiveReads NOTHING = new LiveReads(0, 0, 7, 0, 0);
  private static final long MIB = 1 << 20;

  private static SoakResult result(
      Map<Count, Long> counts, LiveReads live, long heapEndBytes, String aborted) {
    return new SoakResult(
        1,
        60,
        "3.4.3",
        counts,
        Map.of(),
        live,
        8,
        heap(100, 0),
        new HeapUse(heapEndBytes, 9, 0),
        aborted);
  }

  private static HeapUse heap(long mib, long dataNodeStarts) {
    return new HeapUse(mib * MIB, 9, dataNodeStarts);
  }

  private static SoakResult good(Map<Count, Long> counts) {
    return result(counts, NOTHING, 100 * MIB, null);
  }

  @Test
  void rightBytesAndNothingLeftPass() {
    SoakResult result = good(Map.of(Count.VERIFIED_BYTES, 5L, Count.INTERRUPTED, 3L));
    assertThat(result.passed()).isTrue();
    assertThat(result.text()).endsWith("passed");
    assertThat(result.json()).contains("\"bytes verified\": 5,", "\"passed\": true");
  }

  @Test
  void oneWrongByteFails() {
    SoakResult result = good(Map.of(Count.VERIFIED_BYTES, 5L, Count.WRONG_BYTES, 1L));
    assertThat(result.passed()).isFalse();
    assertThat(result.faults()).containsExactly("1 wrong bytes");
    assertThat(result.json()).contains("\"faults\": [\"1 wrong bytes\"]", "\"passed\": false");
  }

  @Test
  void errorFails() {
    assertThat(good(Map.of(Count.VERIFIED_BYTES, 5L, Count.UNEXPECTED_ERRORS, 1L)).passed())
        .isFalse();
    assertThat(good(Map.of(Count.VERIFIED_BYTES, 5L, Count.BROKEN_READS, 1L)).passed()).isFalse();
  }

  @Test
  void readingNothingIsNoSuccess() {
    assertThat(good(Map.of()).passed()).isFalse();
  }

  @Test
  void leaksFail() {
    Map<Count, Long> counts = Map.of(Count.VERIFIED_BYTES, 5L);
    assertThat(result(counts, new LiveReads(0, 1, 7, 0, 0), 100 * MIB, null).passed()).isFalse();
    assertThat(result(counts, new LiveReads(0, 0, 9, 0, 0), 100 * MIB, null).passed()).isFalse();
    assertThat(result(counts, NOTHING, 140 * MIB, null).passed()).isFalse();
    assertThat(result(counts, NOTHING, 130 * MIB, null).passed()).isTrue();
  }

  @Test
  void endingEarlyFails() {
    SoakResult result =
        result(Map.of(Count.VERIFIED_BYTES, 5L), NOTHING, 100 * MIB, "a \"read\" hangs");
    assertThat(result.passed()).isFalse();
    assertThat(result.json()).contains("ended early: a \\\"read\\\" hangs");
  }

  @Test
  void smallGrowthAndSmallPercentagesAreNoLeak() {
    assertThat(heap(41, 0).hasGrownSince(heap(10, 0))).isFalse();
    assertThat(heap(43, 0).hasGrownSince(heap(10, 0))).isTrue();
    assertThat(heap(1100, 0).hasGrownSince(heap(1000, 0))).isFalse();
  }

  @Test
  void startsOfDataNodesAreAllowedFor() {
    assertThat(heap(160, 120).hasGrownSince(heap(100, 80))).isFalse();
    assertThat(heap(180, 120).hasGrownSince(heap(100, 80))).isTrue();
  }

  @Test
  void objectsOfTheReadingSideThatPileUpAreALeak() {
    HeapUse before = new HeapUse(100 * MIB, 500, 0);
    assertThat(new HeapUse(100 * MIB, 10_500, 0).hasGrownSince(before)).isFalse();
    assertThat(new HeapUse(100 * MIB, 10_501, 0).hasGrownSince(before)).isTrue();
  }

  @Test
  void objectsOfTheReadingSideAreFoundInAHistogram() {
    String histogram =
        """
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:        606962       12691744  java.lang.String (java.base@17.0.15)
           2:            37           3256  io.github.hadoopaccel.read.io.UnitReadAttempt
           3:             5            760  [Lio.github.hadoopaccel.read.io.StripeDriver$OpenUnit;
           4:             9            760  io.github.hadoopaccel.lab.soak.SoakFile
        Total        607013       12696520
        """;
    assertThat(HeapUse.readObjects(histogram)).isEqualTo(42);
    assertThat(HeapUse.now(0).bytes()).isPositive();
  }
}
