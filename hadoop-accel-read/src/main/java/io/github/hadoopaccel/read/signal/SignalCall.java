package io.github.hadoopaccel.read.signal;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.net.StandardSocketFactory;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * One task's way to its signal server: connects when first needed and anew after a failure. No try
 * takes longer than {@link #CONNECT_TIMEOUT_MILLIS} + {@link #ANSWER_TIMEOUT_MILLIS}; nothing is
 * retried inside. Used by one thread.
 */
final class SignalCall implements SignalLine {
  private static final int CONNECT_TIMEOUT_MILLIS = 2000;
  private static final int ANSWER_TIMEOUT_MILLIS = 3000;

  private final Configuration conf;
  private final String address;
  private final UserGroupInformation user;
  private SignalProtocol proxy;

  SignalCall(Configuration conf, String address, UserGroupInformation user) {
    this.conf = bounded(conf);
    this.address = address;
    this.user = user;
  }

  @Override
  public Directive report(ReadReport report) throws IOException {
    if (proxy == null) {
      InetSocketAddress server = NetUtils.createSocketAddr(address);
      proxy =
          RPC.getProxy(
              SignalProtocol.class,
              SignalProtocol.VERSION,
              server,
              user,
              conf,
              new OwnConnections(),
              ANSWER_TIMEOUT_MILLIS);
    }
    return proxy.report(new ReportMessage(report)).directive();
  }

  @Override
  public void disconnect() {
    if (proxy != null) {
      SignalProtocol stale = proxy;
      proxy = null;
      RPC.stopProxy(stale);
    }
  }

  private static Configuration bounded(Configuration conf) {
    Configuration bounded = new Configuration(conf);
    bounded.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_TIMEOUT_KEY, CONNECT_TIMEOUT_MILLIS);
    bounded.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_KEY, 0);
    bounded.setInt(
        CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_ON_SOCKET_TIMEOUTS_KEY, 0);
    bounded.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_ON_SASL_KEY, 0);
    bounded.setBoolean(CommonConfigurationKeys.IPC_CLIENT_PING_KEY, false);
    return bounded;
  }

  /**
   * Hadoop shares one RPC client among equal socket factories, with the time-outs of whoever came
   * first. A class of its own keeps these calls apart from the task's umbilical.
   */
  private static final class OwnConnections extends StandardSocketFactory {}
}
