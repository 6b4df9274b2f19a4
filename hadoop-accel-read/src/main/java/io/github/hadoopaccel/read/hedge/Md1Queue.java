package io.github.hadoopaccel.read.hedge;

import java.util.Arrays;

/**
 * The waiting time W, and the number N in the system, of a queue with random arrivals, one server
 * and a constant service time (M/D/1). Times count in service times; rho is the load, the share of
 * time that the server is busy. Immutable.
 *
 * <p>N, with a_j = e^-rho rho^j / j! (arrivals during one service) and A_n = a_{n+1} + a_{n+2} +
 * ..., by balancing what crosses from at most n to more and back:
 *
 * <pre>
 * p_0 = 1 - rho,   p_{n+1} = (p_0 A_n + p_1 A_n + p_2 A_{n-1} + ... + p_n A_1) / a_0
 * </pre>
 *
 * <p>W, for k - 1 &lt;= t &lt; k and s = k - t, where what is not above 0 counts as certain:
 *
 * <pre>
 * P(W &gt; t) = e^(-rho s) sum_{j &gt;= 0} (rho s)^j / j! P(N &gt; k - j),   P(N &gt; i) := 1 for i &lt;= 0
 * </pre>
 *
 * <p>and far out, with rho (e^eta - 1) = eta,
 *
 * <pre>
 * P(W &gt; t) = (1 - rho) / (rho + eta - 1) e^(-eta t)
 * </pre>
 *
 * <p>Sources: A. K. Erlang, The Theory of Probabilities and Telephone Conversations, 1909, has the
 * alternating series in closed form, which loses all digits of a double from t = 20 on, and C. D.
 * Crommelin, Delay Probability Formulae When the Holding Times Are Constant, 1932, the equation
 * between P(W &lt;= t) and the distribution of N. The sum here is that equation in the form without
 * subtractions of G. J. Franx, A Simple Solution for the M/D/c Waiting Time Distribution, 2001.
 *
 * <p>Precision: 1e-9 absolute for loads of 0.05 to 0.95. Example: at a load of 0.8 ten or more are
 * in the system with probability 0.01793508, twenty or more with 2.413122e-4; the mean wait is 2
 * service times.
 */
public final class Md1Queue {
  /**
   * From here on the exponential is exact to a double: for loads of 0.05 and more its relative
   * error falls e times or more every two service times (the second root of rho (e^z - 1) = z).
   */
  private static final int TABLE = 64;

  /** 1/24! is 1.6e-24. */
  private static final int TERMS = 24;

  private static final int HALVINGS = 60;
  private static final double LARGEST_LOAD = Math.nextDown(1.0);

  private final double load;
  private final double decay;
  private final double scale;

  /** P(N &gt; n) at TERMS + n; below n = 1 it is 1, as the sum wants it. */
  private final double[] moreThan;

  private Md1Queue(double load) {
    this.load = load;
    decay = decay(load);
    scale = load == 0 ? 0 : (1 - load) / (decay - (1 - load));
    moreThan = table();
  }

  /**
   * The queue of a load.
   *
   * @throws IllegalArgumentException unless 0 &lt;= load &lt; 1
   */
  public static Md1Queue ofLoad(double load) {
    if (!(load >= 0 && load < 1)) {
      throw new IllegalArgumentException("load = " + load + ": expected 0 <= load < 1");
    }
    return new Md1Queue(load);
  }

  /**
   * The load at which the mean wait is {@code meanWait} service times: 2w / (1 + 2w). The inverse
   * of {@link #meanWait}.
   *
   * @throws IllegalArgumentException unless 0 &lt;= meanWait
   */
  public static double loadForMeanWait(double meanWait) {
    if (!(meanWait >= 0)) {
      throw new IllegalArgumentException("meanWait = " + meanWait + ": expected 0 or more");
    }
    return Math.min(LARGEST_LOAD, 1 / (1 + 0.5 / meanWait));
  }

  /** rho. */
  public double load() {
    return load;
  }

  /** rho / (2 (1 - rho)), in service times. */
  public double meanWait() {
    return load / (2 * (1 - load));
  }

