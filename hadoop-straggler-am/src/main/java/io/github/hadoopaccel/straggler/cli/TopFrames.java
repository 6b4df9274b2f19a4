package io.github.hadoopaccel.straggler.cli;

import java.io.PrintWriter;
import java.util.List;

/**
 * Prints one state after the other: on a terminal each in the place of the last, else each after a
 * blank line. Not thread-safe.
 */
final class TopFrames {
  private static final int DEFAULT_WIDTH = 120;

  /** What any terminal shows. */
  private static final int DEFAULT_ROWS = 24;

  private static final String CLEAR = "\033[2J";
  private static final String HOME = "\033[H";
  private static final String CLEAR_LINE = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";

  private final PrintWriter out;
  private final boolean terminal;
  private final int width;
  private boolean begun;

  TopFrames(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    this.width = size("COLUMNS", DEFAULT_WIDTH);
  }

  void print(String jobId, TopView view) {
    int rows = terminal ? size("LINES", DEFAULT_ROWS) - 1 : Integer.MAX_VALUE;
    List<String> lines = TopScreen.lines(jobId, view, width, rows);
    if (terminal) {
      StringBuilder frame = new StringBuilder(begun ? HOME : CLEAR + HOME);
      lines.forEach(line -> frame.append(line).append(CLEAR_LINE).append('\n'));
      out.print(frame.append(CLEAR_BELOW));
    } else {
      if (begun) {
        out.println();
      }
      lines.forEach(out::println);
    }
    out.flush();
    begun = true;
  }

  private static int size(String variable, int otherwise) {
    String value = System.getenv(variable);
    return value != null && value.matches("[1-9]\\d{1,3}") ? Integer.parseInt(value) : otherwise;
  }
}
