package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

/** Longer waits are rarer, fuller queues wait longer, and what is an inverse inverts. */
class Md1QueueProperties {
  private static final double ROUNDING = 1e-13;

  @Property
  void longerWaitsAreRarer(
      @ForAll @DoubleRange(max = 0.999) @Scale(6) double load,
      @ForAll @DoubleRange(max = 100) @Scale(9) double t,
      @ForAll @DoubleRange(max = 2) @Scale(9) double more) {
    Md1Queue queue = Md1Queue.ofLoad(load);
    assertThat(queue.probabilityOfWaitBeyond(t + more))
        .isBetween(0.0, queue.probabilityOfWaitBeyond(t) + ROUNDING);
  }

  @Property
  void fullerQueuesWaitLonger(
      @ForAll @DoubleRange(max = 0.9) double load,
      @ForAll @DoubleRange(max = 0.09) @Scale(9) double more,
      @ForAll @DoubleRange(max = 100) @Scale(9) double t) {
    assertThat(Md1Queue.ofLoad(load + more).probabilityOfWaitBeyond(t))
        .isBetween(Md1Queue.ofLoad(load).probabilityOfWaitBeyond(t) - ROUNDING, 1.0);
  }

  @Property
  void loadsInvertMeanWaits(@ForAll @DoubleRange(max = 0.999) @Scale(6) double load) {
    assertThat(Md1Queue.loadForMeanWait(Md1Queue.ofLoad(load).meanWait()))
        .isCloseTo(load, within(1e-12));
  }

  @Property
  void quantilesInvertTheTail(
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double load,
      @ForAll @DoubleRange(min = -12, max = 0) @Scale(6) double exponent) {
    Md1Queue queue = Md1Queue.ofLoad(load);
    double probability = Math.pow(10, exponent);
    double t = queue.waitBeyondWhich(probability);
    if (probability >= load) {
      assertThat(t).isZero();
    } else {
      assertThat(queue.probabilityOfWaitBeyond(t)).isCloseTo(probability, within(1e-12));
    }
  }

  @Property
  void rarerWaitsAreNotShorter(
      @ForAll @DoubleRange(max = 0.999) @Scale(6) double load,
      @ForAll @DoubleRange(min = -12, max = 0) @Scale(6) double exponent,
      @ForAll @DoubleRange(min = 0.5, max = 1) double share) {
    Md1Queue queue = Md1Queue.ofLoad(load);
    double probability = Math.pow(10, exponent);
    assertThat(queue.waitBeyondWhich(probability * share))
        .isGreaterThanOrEqualTo(queue.waitBeyondWhich(probability));
  }
}
