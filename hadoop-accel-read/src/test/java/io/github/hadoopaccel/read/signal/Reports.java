package io.github.hadoopaccel.read.signal;

import io.github.hadoopaccel.read.hedge.Posture;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Reports for tests: a plain one, and all that are possible. */
final class Reports {
  private Reports() {}

  static ReadReport of(String attemptId) {
    return new ReadReport(
        attemptId,
        5000,
        5000,
        100,
        100,
        0,
        10,
        1,
        5,
        0,
        0,
        3,
        0,
        0,
        Posture.CAREFUL,
        -1,
        "",
        List.of());
  }

  static Arbitrary<ReadReport> any() {
    Arbitrary<Long> count = Arbitraries.longs().greaterOrEqual(0);
    Arbitrary<List<Long>> counts = count.list().ofSize(13);
    Arbitrary<String> id = Arbitraries.strings().ascii().ofMaxLength(128);
    Arbitrary<String> decoders = Arbitraries.strings().ascii().ofMaxLength(256);
    Arbitrary<Double> load = Arbitraries.doubles().between(-1, 1);
    return Combinators.combine(
            id,
            counts,
            Arbitraries.of(Posture.class),
            load,
            decoders,
            sample().list().ofMaxSize(64))
        .as(
            (attempt, n, posture, network, classes, samples) ->
                new ReadReport(
                    attempt, n.get(0), n.get(1), n.get(2), n.get(3), n.get(4), n.get(5), n.get(6),
                    n.get(7), n.get(8), n.get(9), n.get(10), n.get(11), n.get(12), posture, network,
                    classes, samples));
  }

  private static Arbitrary<DataNodeSample> sample() {
    Arbitrary<String> name =
        Arbitraries.strings().withChars('a', '1', '.', ':', 'ü').ofMaxLength(256);
    Arbitrary<Long> count = Arbitraries.longs().greaterOrEqual(0);
    Arbitrary<Double> rate = Arbitraries.doubles().between(0, 1e12);
    return Combinators.combine(name, count, count, rate, rate).as(DataNodeSample::new);
  }
}
