package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.bench.Named;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The file systems that are compared, by what they do about a late unit. */
enum ReaderKind implements Named {
  /** HDFS's own. */
  STOCK("stock", ""),
  /** Accelerated without hedging. */
  PLAIN("plain", "never"),
  /** Accelerated with the default policy. */
  ADAPTIVE("adaptive", "adaptive"),
  /** Accelerated with further units asked for at once. */
  ALWAYS("always", "always");

  private final String label;
  private final String hedgePolicy;

  ReaderKind(String label, String hedgePolicy) {
    this.label = label;
    this.hedgePolicy = hedgePolicy;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * A copy of {@code conf} that makes such a reader, which shares no connections with the others.
   *
   * @param context name of the reader's own client context
   * @param definitions further settings, for the accelerated ones only
   */
  Configuration configure(Configuration conf, String context, Map<String, String> definitions) {
    Configuration own = new Configuration(conf);
    // Else Ctrl-C would close it under a read that has not ended yet.
    own.setBoolean("fs.automatic.close", false);
    own.setBoolean("fs.hdfs.impl.disable.cache", true);
    own.set("dfs.client.context", context);
    if (this != STOCK) {
      own.set("fs.hdfs.impl", AcceleratedFileSystem.class.getName());
      own.set(ReadKeys.HEDGE_POLICY.name(), hedgePolicy);
      definitions.forEach(own::set);
    }
    return own;
  }
}
