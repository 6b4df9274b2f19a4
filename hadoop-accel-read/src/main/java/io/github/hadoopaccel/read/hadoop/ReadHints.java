package io.github.hadoopaccel.read.hadoop;

import static org.apache.hadoop.fs.Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY;
import static org.apache.hadoop.fs.Options.OpenFileOptions.FS_OPTION_OPENFILE_SPLIT_END;

import io.github.hadoopaccel.read.config.ReadSettings;
import io.github.hadoopaccel.read.io.ReadAhead;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * What a caller of {@code openFile} said of how it will read, by Hadoop's standard options.
 *
 * @param pattern how it goes through the file
 * @param splitEnd file offset after which little is read, such as the end of an input split
 */
record ReadHints(Pattern pattern, long splitEnd) {
  /** Nothing was said. */
  static final ReadHints NONE = new ReadHints(Pattern.UNKNOWN, Long.MAX_VALUE);

  private static final Set<String> RANDOM =
      Set.of("random", "vector", "columnar", "parquet", "orc", "hbase");
  private static final Set<String> SEQUENTIAL =
      Set.of("sequential", "whole-file", "csv", "json", "avro");

  enum Pattern {
    UNKNOWN,
    SEQUENTIAL,
    RANDOM
  }

  /** The hints among the options of {@code openFile}; what cannot be read is no hint. */
  static ReadHints of(Configuration options) {
    Pattern pattern = Pattern.UNKNOWN;
    // A list, best first; the first policy that is known counts.
    for (String policy : options.getTrimmedStrings(FS_OPTION_OPENFILE_READ_POLICY)) {
      String name = policy.toLowerCase(Locale.ROOT);
      if (pattern == Pattern.UNKNOWN && RANDOM.contains(name)) {
        pattern = Pattern.RANDOM;
      } else if (pattern == Pattern.UNKNOWN && SEQUENTIAL.contains(name)) {
        pattern = Pattern.SEQUENTIAL;
      }
    }
    return new ReadHints(pattern, splitEnd(options));
  }

  private static long splitEnd(Configuration options) {
    try {
      long end = options.getLong(FS_OPTION_OPENFILE_SPLIT_END, Long.MAX_VALUE);
      return end <= 0 ? Long.MAX_VALUE : end;
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** How far to fetch ahead: a reader that has said nothing is sequential once it read a stripe. */
  ReadAhead readAhead(ReadSettings settings, EcLayout layout) {
    return pattern == Pattern.RANDOM
        ? ReadAhead.NONE
        : new ReadAhead(
            settings.aheadStripes(),
            settings.aheadBytes(),
            splitEnd,
            pattern == Pattern.SEQUENTIAL ? 0 : layout.stripeSizeBytes());
  }
}
