package io.github.hadoopaccel.lab.read;

import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** The accelerated file system, for libraries that open streams where no test sees them. */
public final class WatchedFileSystem extends AcceleratedFileSystem {
  private static final List<WatchedFileSystem> INSTANCES = new CopyOnWriteArrayList<>();
  private static final List<FSDataInputStream> OPENED = new CopyOnWriteArrayList<>();

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(uri, conf);
    INSTANCES.add(this);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    FSDataInputStream opened = super.open(path, bufferSize);
    OPENED.add(opened);
    return opened;
  }

  /** Every stream that was opened since the last {@link #forgetAll}. */
  static List<FSDataInputStream> opened() {
    return OPENED;
  }

  /** Closes the file systems and forgets them and their streams. */
  static void forgetAll() throws IOException {
    for (WatchedFileSystem each : INSTANCES) {
      each.close();
    }
    INSTANCES.clear();
    OPENED.clear();
  }
}
