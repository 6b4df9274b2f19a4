package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.lab.bench.Estimate;
import java.util.Map;

/**
 * How a cost grows with a size: b of cost = a · size^b, by least squares on the logarithms, with
 * its 95 % interval by Student's t over the residuals (Draper, Smith: Applied Regression Analysis,
 * 1998, chapter 1). Pure.
 *
 * <p>Example: costs of 2, 4, 4 and 8 at sizes of 1, 2, 4 and 8 have the exponent 0.6, as the base-2
 * logarithms 1, 2, 2, 3 lie around a line of slope 3/5; the residuals are 0.1, 0.3 and their like,
 * 0.2 of squares in all, over 2 degrees and 5 of squares of the sizes: ± 4.303 · 0.1414 = 0.61.
 */
final class PowerLaw {
  /** Student's t, 97.5 %, of 1 to 10 degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228
  };

  private PowerLaw() {}

  /**
   * The exponent.
   *
   * @param costs positive costs by positive size; 2 to 12 of them, and of two the interval is not
   *     known
   */
  static Estimate exponent(Map<Integer, Double> costs) {
    int n = costs.size();
    if (n < 2 || n > T.length + 2) {
      throw new IllegalArgumentException(n + " sizes: 2 to " + (T.length + 2) + " are needed");
    }
    double[] x = costs.keySet().stream().mapToDouble(Math::log).toArray();
    double[] y = costs.values().stream().mapToDouble(Math::log).toArray();
    double meanX = mean(x);
    double meanY = mean(y);
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < n; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    double slope = xy / xx;
    if (n == 2) {
      return Estimate.exactly(slope);
    }
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double residual = y[i] - meanY - slope * (x[i] - meanX);
      squares += residual * residual;
    }
    double reach = T[n - 3] * Math.sqrt(squares / (n - 2) / xx);
    return new Estimate(slope, slope - reach, slope + reach);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
