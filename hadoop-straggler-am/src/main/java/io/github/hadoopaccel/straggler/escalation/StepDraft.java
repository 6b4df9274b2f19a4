package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A {@link LadderStep} that is being written. */
final class StepDraft {
  private final Map<String, ReadOrder> orders;
  private final double ownBudgetShare;
  private final List<AttemptProgress> accelerated = new ArrayList<>();
  private final List<SpeculationWish> wishes = new ArrayList<>();
  private final List<SpeculationCharge> charges = new ArrayList<>();
  private final List<RungChange> changes = new ArrayList<>();

  /**
   * A draft.
   *
   * @param orders of those who earn another share of their own budget than most
   * @param ownBudgetShare of most
   */
  StepDraft(Map<String, ReadOrder> orders, double ownBudgetShare) {
    this.orders = orders;
    this.ownBudgetShare = ownBudgetShare;
  }

  void changed(RungChange change) {
    changes.add(change);
  }

  void wished(SpeculationWish wish, SpeculationCharge charge) {
    wishes.add(wish);
    charges.add(charge);
  }

  void gaveBack(SpeculationCharge charge) {
    if (charge.bytes() != 0) {
      charges.add(charge);
    }
  }

  /** Orders what the rung asks of the task's attempts. */
  void order(TaskLadder ladder, TaskSight sight) {
    int subset = subset(sight.original());
    if (ladder.rung() != Rung.CAREFUL) {
      accelerate(sight.original(), ladder, subset);
    }
    if (sight.second().isEmpty()) {
      return;
    }
    AttemptProgress second = sight.second().get();
    int other = subset(second);
    int different = other == subset ? (other + 1) % (Directive.MAX_SUBSET + 1) : other;
    if (ladder.rung() == Rung.SPECULATION_ACCELERATED) {
      accelerate(second, ladder, different);
    } else {
      ReadOrder slack = orders.get(second.attemptId());
      double share = slack == null ? ownBudgetShare : slack.ownBudgetShare();
      orders.put(
          second.attemptId(), new ReadOrder(Posture.CAREFUL, 0, ladder.weight(), different, share));
    }
  }

  private void accelerate(AttemptProgress attempt, TaskLadder ladder, int subset) {
    accelerated.add(attempt);
    orders.put(
        attempt.attemptId(),
        new ReadOrder(Posture.ACCELERATED, ladder.extraUnits(), ladder.weight(), subset, 1));
  }

  /** Attempts of one task are numbered in a row, so their subsets differ. */
  private static int subset(AttemptProgress attempt) {
    return attempt.name().attemptNumber() % (Directive.MAX_SUBSET + 1);
  }

  LadderStep step() {
    return new LadderStep(orders, accelerated, wishes, charges, changes, ownBudgetShare);
  }
}
