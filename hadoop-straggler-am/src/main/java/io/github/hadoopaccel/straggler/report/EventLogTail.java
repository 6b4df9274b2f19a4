package io.github.hadoopaccel.straggler.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Reads an event log that may still be written, from where it last stopped. The file is opened anew
 * each time, since an open one on HDFS does not see it grow. Not thread-safe.
 */
public final class EventLogTail {
  /** No line of ours is near this. */
  private static final int MAX_LINE_BYTES = 4 << 20;

  private final Path file;
  private final Configuration conf;
  private long offset;
  private int lines;

  /** From the beginning of {@code file}; nothing is opened yet. */
  public EventLogTail(Path file, Configuration conf) {
    this.file = file;
    this.conf = conf;
  }

  /** The log. */
  public Path file() {
    return file;
  }

  /**
   * Hands over the events of the lines that have become whole since the last call, without those of
   * a later version. A last line without its end is left for the next call: left by a killed
   * ApplicationMaster, or one that is writing it just now.
   *
   * @throws BadLineException naming the line that is no event
   * @throws IOException when the file cannot be read; what was handed over is not again
   */
  public void poll(Consumer<StragglerEvent> events) throws IOException {
    try (FSDataInputStream in = EventLogPlace.fileSystem(file, conf).open(file)) {
      in.seek(offset);
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int begin = 0;
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            line.write(buffer, begin, i - begin);
            begin = i + 1;
            take(line, events);
          }
        }
        line.write(buffer, begin, n - begin);
        if (line.size() > MAX_LINE_BYTES) {
          throw new BadLineException(at(lines + 1) + "longer than any event", null);
        }
      }
    }
  }

  private void take(ByteArrayOutputStream line, Consumer<StragglerEvent> events)
      throws IOException {
    lines++;
    offset += line.size() + 1;
    Optional<StragglerEvent> event;
    try {
      event = EventFields.decode(line.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BadLineException(at(lines) + e.getMessage(), e);
    }
    line.reset();
    event.ifPresent(events);
  }

  private String at(int number) {
    return file + ", line " + number + ": ";
  }

  /** A line that is no event. */
  public static final class BadLineException extends IOException {
    private static final long serialVersionUID = 1;

    BadLineException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
