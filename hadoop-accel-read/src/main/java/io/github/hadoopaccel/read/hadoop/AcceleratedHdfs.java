package io.github.hadoopaccel.read.hadoop;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.AbstractFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FilterFs;
import org.apache.hadoop.fs.Hdfs;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;

/**
 * What {@link AcceleratedFileSystem} is to {@code FileSystem}, for programs that use {@code
 * FileContext}; install it as {@code fs.AbstractFileSystem.hdfs.impl}. Opened striped files are
 * read at the pace of their good DataNodes, everything else is the stock {@link Hdfs} underneath.
 *
 * <p>A filter and not a subclass: the constructor of the stock class is not open to other packages.
 */
public class AcceleratedHdfs extends FilterFs {
  private final StreamOpener opener;

  /**
   * The signature that {@code AbstractFileSystem.createFileSystem} calls.
   *
   * @throws IOException if the stock file system cannot be made
   */
  public AcceleratedHdfs(URI uri, Configuration conf) throws IOException, URISyntaxException {
    super(stock(uri, conf));
    opener = StreamOpener.of(uri, conf);
  }

  private static AbstractFileSystem stock(URI uri, Configuration conf) throws IOException {
    Configuration own = new Configuration(conf);
    String key = "fs.AbstractFileSystem." + uri.getScheme() + ".impl";
    own.setClass(key, Hdfs.class, AbstractFileSystem.class);
    return AbstractFileSystem.createFileSystem(uri, own);
  }

  @Override
  public void setVerifyChecksum(boolean verify) throws IOException {
    super.setVerifyChecksum(verify);
    opener.setVerifyChecksum(verify);
  }

  @Override
  public FSDataInputStream open(Path path) throws IOException {
    return accelerate(super.open(path), path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return accelerate(super.open(path, bufferSize), path);
  }

  @Override
  public CompletableFuture<FSDataInputStream> openFileWithOptions(
      Path path, OpenFileParameters parameters) throws IOException {
    ReadHints hints = ReadHints.of(parameters.getOptions());
    return super.openFileWithOptions(path, parameters)
        .thenApply(stock -> opener.follow(hints, accelerate(stock, path)));
  }

  private FSDataInputStream accelerate(FSDataInputStream stock, Path path) {
    DFSClient client =
        stock instanceof HdfsDataInputStream hdfs ? HadoopRelease.client(hdfs) : null;
    return client == null
        ? stock
        : opener.accelerate(stock, getUriPath(path), client, getStatistics());
  }

  /** Page by page, as the stock file system does; the filter would list the directory at once. */
  @Override
  public RemoteIterator<FileStatus> listStatusIterator(Path path) throws IOException {
    checkPath(path);
    return getMyFs().listStatusIterator(path);
  }
}
