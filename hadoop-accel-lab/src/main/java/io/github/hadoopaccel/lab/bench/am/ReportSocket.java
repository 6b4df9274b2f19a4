package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReportMessage;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.ObjectWritable;
import org.apache.hadoop.io.UTF8;
import org.apache.hadoop.ipc.ClientId;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.ipc.RpcConstants;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcRequestHeaderProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcRequestHeaderProto.OperationProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcResponseHeaderProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcResponseHeaderProto.RpcStatusProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcSaslProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcSaslProto.SaslAuth;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcSaslProto.SaslState;
import org.apache.hadoop.security.SaslRpcServer.AuthMethod;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.apache.hadoop.thirdparty.protobuf.Message;
import org.apache.hadoop.util.ProtoUtil;

/**
 * One connection that speaks Hadoop's RPC as {@code org.apache.hadoop.ipc.Client} does, without its
 * three threads for each connection: the greeting, SASL with the token, the connection's context,
 * then a call at a time. For one thread.
 */
final class ReportSocket implements AutoCloseable {
  private static final int SASL = -33;
  private static final int CONNECTION_CONTEXT = -3;
  private static final long WRITABLE_RPC_VERSION = 2;

  /** Of the protocol's methods; the server does not look at it. */
  private static final int NO_FINGERPRINT = 0;

  private static final int ANSWER_BYTES = 64 << 10;
  private static final int LENGTH_BYTES = 4;

  private final SocketChannel channel;
  private final Configuration conf;
  private final byte[] clientId = ClientId.getClientId();
  private final byte[] invocation;
  private final ByteBuffer input = ByteBuffer.allocate(ANSWER_BYTES);
  private final DataOutputBuffer body = new DataOutputBuffer();
  private int callId;

