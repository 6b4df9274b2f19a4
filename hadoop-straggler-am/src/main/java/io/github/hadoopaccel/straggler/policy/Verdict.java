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
   * The attempt should read accelerated.
   *
   * @param extraUnits h, 0 to {@link Directive#MAX_EXTRA_UNITS}
   */
  record Accelerate(int extraUnits, String reason, Evidence evidence) implements Verdict {
    /** Checks the range of h and that reason and evidence are given. */
    public Accelerate {
      if (extraUnits < 0 || extraUnits > Directive.MAX_EXTRA_UNITS) {
        throw new IllegalArgumentException("extraUnits = " + extraUnits + " is out of range");
      }
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /** The attempt should go on as it does by itself. */
  record Keep(String reason, Evidence evidence) implements Verdict {
    /** Checks that reason and evidence are given. */
    public Keep {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(evidence, "evidence");
    }
  }
}
