package io.github.hadoopaccel.lab.fault;

import java.util.Locale;

/**
 * One cell of the fault matrix: which fault strikes which unit, at which moment, of a stream in
 * which posture, read through which call.
 */
record FaultCell(Fault fault, Role unit, Moment moment, Posture posture, ReadCall call) {
  /** What goes wrong with a unit; {@link FaultScene} knows how to make it happen. */
  enum Fault {
    SLOW("slow"),
    SILENT("hung before the first packet"),
    HUNG_LATER("hung mid block"),
    REFUSED("connections refused"),
    RESET_AT_CONNECT("reset at connect"),
    RESET_LATER("reset mid block"),
    CLOSED_EARLY("closed mid block"),
    CORRUPT_ON_WIRE("corrupt on the wire"),
    STOPPED("DataNode stopped"),
    BUSY("out of xceivers"),
    DELETED("internal block deleted"),
    TRUNCATED("internal block truncated"),
    CORRUPT_ON_DISK("corrupt on disk"),
    FORGOTTEN("stale location"),
    TOKEN_EXPIRED("block token expired");

    private final String text;

    Fault(String text) {
      this.text = text;
    }

    /** Whether it happens between client and DataNode, to open connections too. */
    boolean isOnTheWire() {
      return compareTo(CORRUPT_ON_WIRE) <= 0;
    }

    /** Whether the file cannot be used again, on disk or because the NameNode was told. */
    boolean spoilsTheFile() {
      return switch (this) {
        case CORRUPT_ON_WIRE, DELETED, TRUNCATED, CORRUPT_ON_DISK, FORGOTTEN -> true;
        default -> false;
      };
    }

    /** Whether a stream that has its connections would never notice. */
    boolean concernsOnlyNewConnections() {
      return switch (this) {
        case BUSY, DELETED, TRUNCATED, CORRUPT_ON_DISK, FORGOTTEN, TOKEN_EXPIRED -> true;
        default -> false;
      };
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Which unit it strikes, in which block group. */
  enum Role {
    FIRST_DATA("first data unit", 0, false),
    LAST_DATA("last data unit", 2, false),
    PARITY("parity unit", 3, false),
    BESIDE_KNOWN_ZERO("neighbour of a known-zero unit", 1, true);

    private final String text;
    private final int index;
    private final boolean inLastGroup;

    Role(String text, int index, boolean inLastGroup) {
      this.text = text;
      this.index = index;
      this.inLastGroup = inLastGroup;
    }

    int index() {
      return index;
    }

    /** The last group ends in a short stripe; else it is the first group. */
    boolean inLastGroup() {
      return inLastGroup;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** When it strikes. */
  enum Moment {
    BEFORE_OPEN("before open"),
    AFTER_FIRST_STRIPE("after the first stripe"),
    MID_CELL("mid cell"),
    DURING_HEDGE("while a hedge runs"),
    AT_CLOSE("at close");

    private final String text;

    Moment(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The posture without a directive. */
  enum Posture {
    CAREFUL,
    ACCELERATED;

    /** Its value of the key. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return String.join(
        " × ",
        fault.toString(),
        unit.toString(),
        moment.toString(),
        posture.toString(),
        call.toString());
  }
}
