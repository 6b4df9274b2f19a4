package io.github.hadoopaccel.lab.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One thing that must hold.
 *
 * @param text what is measured, for people
 * @param direction on which side of the limit the figure must be
 * @param intervalLimit where the end of the interval that is nearer to failing must be, on the same
 *     side; empty where the interval decides nothing
 * @param <R> the results that it is measured by
 */
public record Requirement<R>(
    String text,
    Direction direction,
    double limit,
    OptionalDouble intervalLimit,
    Format format,
    Measure<R> measure) {

  /** Which figures hold. */
  public enum Direction {
    AT_LEAST,
    AT_MOST;

    /** Whether {@code value} is on the right side of {@code limit}, or on it. */
    boolean holds(double value, double limit) {
      return this == AT_LEAST ? value >= limit : value <= limit;
    }

    String sign() {
      return this == AT_LEAST ? ">=" : "<=";
    }
  }

  /** How its figure is printed. */
  public enum Format {
    RATIO("%.2fx", 1),
    PERCENT("%.2f %%", 100),
    MILLIS("%.1f ms", 1),
    MICROS("%.2f us", 1),
    BYTES("%.0f B", 1),
    PER_SEC("%.0f /s", 1),
    EXPONENT("%.2f", 1);

    private final String format;
    private final double scale;

    Format(String format, double scale) {
      this.format = format;
      this.scale = scale;
    }

    String of(double value) {
      return String.format(Locale.ROOT, format, value * scale);
    }
  }

  /** Takes a figure from the results; empty if it was not measured. */
  @FunctionalInterface
  public interface Measure<R> {
    /** The figure. */
    Optional<Estimate> of(R results, Bootstrap bootstrap);
  }

  /** The answer. */
  public enum Answer implements Named {
    YES("yes"),
    NO("no"),
    NOT_MEASURED("not measured");

    private final String label;

    Answer(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** The answer and the figure that it follows from. */
  public record Verdict(Requirement<?> requirement, Optional<Estimate> measured) {
    /** The answer. */
    public Answer answer() {
      return measured
          .map(figure -> requirement.holds(figure) ? Answer.YES : Answer.NO)
          .orElse(Answer.NOT_MEASURED);
    }

    /** The figure, for people; empty if it was not measured. */
    public Optional<String> measuredText() {
      return measured.map(figure -> requirement.format().of(figure.value()));
    }

    /** Its interval, for people; empty if it has none. */
    public Optional<String> intervalText() {
      Format format = requirement.format();
      return measured
          .filter(figure -> figure.low() < figure.high())
          .map(figure -> format.of(figure.low()) + " to " + format.of(figure.high()));
    }
  }

  /** What is required, for people. */
  public String required() {
    String text = direction.sign() + " " + format.of(limit);
    return intervalLimit.isPresent()
        ? text + ", interval " + direction.sign() + " " + format.of(intervalLimit.getAsDouble())
        : text;
  }

  /** Evaluates it; a figure that is not a number does not hold: no comparison with it is true. */
  public Verdict evaluate(R results, Bootstrap bootstrap) {
    return new Verdict(this, measure.of(results, bootstrap));
  }

  private boolean holds(Estimate figure) {
    double nearer = direction == Direction.AT_LEAST ? figure.low() : figure.high();
    return direction.holds(figure.value(), limit)
        && (intervalLimit.isEmpty() || direction.holds(nearer, intervalLimit.getAsDouble()));
  }
}
