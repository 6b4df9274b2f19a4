package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectiveEventsTest {
  private static final ReadReport REPORT = Reading.map(1).report();

  private final List<StragglerEvent> said = new ArrayList<>();
  private final DirectiveEvents events = new DirectiveEvents(timed -> said.add(timed.at(0, 0)));

  private static Directive directive(Posture posture, double share, int subset, String... avoid) {
    int units = posture == Posture.CAREFUL ? 0 : 1;
    return new Directive(posture, units, 0, share, List.of(avoid), subset, 1000, 100);
  }

  @Test
  void carefulReadersWithLessOfTheirOwnBudgetAreNotNamed() {
    events.answered(REPORT, directive(Posture.CAREFUL, 0.5, Directive.OWN_SUBSET, "slow"));
    events.answered(REPORT, directive(Posture.CAREFUL, 0.2, Directive.OWN_SUBSET));
    events.answered(REPORT, Directive.careful(100));
    assertThat(said).isEmpty();
  }

  @Test
  void aChangeOfPostureOrUnitsIsToldBothWays() {
    events.answered(REPORT, directive(Posture.CAREFUL, 0.5, Directive.OWN_SUBSET));
    events.answered(REPORT, directive(Posture.ACCELERATED, 1, Directive.OWN_SUBSET));
    events.answered(REPORT, directive(Posture.ACCELERATED, 1, Directive.OWN_SUBSET, "slow"));
    events.answered(REPORT, directive(Posture.CAREFUL, 1, Directive.OWN_SUBSET, "slow"));
    events.answered(REPORT, directive(Posture.CAREFUL, 1, 2));
    assertThat(said).hasSize(4);
  }

  @Test
  void stateIsKeptForAttemptsThatRunMapsOrReduces() {
    ReadReport reduce = Reading.of("attempt_1700000000000_0001_r_000001_0").report();
    events.answered(REPORT, directive(Posture.ACCELERATED, 1, Directive.OWN_SUBSET));
    events.answered(reduce, directive(Posture.ACCELERATED, 1, Directive.OWN_SUBSET));
    events.keepOnly(Set.of(reduce.attemptId()));
    events.answered(reduce, directive(Posture.ACCELERATED, 1, Directive.OWN_SUBSET));
    assertThat(said).hasSize(2);
  }
}
