package io.github.hadoopaccel.lab.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** The last lines of a log that say that something went wrong. */
final class LogTail {
  private static final int LINES = 20;

  private LogTail() {}

  /**
   * Prints them; a log that cannot be read is left out.
   *
   * @param orElseLast whether to print the last lines of all if none speaks of trouble
   */
  static void print(Path log, boolean orElseLast, PrintStream err) {
    Deque<String> trouble = new ArrayDeque<>();
    Deque<String> all = new ArrayDeque<>();
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      lines.forEach(
          line -> {
            keepLast(all, line);
            if (line.contains("ERROR") || line.contains("FATAL") || line.contains("Exception")) {
              keepLast(trouble, line);
            }
          });
    } catch (IOException | UncheckedIOException e) {
      return;
    }
    Deque<String> shown = trouble.isEmpty() && orElseLast ? all : trouble;
    if (!shown.isEmpty()) {
      err.println("--- last of " + log.getFileName());
      shown.forEach(err::println);
    }
  }

  private static void keepLast(Deque<String> lines, String line) {
    lines.addLast(line);
    if (lines.size() > LINES) {
      lines.removeFirst();
    }
  }
}
