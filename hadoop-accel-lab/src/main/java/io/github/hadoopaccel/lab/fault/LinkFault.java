package io.github.hadoopaccel.lab.fault;

/**
 * What a {@link FaultyLink} does to its connections. Bytes are those of one connection that flow
 * towards the client; on a connection that is open when the fault is switched on, counting begins
 * then.
 */
public sealed interface LinkFault {
  /** Bytes flow as they come. */
  LinkFault NONE = new None();

  /** New connections are refused by the kernel; open ones are closed. */
  LinkFault REFUSE = new Refuse();

  /**
   * Connections are accepted, and what the client sends is swallowed: nobody ever answers. What the
   * server was sending already stays behind.
   */
  LinkFault SILENT = new Silent();

  /** See {@link #NONE}. */
  record None() implements LinkFault {}

  /** See {@link #REFUSE}. */
  record Refuse() implements LinkFault {}

  /** See {@link #SILENT}. */
  record Silent() implements LinkFault {}

  /**
   * Each connection passes bytes no faster than a rate.
   *
   * @param bytesPerSec at least 1
   */
  record Slow(long bytesPerSec) implements LinkFault {
    /** Checks the range. */
    public Slow {
      atLeast("bytesPerSec", bytesPerSec, 1);
    }
  }

  /**
   * Each connection stands still, open, after some bytes.
   *
   * @param afterBytes bytes that still pass, 0 or more
   */
  record Hang(long afterBytes) implements LinkFault {
    /** Checks the range. */
    public Hang {
      atLeast("afterBytes", afterBytes, 0);
    }
  }

  /**
   * Each connection is reset (RST, what is in flight is lost) after some bytes; with 0 at once,
   * idle or not.
   *
   * @param afterBytes bytes that still pass, 0 or more
   */
  record Reset(long afterBytes) implements LinkFault {
    /** Checks the range. */
    public Reset {
      atLeast("afterBytes", afterBytes, 0);
    }
  }

  /**
   * Each connection ends in good order (FIN) after some bytes; with 0 at once, idle or not.
   *
   * @param afterBytes bytes that still pass, 0 or more
   */
  record Close(long afterBytes) implements LinkFault {
    /** Checks the range. */
    public Close {
      atLeast("afterBytes", afterBytes, 0);
    }
  }

  /**
   * On each connection one byte is changed.
   *
   * @param afterBytes bytes that pass unchanged before it, 0 or more
   */
  record Corrupt(long afterBytes) implements LinkFault {
    /** Checks the range. */
    public Corrupt {
      atLeast("afterBytes", afterBytes, 0);
    }
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " = " + value + ": expected at least " + least);
    }
  }
}
