package io.github.hadoopaccel.straggler.testing;

import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReportMessage;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;

/** Calls a signal server over Hadoop RPC as somebody who holds a token, or none. */
public final class Caller {
  private Caller() {}

  public static Directive report(String address, Optional<Token<?>> token, ReadReport report)
      throws IOException {
    UserGroupInformation user = UserGroupInformation.createRemoteUser("somebody");
    token.ifPresent(user::addToken);
    InetSocketAddress server = NetUtils.createSocketAddr(address);
    Configuration conf = new Configuration();
    conf.setInt("ipc.client.connect.max.retries", 0);
    conf.setInt("ipc.client.connect.max.retries.on.sasl", 0);
    SignalProtocol proxy =
        RPC.getProxy(
            SignalProtocol.class,
            SignalProtocol.VERSION,
            server,
            user,
            conf,
            NetUtils.getDefaultSocketFactory(conf),
            5000);
    try {
      return proxy.report(new ReportMessage(report)).directive();
    } finally {
      RPC.stopProxy(proxy);
    }
  }
}
