package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.escalation.LadderStep;
import io.github.hadoopaccel.straggler.escalation.ReadOrder;
import io.github.hadoopaccel.straggler.escalation.Rung;
import io.github.hadoopaccel.straggler.escalation.RungChange;
import io.github.hadoopaccel.straggler.escalation.SpeculationCharge;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ladder steps for tests. */
final class Orders {
  private final Map<String, ReadOrder> orders = new HashMap<>();
  private final List<AttemptProgress> accelerated = new ArrayList<>();
  private final List<SpeculationCharge> charges = new ArrayList<>();
  private final List<RungChange> changes = new ArrayList<>();
  private double ownBudgetShare = 1;

  Orders hurry(int extraUnits, double weight, Reading... readings) {
    for (Reading reading : readings) {
      orders.put(reading.attempt(), new ReadOrder(Posture.ACCELERATED, extraUnits, weight, 0, 1));
      accelerated.add(reading.running());
    }
    return this;
  }

  Orders order(Reading reading, ReadOrder order) {
    orders.put(reading.attempt(), order);
    return this;
  }

  Orders charge(long bytes) {
    charges.add(new SpeculationCharge(0, bytes));
    return this;
  }

  Orders change(Reading reading, Rung from, Rung to) {
    changes.add(new RungChange(reading.attempt(), from, to, 1, 0, 0, 0, "for a test"));
    return this;
  }

  Orders share(double ofMost) {
    ownBudgetShare = ofMost;
    return this;
  }

  LadderStep step() {
    return new LadderStep(orders, accelerated, List.of(), charges, changes, ownBudgetShare);
  }

  static JobSnapshot job(long now, Reading... readings) {
    return Reading.job(
        now,
        readings.length,
        0,
        List.of(readings).stream().map(Reading::running).toList(),
        List.of());
  }
}
