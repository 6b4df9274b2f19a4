package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.read.signal.Directive;
import java.util.Objects;

/** What a policy thinks of one running attempt. */
public sealed interface Verdict {
  /** Why, in a short sentence for logs. */
  String reason();

  /** The numbers behind it. */
  Evidence evidence();

  /**
   * The attempt holds the job back: it should be hurried.
   *
   * @param extraUnits h to begin with, 0 to {@link Directive#MAX_EXTRA_UNITS}
   * @param weight what a second saved on it is worth beside the others: its share of the extra
   *     bytes; above 0
   * @param explainedBySize whether it takes long because it has more to read than the others, at
   *     their pace: a second attempt of it would take as long
   */
  record Accelerate(
      int extraUnits, double weight, String reason, Evidence evidence, boolean explainedBySize)
      implements Verdict {
    /** Checks the ranges and that reason and evidence are given. */
    public Accelerate {
      if (extraUnits < 0 || extraUnits > Directive.MAX_EXTRA_UNITS) {
        throw new IllegalArgumentException("extraUnits = " + extraUnits + " is out of range");
      }
      if (!(weight > 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("weight = " + weight + " is not above 0");
      }
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(evidence, "evidence");
    }

    /** Not explained by its size. */
    public Accelerate(int extraUnits, double weight, String reason, Evidence evidence) {
      this(extraUnits, weight, reason, evidence, false);
    }

    /** Worth as much as any other, and not explained by its size. */
    public Accelerate(int extraUnits, String reason, Evidence evidence) {
      this(extraUnits, 1, reason, evidence);
    }
  }

  /**
   * The attempt should go on as it does by itself.
   *
   * @param ownBudgetShare share of its own budget it goes on earning, 0 to 1; below 1 where the
   *     bytes help another attempt more
   */
  record Keep(double ownBudgetShare, String reason, Evidence evidence) implements Verdict {
    /** Checks the range and that reason and evidence are given. */
    public Keep {
      if (!(ownBudgetShare >= 0 && ownBudgetShare <= 1)) {
        throw new IllegalArgumentException("ownBudgetShare = " + ownBudgetShare + " is not 0..1");
      }
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(evidence, "evidence");
    }

    /** With all of its own budget. */
    public Keep(String reason, Evidence evidence) {
      this(1, reason, evidence);
    }
  }
}
