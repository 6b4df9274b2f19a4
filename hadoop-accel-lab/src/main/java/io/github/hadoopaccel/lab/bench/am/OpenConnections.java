package io.github.hadoopaccel.lab.bench.am;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Counts the established connections of a port of this machine, as the kernel lists them. */
final class OpenConnections {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final String ESTABLISHED = "01";

  private OpenConnections() {}

  /** Connections that the server at {@code port} has open; 0 where the kernel has no such list. */
  static int of(int port) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path table : TABLES) {
      if (Files.isReadable(table)) {
        lines.addAll(Files.readAllLines(table));
      }
    }
    return count(lines, port);
  }

  /** Of the lines of {@code /proc/net/tcp}, those of an established connection of that port. */
  static int count(List<String> lines, int port) {
    String local = ":%04X".formatted(port);
    int count = 0;
    for (String line : lines) {
      String[] fields = line.trim().split(" +");
      if (fields.length > STATE
          && fields[LOCAL_ADDRESS].endsWith(local)
          && fields[STATE].equals(ESTABLISHED)) {
        count++;
      }
    }
    return count;
  }
}