  /** Connects and proves to hold the token; blocks until the server has agreed. */
  ReportSocket(InetSocketAddress server, Token<?> token, Configuration conf) throws IOException {
    this.conf = conf;
    this.invocation = invocation();
    this.channel = SocketChannel.open(server);
    try {
      channel.socket().setTcpNoDelay(true);
      OutputStream out = channel.socket().getOutputStream();
      DataInputStream in = new DataInputStream(channel.socket().getInputStream());
      out.write(RpcConstants.HEADER.array());
      out.write(new byte[] {RpcConstants.CURRENT_VERSION, 0, SASL});
      authenticate(token, in, out);
      out.write(
          frame(
              header(RPC.RpcKind.RPC_PROTOCOL_BUFFER, CONNECTION_CONTEXT, -1, clientId),
              ProtoUtil.makeIpcConnectionContext(
                  RPC.getProtocolName(SignalProtocol.class), null, AuthMethod.TOKEN)));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The connection, for a selector. */
  SocketChannel channel() {
    return channel;
  }

  /** Sends a report; its answer is still to be read. */
  void send(ReadReport report) throws IOException {
    body.reset();
    body.writeInt(0);
    header(RPC.RpcKind.RPC_WRITABLE, callId++, 0, clientId).writeDelimitedTo(body);
    body.write(invocation);
    ObjectWritable.writeObject(body, new ReportMessage(report), ReportMessage.class, conf, true);
    ByteBuffer frame = ByteBuffer.wrap(body.getData(), 0, body.getLength());
    frame.putInt(0, body.getLength() - LENGTH_BYTES);
    // With one call under way the kernel has room for it.
    while (frame.hasRemaining()) {
      channel.write(frame);
    }
  }

  /**
   * Reads what has come.
   *
   * @return whether an answer is complete
   * @throws IOException if the server refused or closed the connection
   */
  boolean receive() throws IOException {
    if (channel.read(input) < 0) {
      throw new IOException("the server closed a connection");
    }
    int length = input.position() < LENGTH_BYTES ? ANSWER_BYTES : input.getInt(0);
    if (input.position() < LENGTH_BYTES + length) {
      return false;
    }
    RpcResponseHeaderProto header =
        RpcResponseHeaderProto.parseDelimitedFrom(
            new ByteArrayInputStream(input.array(), LENGTH_BYTES, length));
    input.flip().position(LENGTH_BYTES + length);
    input.compact();
    requireSuccess(header);
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void authenticate(Token<?> token, DataInputStream in, OutputStream out)
      throws IOException {
    out.write(sasl(RpcSaslProto.newBuilder().setState(SaslState.NEGOTIATE)));
    RpcSaslProto offer = readSasl(in);
    SaslAuth auth =
        offer.getAuthsList().stream()
            .filter(each -> each.getMethod().equals(AuthMethod.TOKEN.name()))
            .findFirst()
            .orElseThrow(() -> new IOException("the server takes no token"));
    SaslClient client =
        Sasl.createSaslClient(
            new String[] {auth.getMechanism()},
            null,
            auth.getProtocol(),
            auth.getServerId(),
            Map.of(Sasl.QOP, "auth", Sasl.SERVER_AUTH, "true"),
            callbacks -> answer(callbacks, token));
    byte[] response = client.evaluateChallenge(auth.getChallenge().toByteArray());
    RpcSaslProto.Builder reply =
        RpcSaslProto.newBuilder()
            .setState(SaslState.INITIATE)
            .addAuths(SaslAuth.newBuilder(auth).clearChallenge());
    while (true) {
      out.write(sasl(reply.setToken(ByteString.copyFrom(response))));
      RpcSaslProto message = readSasl(in);
      byte[] challenge = message.getToken().toByteArray();
      response = client.isComplete() ? new byte[0] : client.evaluateChallenge(challenge);
      if (message.getState() == SaslState.SUCCESS) {
        return;
      }
      reply = RpcSaslProto.newBuilder().setState(SaslState.RESPONSE);
    }
  }

  private static void answer(Callback[] callbacks, Token<?> token) {
    for (Callback callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(base64(token.getIdentifier()));
      } else if (callback instanceof PasswordCallback password) {
        password.setPassword(base64(token.getPassword()).toCharArray());
      } else if (callback instanceof RealmCallback realm) {
        realm.setText(realm.getDefaultText());
      }
    }
  }

  private static String base64(byte[] value) {
    return Base64.getEncoder().encodeToString(value);
  }

  private static byte[] sasl(RpcSaslProto.Builder message) throws IOException {
    return frame(
        header(RPC.RpcKind.RPC_PROTOCOL_BUFFER, SASL, -1, RpcConstants.DUMMY_CLIENT_ID),
        message.build());
  }

  private static RpcSaslProto readSasl(DataInputStream in) throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    ByteArrayInputStream bytes = new ByteArrayInputStream(frame);
    requireSuccess(RpcResponseHeaderProto.parseDelimitedFrom(bytes));
    return RpcSaslProto.parseDelimitedFrom(bytes);
  }

  private static void requireSuccess(RpcResponseHeaderProto header) throws IOException {
    if (header.getStatus() != RpcStatusProto.SUCCESS) {
      throw new IOException(header.getExceptionClassName() + ": " + header.getErrorMsg());
    }
  }

  private static RpcRequestHeaderProto header(
      RPC.RpcKind kind, int callId, int retries, byte[] clientId) {
    return ProtoUtil.makeRpcRequestHeader(
        kind, OperationProto.RPC_FINAL_PACKET, callId, retries, clientId);
  }

  private static byte[] frame(RpcRequestHeaderProto header, Message message) throws IOException {
    ByteArrayOutputStream delimited = new ByteArrayOutputStream();
    header.writeDelimitedTo(delimited);
    message.writeDelimitedTo(delimited);
    return ByteBuffer.allocate(LENGTH_BYTES + delimited.size())
        .putInt(delimited.size())
        .put(delimited.toByteArray())
        .array();
  }

  /** What Hadoop's client writes of a call before its argument. */
  @SuppressWarnings("deprecation") // the format of the wire
  private static byte[] invocation() throws IOException {
    DataOutputBuffer out = new DataOutputBuffer();
    out.writeLong(WRITABLE_RPC_VERSION);
    UTF8.writeString(out, RPC.getProtocolName(SignalProtocol.class));
    UTF8.writeString(out, "report");
    out.writeLong(SignalProtocol.VERSION);
    out.writeInt(NO_FINGERPRINT);
    out.writeInt(1);
    return Arrays.copyOf(out.getData(), out.getLength());
  }
}
