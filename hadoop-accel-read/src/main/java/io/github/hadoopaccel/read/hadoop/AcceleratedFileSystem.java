package io.github.hadoopaccel.read.hadoop;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathHandle;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsPathHandle;

/**
 * HDFS whose striped files are read at the pace of their good DataNodes; install it as {@code
 * fs.hdfs.impl}. Everything but the opening of a striped file is the stock file system.
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
    return accelerate(super.open(path, bufferSize), makeQualified(path).toUri().getPath());
  }

  @Override
  public FSDataInputStream open(PathHandle handle, int bufferSize) throws IOException {
    FSDataInputStream stock = super.open(handle, bufferSize);
    HdfsPathHandle file =
        handle instanceof HdfsPathHandle hdfs ? hdfs : new HdfsPathHandle(handle.bytes());
    return accelerate(stock, file.getPath());
  }

  @Override
  protected CompletableFuture<FSDataInputStream> openFileWithOptions(
      Path path, OpenFileParameters parameters) throws IOException {
    ReadHints hints = ReadHints.of(parameters.getOptions());
    return super.openFileWithOptions(path, parameters)
        .thenApply(opened -> opener.follow(hints, opened));
  }

  @Override
  protected CompletableFuture<FSDataInputStream> openFileWithOptions(
      PathHandle handle, OpenFileParameters parameters) throws IOException {
    ReadHints hints = ReadHints.of(parameters.getOptions());
    return super.openFileWithOptions(handle, parameters)
        .thenApply(opened -> opener.follow(hints, opened));
  }

  private FSDataInputStream accelerate(FSDataInputStream stock, String path) {
    return opener.accelerate(stock, path, getClient(), statistics);
  }
}
