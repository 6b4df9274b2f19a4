package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.hedge.SplitStamp;
import io.github.hadoopaccel.read.signal.ReadInput;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a report tells of the split of a task. */
final class SplitInput {
  private static final Logger LOG = LoggerFactory.getLogger(SplitInput.class);

  private SplitInput() {}

  /** As much as {@code split} tells; one of many files has no path. */
  static ReadInput of(InputSplit split) throws InterruptedException {
    long lengthBytes = 0;
    String path = "";
    Optional<SplitStamp> stamp = Optional.empty();
    try {
      lengthBytes = Math.max(0, Math.min(ReadInput.MAX_SPLIT_BYTES, split.getLength()));
      if (split instanceof FileSplit file) {
        path = shortened(file.getPath().toUri().getPath());
      }
      if (split instanceof StampedSplit stamped) {
        stamp = Optional.of(stamped.stamp());
      }
    } catch (IOException | RuntimeException e) {
      // A split of somebody else, who may throw what he likes.
      LOG.debug("Nothing is known of {}", split.getClass(), e);
    }
    return new ReadInput(path, lengthBytes, stamp);
  }

  /** Cut to what a report may hold, and never in the middle of a character. */
  private static String shortened(String path) {
    if (path.length() <= ReadInput.MAX_PATH_CHARS) {
      return path;
    }
    boolean between = !Character.isHighSurrogate(path.charAt(ReadInput.MAX_PATH_CHARS - 1));
    return path.substring(0, between ? ReadInput.MAX_PATH_CHARS : ReadInput.MAX_PATH_CHARS - 1);
  }
}
