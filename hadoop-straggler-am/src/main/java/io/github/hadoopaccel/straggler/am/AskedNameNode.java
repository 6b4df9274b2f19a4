package io.github.hadoopaccel.straggler.am;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.RpcNoSuchMethodException;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A NameNode that is asked for the DataNodes it holds for slow, until it refuses to say. Used by
 * one thread.
 */
final class AskedNameNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AskedNameNode.class);

  private final URI uri;
  private final Source source;

  /**
   * A client of its own for the file system; no call is made yet.
   *
   * @throws IOException when the URI names no NameNode
   */
  AskedNameNode(URI uri, Configuration conf) throws IOException {
    this(uri, new Client(uri, conf));
  }

  AskedNameNode(URI uri, Source source) {
    this.uri = uri;
    this.source = source;
  }

  /** Where the answers come from. */
  interface Source extends AutoCloseable {
    DatanodeInfo[] slowDataNodes() throws IOException;

    @Override
    default void close() throws IOException {}
  }

  /**
   * Asks once.
   *
   * @return false when there is no point in asking again; this is logged at INFO
   */
  boolean ask(Consumer<DatanodeInfo> slow) {
    try {
      Arrays.stream(source.slowDataNodes()).forEach(slow);
      return true;
    } catch (AccessControlException
        | RpcNoSuchMethodException
        | UnsupportedOperationException
        | LinkageError e) {
      return refused(e);
    } catch (RemoteException e) {
      IOException cause = e.unwrapRemoteException();
      if (cause instanceof AccessControlException
          || cause instanceof RpcNoSuchMethodException
          || UnsupportedOperationException.class.getName().equals(e.getClassName())) {
        return refused(e);
      }
      LOG.debug("{} does not say which DataNodes are slow.", uri, e);
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} does not say which DataNodes are slow.", uri, e);
      return true;
    }
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("The client of {} is left.", uri, e);
    }
  }

  private boolean refused(Throwable e) {
    LOG.info(
        "Going on without the slow DataNodes that {} knows; it does not tell: {}",
        uri,
        e.toString());
    return false;
  }

  /** Hadoop's client, whatever class the job reads HDFS with. */
  private static final class Client implements Source {
    private final DistributedFileSystem fileSystem = new DistributedFileSystem();

    Client(URI uri, Configuration conf) throws IOException {
      fileSystem.initialize(uri, conf);
    }

    @Override
    public DatanodeInfo[] slowDataNodes() throws IOException {
      return fileSystem.getSlowDatanodeStats();
    }

    @Override
    public void close() throws IOException {
      fileSystem.close();
    }
  }
}
