package io.github.hadoopaccel.read.hedge;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * P(W &gt; t) of an M/D/1 queue by Erlang's alternating series with so many digits that what
 * cancels does not matter. At t = 100 the largest terms have about 60 digits before the point.
 *
 * <pre>
 * P(W &lt;= t) = (1 - rho) sum_{j = 0..[t]} (-rho (t - j))^j / j! e^(rho (t - j))
 * </pre>
 */
final class ExactMd1 {
  private static final MathContext DIGITS = new MathContext(180, RoundingMode.HALF_EVEN);
  private static final BigDecimal SMALL = BigDecimal.ONE.scaleByPowerOfTen(-170);

  private final BigDecimal load;
  private final BigDecimal expOfLoad;

  ExactMd1(double load) {
    this.load = new BigDecimal(load);
    expOfLoad = exp(this.load);
  }

  double probabilityOfWaitBeyond(double serviceTimes) {
    BigDecimal t = new BigDecimal(serviceTimes);
    int whole = (int) serviceTimes;
    BigDecimal exp =
        exp(load.multiply(t.subtract(BigDecimal.valueOf(whole)))); // of what is left of rho (t - j)
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal[] factorials = factorials(whole);
    for (int j = whole; j >= 0; j--) {
      BigDecimal x = load.multiply(t.subtract(BigDecimal.valueOf(j)), DIGITS);
      BigDecimal term =
          x.negate().pow(j, DIGITS).divide(factorials[j], DIGITS).multiply(exp, DIGITS);
      sum = sum.add(term, DIGITS);
      exp = exp.multiply(expOfLoad, DIGITS);
    }
    BigDecimal atMost = BigDecimal.ONE.subtract(load).multiply(sum, DIGITS);
    return BigDecimal.ONE.subtract(atMost, DIGITS).doubleValue();
  }

  private static BigDecimal[] factorials(int n) {
    BigDecimal[] factorials = new BigDecimal[n + 1];
    factorials[0] = BigDecimal.ONE;
    for (int j = 1; j <= n; j++) {
      factorials[j] = factorials[j - 1].multiply(BigDecimal.valueOf(j));
    }
    return factorials;
  }

  /** By its own series; 0 &lt;= x &lt;= 1. */
  private static BigDecimal exp(BigDecimal x) {
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int j = 1; term.compareTo(SMALL) > 0; j++) {
      term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(j), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }
}
