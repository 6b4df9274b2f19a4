package io.github.hadoopaccel.straggler.cli;

import io.github.hadoopaccel.straggler.report.EventLogReader;
import io.github.hadoopaccel.straggler.report.EventLogTail;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Follows the event log of a job, over its application attempts: each has a log of its own, and
 * only what the newest tells is shown. Not thread-safe.
 */
final class TopLoop {
  private static final int TRIES = 5;
  private static final long RETRY_MILLIS = 200;

  private final Configuration conf;
  private EventLogTail tail;
  private TopView view = new TopView();

  TopLoop(Path log, Configuration conf) {
    this.conf = conf;
    this.tail = new EventLogTail(log, conf);
  }

  /** What the log has told so far. */
  TopView view() {
    return view;
  }

  /** The log that is read now. */
  Path log() {
    return tail.file();
  }

  /**
   * Reads on. A file that is being written may be in between two DataNodes: what fails is tried
   * again, for about a second, except where that is of no use.
   *
   * @throws IOException when the log cannot be read
   */
  void refresh() throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        Optional<Path> later = EventLogReader.successor(tail.file(), conf);
        if (later.isPresent()) {
          tail = new EventLogTail(later.get(), conf);
          view = new TopView();
        }
        tail.poll(view::add);
        return;
      } catch (EventLogTail.BadLineException | FileNotFoundException | AccessControlException e) {
        throw e;
      } catch (IOException e) {
        if (tries == TRIES) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    }
  }
}
