package io.github.hadoopaccel.read.signal;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.SplitStamp;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Reports for tests: a plain one, and all that are possible. */
final class Reports {
  private Reports() {}

  static ReadReport of(String attemptId) {
    return of(attemptId, false);
  }

  static ReadReport of(String attemptId, boolean last) {
    return new ReadReport(
        attemptId,
        7,
        last,
        5000,
        ReadInput.UNKNOWN,
        new ReadWindows(5000, 100, 10, 5, 100, 100, 100),
        new ReadTotals(100, 0, 10, 1, 5, 0, 0, 0, 0, 3, 0, 0),
        0,
        Posture.CAREFUL,
        0,
        -1,
        "",
        List.of());
  }

  static Arbitrary<ReadReport> any() {
    Arbitrary<String> id = Arbitraries.strings().ascii().ofMaxLength(128);
    Arbitrary<String> decoders = Arbitraries.strings().ascii().ofMaxLength(256);
    Arbitrary<Double> load = Arbitraries.doubles().between(-1, 1);
    return Combinators.combine(
            id,
            counts(2),
            Combinators.combine(input(), windows(), totals()).as(Parts::new),
            Combinators.combine(
                    Arbitraries.of(Posture.class),
                    Arbitraries.integers().between(0, 16),
                    Arbitraries.of(true, false),
                    Arbitraries.longs())
                .as(State::new),
            load,
            decoders,
            sample().list().ofMaxSize(64))
        .as(
            (attempt, n, parts, state, network, classes, samples) ->
                new ReadReport(
                    attempt,
                    state.readerId(),
                    state.last(),
                    n.get(0),
                    parts.input(),
                    parts.windows(),
                    parts.totals(),
                    n.get(1),
                    state.posture(),
                    state.extraUnits(),
                    network,
                    classes,
                    samples));
  }

  private record Parts(ReadInput input, ReadWindows windows, ReadTotals totals) {}

  private record State(Posture posture, int extraUnits, boolean last, long readerId) {}

  private static Arbitrary<List<Long>> counts(int size) {
    return Arbitraries.longs().between(0, SignalRange.MAX_COUNT).list().ofSize(size);
  }

  private static Arbitrary<ReadInput> input() {
    return Combinators.combine(
            Arbitraries.strings().ascii().ofMaxLength(ReadInput.MAX_PATH_CHARS),
            counts(1),
            Arbitraries.of(SplitStamp.class).optional())
        .as((path, n, stamp) -> new ReadInput(path, n.get(0), stamp));
  }

  private static Arbitrary<ReadWindows> windows() {
    return counts(7)
        .map(
            n ->
                new ReadWindows(
                    Math.max(n.get(0), n.get(2)),
                    n.get(1),
                    Math.min(n.get(0), n.get(2)),
                    n.get(3),
                    n.get(4),
                    n.get(5),
                    n.get(6)));
  }

  private static Arbitrary<ReadTotals> totals() {
    return counts(12)
        .map(
            n ->
                new ReadTotals(
                    n.get(0), n.get(1), n.get(2), n.get(3), n.get(4), n.get(5), n.get(6), n.get(7),
                    n.get(8), n.get(9), n.get(10), n.get(11)));
  }

  private static Arbitrary<DataNodeSample> sample() {
    Arbitrary<String> name =
        Arbitraries.strings().withChars('a', '1', '.', ':', 'ü').ofMaxLength(256);
    Arbitrary<Long> count = Arbitraries.longs().between(0, SignalRange.MAX_COUNT);
    Arbitrary<Double> rate = Arbitraries.doubles().between(0, 1e12);
    return Combinators.combine(name, count, count, rate, rate, count).as(DataNodeSample::new);
  }
}
