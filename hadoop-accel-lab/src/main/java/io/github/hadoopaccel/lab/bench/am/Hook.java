package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.read.signal.SignalProtocol;
import io.github.hadoopaccel.read.signal.SignalTokenIdentifier;
import io.github.hadoopaccel.straggler.am.AccelSpeculator;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;

/** The hook, started as an ApplicationMaster starts it. For one thread. */
final class Hook implements AutoCloseable {
  private final AccelSpeculator speculator;
  private final String address;
  private final Token<?> token;

  private Hook(AccelSpeculator speculator, String address, Token<?> token) {
    this.speculator = speculator;
    this.address = address;
    this.token = token;
  }

  /**
   * Starts it.
   *
   * @param conf to be changed by the hook: it puts the token and the address in
   * @throws IOException if the hook is up and listens to nobody
   */
  static Hook start(JobConf conf, AppContext context) throws IOException {
    AccelSpeculator speculator = new AccelSpeculator(conf, context);
    speculator.init(conf);
    speculator.start();
    String address = conf.get("mapreduce.map.env." + SignalProtocol.ADDRESS_VARIABLE);
    if (address == null) {
      speculator.stop();
      throw new IOException(
          "AccelSpeculator does not listen to reports; a wrong key, or no policy of that name?");
    }
    for (Token<? extends TokenIdentifier> token : conf.getCredentials().getAllTokens()) {
      if (token.getKind().equals(SignalTokenIdentifier.KIND)) {
        return new Hook(speculator, address, token);
      }
    }
    speculator.stop();
    throw new IOException("AccelSpeculator gave the job no token");
  }

  /** What takes the events. */
  AccelSpeculator speculator() {
    return speculator;
  }

  /** Where it listens, {@code host:port}. */
  String address() {
    return address;
  }

  int port() {
    InetSocketAddress socket = NetUtils.createSocketAddr(address);
    return socket.getPort();
  }

  /** What opens the door. */
  Token<?> token() {
    return token;
  }

  @Override
  public void close() {
    speculator.stop();
  }
}
