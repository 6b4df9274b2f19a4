package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue against an exact evaluation of another formula, at its borders, and when misused. */
class Md1QueueTest {
  private static final double PRECISION = 1e-9;
  private static final int[] WHOLE_TIMES = {0, 1, 2, 3, 5, 8, 13, 20, 23, 24, 25, 63, 64, 65, 99};

  static DoubleStream loads() {
    return IntStream.rangeClosed(1, 19).mapToDouble(i -> i * 0.05);
  }

  private static DoubleStream times() {
    return DoubleStream.concat(
        IntStream.of(WHOLE_TIMES)
            .mapToDouble(whole -> whole)
            .flatMap(
                whole ->
                    DoubleStream.of(
                        whole,
                        whole + 1e-9,
                        whole + 0.5,
                        whole + 0.999,
                        Math.nextDown(whole + 1.0))),
        DoubleStream.of(100));
  }

  @ParameterizedTest
  @MethodSource("loads")
  void waitsAgreeWithTheExactSeries(double load) {
    Md1Queue queue = Md1Queue.ofLoad(load);
    ExactMd1 exact = new ExactMd1(load);
    times()
        .forEach(
            t ->
                assertThat(queue.probabilityOfWaitBeyond(t))
                    .as("load %s, t = %s", load, t)
                    .isCloseTo(exact.probabilityOfWaitBeyond(t), within(PRECISION)));
  }

  /** An arrival waits more than n service times when it finds more than n in the system. */
  @ParameterizedTest
  @MethodSource("loads")
  void numbersInTheSystemAgreeWithTheExactSeries(double load) {
    Md1Queue queue = Md1Queue.ofLoad(load);
    ExactMd1 exact = new ExactMd1(load);
    for (int n : WHOLE_TIMES) {
      assertThat(queue.probabilityOfMoreThan(n))
          .as("load %s, n = %s", load, n)
          .isCloseTo(exact.probabilityOfWaitBeyond(n), within(PRECISION));
    }
  }

  /** Small probabilities keep their digits too, which an absolute bound does not show. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.8, 0.95})
  void smallProbabilitiesKeepTheirDigits(double load) {
    Md1Queue queue = Md1Queue.ofLoad(load);
    ExactMd1 exact = new ExactMd1(load);
    times()
        .forEach(
            t -> {
              double expected = exact.probabilityOfWaitBeyond(t);
              assertThat(queue.probabilityOfWaitBeyond(t))
                  .as("load %s, t = %s", load, t)
                  .isCloseTo(expected, within(1e-9 * expected));
            });
  }

  @Test
  void exampleOfTheClassCommentHolds() {
    Md1Queue queue = Md1Queue.ofLoad(0.8);
    assertThat(queue.probabilityOfMoreThan(9)).isCloseTo(1.793508e-2, within(5e-9));
    assertThat(queue.probabilityOfMoreThan(19)).isCloseTo(2.413122e-4, within(5e-11));
    assertThat(queue.meanWait()).isCloseTo(2, within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("loads")
  void whoWaitsAtAllFindsTheServerBusy(double load) {
    Md1Queue queue = Md1Queue.ofLoad(load);
    assertThat(queue.load()).isEqualTo(load);
    assertThat(queue.probabilityOfWaitBeyond(0)).isCloseTo(load, within(1e-15));
    assertThat(queue.probabilityOfMoreThan(0)).isEqualTo(load);
    assertThat(queue.probabilityOfWaitBeyond(-1e-9)).isEqualTo(1);
    assertThat(queue.probabilityOfMoreThan(-1)).isEqualTo(1);
  }

  /** The mean of what is never negative is the integral of its tail; Simpson's rule. */
  @ParameterizedTest
  @MethodSource("loads")
  void meanIsTheIntegralOfTheTail(double load) {
    Md1Queue queue = Md1Queue.ofLoad(load);
    int steps = 16;
    double integral = 0;
    for (int from = 0; from < 400; from++) {
      for (int i = 0; i < steps; i++) {
        double left = from + (double) i / steps;
        double right = Math.nextDown(left + 1.0 / steps);
        integral +=
            (queue.probabilityOfWaitBeyond(left)
                    + 4 * queue.probabilityOfWaitBeyond((left + right) / 2)
                    + queue.probabilityOfWaitBeyond(right))
                / (6 * steps);
      }
    }
    assertThat(integral).isCloseTo(queue.meanWait(), within(1e-7));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-9, 1e-3, 0.999, 0.999999, 0.999999999, 1 - 1e-15})
  void loadsBeyondTheStatedOnesStillGiveProbabilities(double load) {
    Md1Queue queue = Md1Queue.ofLoad(load);
    double before = 1;
    for (double t = 0; t < 200; t += 0.25) {
      double now = queue.probabilityOfWaitBeyond(t);
      assertThat(now).as("t = %s", t).isBetween(0.0, before + 1e-12);
      before = now;
    }
    assertThat(queue.probabilityOfWaitBeyond(Double.POSITIVE_INFINITY)).isZero();
    assertThat(queue.waitBeyondWhich(1e-6)).isFinite().isNotNegative();
  }

  @Test
  void nobodyWaitsWithoutLoad() {
    Md1Queue idle = Md1Queue.ofLoad(0);
    assertThat(idle.probabilityOfWaitBeyond(-1)).isEqualTo(1);
    for (double t : new double[] {0, 0.5, 1, 63, 64, 1000, Double.POSITIVE_INFINITY}) {
      assertThat(idle.probabilityOfWaitBeyond(t)).isZero();
    }
    assertThat(idle.probabilityOfMoreThan(0)).isZero();
    assertThat(idle.probabilityOfMoreThan(1000)).isZero();
    assertThat(idle.meanWait()).isZero();
    assertThat(idle.waitBeyondWhich(1e-300)).isZero();
  }

  @Test
  void anEndlessMeanWaitIsStillALoad() {
    assertThat(Md1Queue.loadForMeanWait(0)).isZero();
    assertThat(Md1Queue.loadForMeanWait(2)).isCloseTo(0.8, within(1e-15));
    assertThat(Md1Queue.loadForMeanWait(Double.MAX_VALUE)).isLessThan(1);
    assertThat(Md1Queue.loadForMeanWait(Double.POSITIVE_INFINITY)).isLessThan(1);
  }

  @Test
  void wrongRangesAreRefused() {
    assertThatThrownBy(() -> Md1Queue.ofLoad(1)).hasMessageContaining("load = 1.0: expected 0 <=");
    assertThatThrownBy(() -> Md1Queue.ofLoad(-0.1)).hasMessageContaining("load = -0.1");
    assertThatThrownBy(() -> Md1Queue.ofLoad(Double.NaN)).hasMessageContaining("load = NaN");
    assertThatThrownBy(() -> Md1Queue.loadForMeanWait(-1)).hasMessageContaining("meanWait = -1.0");
    assertThatThrownBy(() -> Md1Queue.loadForMeanWait(Double.NaN)).hasMessageContaining("NaN");
    Md1Queue queue = Md1Queue.ofLoad(0.5);
    assertThatThrownBy(() -> queue.waitBeyondWhich(0)).hasMessageContaining("probability = 0.0");
    assertThatThrownBy(() -> queue.waitBeyondWhich(1.1)).hasMessageContaining("probability = 1.1");
    assertThatThrownBy(() -> queue.probabilityOfWaitBeyond(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
