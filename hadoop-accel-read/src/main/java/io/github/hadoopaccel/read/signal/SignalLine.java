package io.github.hadoopaccel.read.signal;

import java.io.IOException;

/** A way from one task to its ApplicationMaster. Used by one thread. */
interface SignalLine {
  /**
   * Reports and gets the answer; connects first where that is needed.
   *
   * @throws IOException when there is no answer, or a refusal; other exceptions are as good
   */
  Directive report(ReadReport report) throws IOException;

  /** Ends the connection, if there is one; the next report makes another. */
  default void disconnect() {}
}
