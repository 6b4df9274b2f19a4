package io.github.hadoopaccel.read.hadoop;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * HDFS whose striped files are read at the pace of their good DataNodes; install it as {@code
 * fs.hdfs.impl}. Everything but {@link #open(Path, int)} of a striped file is the stock file
 * system. {@link AcceleratedHdfs} is the same for {@code FileContext}.
 *
 * <p>A configuration that this project cannot read, or a file whose layout it does not understand,
 * means the stock stream and one warning, never an error: a wrong key in {@code core-site.xml} must
 * not take HDFS away from its users. Job submission and the {@code config} command do refuse it.
 */
public class AcceleratedFileSystem extends DistributedFileSystem {
  private StreamOpener opener;

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(uri, conf);
    TaskFileSystems.opened(this, conf);
    opener = StreamOpener.of(uri, conf);
  }

  @Override
  public void setVerifyChecksum(boolean verify) {
    super.setVerifyChecksum(verify);
    opener.setVerifyChecksum(verify);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    FSDataInputStream stock = super.open(path, bufferSize);
    return opener.accelerate(stock, makeQualified(path).toUri().getPath(), getClient(), statistics);
  }
}