  /**
   * P(W &gt; t): the probability that an arrival waits longer than {@code serviceTimes} for its
   * service to begin; 1 before 0, rho at 0.
   *
   * @throws IllegalArgumentException if {@code serviceTimes} is not a number
   */
  public double probabilityOfWaitBeyond(double serviceTimes) {
    if (Double.isNaN(serviceTimes)) {
      throw new IllegalArgumentException("serviceTimes = NaN: expected a number");
    }
    if (serviceTimes < 0) {
      return 1;
    }
    if (serviceTimes >= TABLE) {
      return farBeyond(serviceTimes);
    }
    int k = (int) serviceTimes + 1;
    double arrivals = load * (k - serviceTimes);
    double term = Math.exp(-arrivals);
    double sum = 0;
    for (int j = 0; j < TERMS; j++) {
      sum += term * moreThan[TERMS + k - j];
      term *= arrivals / (j + 1);
    }
    // Rounding must not make it more likely to wait long than to wait at all.
    return Math.min(load, sum);
  }

  /**
   * P(N &gt; n): the probability that more than {@code n} are in the system, the one in service
   * included; 1 below 0.
   */
  public double probabilityOfMoreThan(int n) {
    if (n <= 0) {
      return n < 0 ? 1 : load;
    }
    return n >= TABLE ? farBeyond(n) : Math.min(load, moreThan[TERMS + n]);
  }

  /**
   * The t with P(W &gt; t) = {@code probability}; 0 where that is rho or more, since so many do not
   * wait at all. Never less for a smaller probability.
   *
   * @return service times
   * @throws IllegalArgumentException unless 0 &lt; probability &lt;= 1
   */
  public double waitBeyondWhich(double probability) {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability = " + probability + ": expected 0 < probability <= 1");
    }
    if (probability >= load) {
      return 0;
    }
    if (probability <= farBeyond(TABLE)) {
      return Math.max(TABLE, Math.log(scale / probability) / decay);
    }
    int whole = 0;
    while (whole + 1 < TABLE && probabilityOfMoreThan(whole + 1) > probability) {
      whole++;
    }
    double low = whole;
    double high = whole + 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (probabilityOfWaitBeyond(middle) > probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private double farBeyond(double serviceTimes) {
    return load == 0 ? 0 : Math.min(load, scale * Math.exp(-decay * serviceTimes));
  }

  /**
   * eta, by halving. With l = -ln rho, rho (e^x - 1) - x has its minimum at l and is 2 (sinh l - l)
   * &gt; 0 at 2l.
   */
  private static double decay(double load) {
    if (load == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double low = -Math.log(load);
    double high = 2 * low;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (load * Math.expm1(middle) < middle) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Summed from the far end, so that small probabilities keep their digits. */
  private double[] table() {
    double[] p = numberInSystem();
    double[] more = new double[TERMS + TABLE + 1];
    Arrays.fill(more, 1);
    double tail = farBeyond(TABLE);
    for (int n = TABLE; n >= 1; n--) {
      more[TERMS + n] = tail;
      tail += p[n];
    }
    return more;
  }

  /** p_0 to p_TABLE. */
  private double[] numberInSystem() {
    double[] beyond = arrivalsBeyond();
    double none = Math.exp(-load);
    double[] p = new double[TABLE + 1];
    p[0] = 1 - load;
    for (int n = 0; n < TABLE; n++) {
      double up = p[0] * beyond[n];
      for (int i = 1; i <= n; i++) {
        up += p[i] * beyond[n + 1 - i];
      }
      p[n + 1] = up / none;
    }
    return p;
  }

  /** A_0 to A_TABLE, summed from the far end. */
  private double[] arrivalsBeyond() {
    double[] a = new double[TABLE + TERMS];
    a[0] = Math.exp(-load);
    for (int j = 1; j < a.length; j++) {
      a[j] = a[j - 1] * load / j;
    }
    double[] beyond = new double[a.length];
    for (int j = a.length - 2; j >= 0; j--) {
      beyond[j] = beyond[j + 1] + a[j + 1];
    }
    return beyond;
  }
}
