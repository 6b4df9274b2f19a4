package io.github.hadoopaccel.lab.fault;

import io.github.hadoopaccel.lab.fault.FaultCell.Fault;
import io.github.hadoopaccel.lab.fault.FaultCell.Moment;
import io.github.hadoopaccel.lab.fault.FaultCell.Posture;
import io.github.hadoopaccel.lab.fault.FaultCell.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The fault matrix: the cross product of {@link FaultCell}'s parts without the cells that make no
 * sense, thinned so that it runs in minutes.
 *
 * <p>Thinning: each (fault, unit, moment, posture) is run with some of the read calls in turn, more
 * of them for the faults that strike open connections. Every fault meets every call, every moment
 * every unit, and so on for each two parts; {@code FaultMatrixTest} checks it. The system property
 * {@code fault.matrix=full} runs every legal cell.
 */
final class FaultMatrix {
  private static final int CALLS_ON_THE_WIRE = 2;
  private static final int CALLS_ELSEWHERE = 1;
  private static final ReadCall[] CALLS = ReadCall.values();

  /** Cells that are not run, and why. */
  record Exclusion(String reason, Predicate<FaultCell> cells) {}

  /** The excluded cells. */
  static final List<Exclusion> EXCLUSIONS =
      List.of(
          new Exclusion(
              "open fetches fresh tokens: there is no expired one before",
              cell -> cell.fault() == Fault.TOKEN_EXPIRED && cell.moment() == Moment.BEFORE_OPEN),
          new Exclusion(
              "the tokens of a group are of one age: one unit stands for all",
              cell -> cell.fault() == Fault.TOKEN_EXPIRED && cell.unit() != Role.FIRST_DATA),
          new Exclusion(
              "closing opens no connection: a fault that meets only new ones has no part in it",
              cell ->
                  cell.fault().concernsOnlyNewConnections() && cell.moment() == Moment.AT_CLOSE),
          new Exclusion(
              "a DataNode that stops is, on the wire, one that refuses connections, which is run"
                  + " at every moment; stopping and starting costs a second",
              cell ->
                  cell.fault() == Fault.STOPPED
                      && !Set.of(Moment.BEFORE_OPEN, Moment.AFTER_FIRST_STRIPE)
                          .contains(cell.moment())));

  private FaultMatrix() {}

  /** The cells to run, in a fixed order. */
  static List<FaultCell> cells() {
    return "full".equals(System.getProperty("fault.matrix")) ? legalCells() : thinnedCells();
  }

  /** Every cell that is not excluded. */
  static List<FaultCell> legalCells() {
    return everyCell().stream().filter(FaultMatrix::isLegal).toList();
  }

  /** The whole cross product. */
  static List<FaultCell> everyCell() {
    List<FaultCell> cells = new ArrayList<>();
    for (FaultCell row : rows()) {
      for (ReadCall call : CALLS) {
        cells.add(with(row, call));
      }
    }
    return cells;
  }

  private static List<FaultCell> thinnedCells() {
    List<FaultCell> cells = new ArrayList<>();
    int turn = 0;
    for (FaultCell row : rows()) {
      int calls = row.fault().isOnTheWire() ? CALLS_ON_THE_WIRE : CALLS_ELSEWHERE;
      if (row.fault() == Fault.TOKEN_EXPIRED) {
        calls = CALLS.length;
      }
      for (int i = 0; i < calls; i++) {
        FaultCell cell = with(row, CALLS[turn++ % CALLS.length]);
        if (isLegal(cell)) {
          cells.add(cell);
        }
      }
      // Else the turn would be in step with the postures.
      turn += row.posture() == Posture.ACCELERATED ? 1 : 0;
    }
    return cells;
  }

  /** Every combination of the other parts, with the first call. */
  private static List<FaultCell> rows() {
    List<FaultCell> rows = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      for (Role unit : Role.values()) {
        for (Moment moment : Moment.values()) {
          for (Posture posture : Posture.values()) {
            rows.add(new FaultCell(fault, unit, moment, posture, CALLS[0]));
          }
        }
      }
    }
    return rows;
  }

  private static FaultCell with(FaultCell row, ReadCall call) {
    return new FaultCell(row.fault(), row.unit(), row.moment(), row.posture(), call);
  }

  private static boolean isLegal(FaultCell cell) {
    return EXCLUSIONS.stream().noneMatch(exclusion -> exclusion.cells().test(cell));
  }
}
