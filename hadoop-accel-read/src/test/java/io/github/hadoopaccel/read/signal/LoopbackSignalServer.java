package io.github.hadoopaccel.read.signal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.token.SecretManager;
import org.apache.hadoop.security.token.Token;

/** A real Hadoop RPC server on loopback that answers every report in the same way. */
final class LoopbackSignalServer implements SignalProtocol, AutoCloseable {
  final Queue<ReadReport> reports = new ConcurrentLinkedQueue<>();
  private final Secrets secrets = new Secrets();
  private final Answer answer;
  private final RPC.Server server;

  /** What the server does with a report. */
  interface Answer {
    Directive to(ReadReport report) throws IOException;
  }

  LoopbackSignalServer(int port, Directive directive) throws IOException {
    this(port, report -> directive);
  }

  LoopbackSignalServer(int port, Answer answer) throws IOException {
    this.answer = answer;
    Configuration conf = new Configuration();
    conf.set("hadoop.security.authentication", "TOKEN");
    server =
        new RPC.Builder(conf)
            .setProtocol(SignalProtocol.class)
            .setInstance(this)
            .setBindAddress("127.0.0.1")
            .setPort(port)
            .setNumHandlers(1)
            .setSecretManager(secrets)
            .build();
    server.start();
  }

  int port() {
    return server.getListenerAddress().getPort();
  }

  static Token<SignalTokenIdentifier> token(int port) {
    Token<SignalTokenIdentifier> token =
        new Token<>(new SignalTokenIdentifier("job_1_0001"), new Secrets());
    SecurityUtil.setTokenService(token, new InetSocketAddress("127.0.0.1", port));
    return token;
  }

  @Override
  public DirectiveMessage report(ReportMessage report) throws IOException {
    reports.add(report.report());
    return new DirectiveMessage(answer.to(report.report()));
  }

  @Override
  public void close() {
    server.stop();
  }

  /** The same password everywhere, so that a server that comes back knows the old token. */
  private static final class Secrets extends SecretManager<SignalTokenIdentifier> {
    @Override
    protected byte[] createPassword(SignalTokenIdentifier identifier) {
      return createPassword(identifier.getBytes(), createSecretKey(new byte[] {1, 2, 3}));
    }

    @Override
    public byte[] retrievePassword(SignalTokenIdentifier identifier) {
      return createPassword(identifier);
    }

    @Override
    public SignalTokenIdentifier createIdentifier() {
      return new SignalTokenIdentifier();
    }
  }
}
