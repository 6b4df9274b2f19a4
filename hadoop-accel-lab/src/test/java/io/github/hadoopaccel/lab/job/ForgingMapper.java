package io.github.hadoopaccel.lab.job;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadTotals;
import io.github.hadoopaccel.read.signal.ReadWindows;
import io.github.hadoopaccel.read.signal.ReportMessage;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import io.github.hadoopaccel.read.signal.SignalTokenIdentifier;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.net.StandardSocketFactory;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;

/**
 * A task that tries to fool its ApplicationMaster: once the file named by {@link
 * PatientMapper#GATE} exists, its first attempt sends forged reports, and writes of each whether it
 * was answered. The job's other tasks read one line and wait for that.
 *
 * <p>Writes the job's token, in hexadecimal digits, to the file {@code GATE.secret}, for the test
 * to look for it where it must not be.
 */
public final class ForgingMapper extends Mapper<LongWritable, Text, Text, LongWritable> {
  /** Ends the name of the file that says that all was tried. */
  static final String DONE = ".done";

  /** Ends the name of the file that holds the token's identifier and password. */
  static final String SECRET = ".secret";

  static final String ANSWERED = "ANSWERED";
  static final String REFUSED = "refused";

  /** How many forgeries there are. */
  static final int FORGERIES = 11;

  private static final String OTHER_JOB = "job_1700000000000_0001";

  /** Numbers of the report that are looked for on the wire; nothing else looks like them. */
  private static final long AGE_MILLIS = 0x00A1B2C3D4E5F607L;

  private static final double LOAD = 0.123456789012;
  private static final double RATE = 987654.321987;
  private static final LongWritable ONE = new LongWritable(1);

  @Override
  public void run(Context context) throws IOException, InterruptedException {
    Path gate = Path.of(context.getConfiguration().get(PatientMapper.GATE));
    Path done = Path.of(gate + DONE);
    context.nextKeyValue();
    if (context.getTaskAttemptID().getTaskID().getId() == 0) {
      await(gate, context);
      forge(gate, context);
      Files.createFile(done);
    } else {
      await(done, context);
    }
  }

  private static void await(Path file, Context context) {
    while (!Files.exists(file)) {
      context.progress();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static void forge(Path gate, Context context) throws IOException, InterruptedException {
    String address = System.getenv(SignalProtocol.ADDRESS_VARIABLE);
    Token<?> token =
        UserGroupInformation.getCurrentUser().getTokens().stream()
            .filter(each -> SignalTokenIdentifier.KIND.equals(each.getKind()))
            .findFirst()
            .orElseThrow();
    HexFormat hex = HexFormat.of();
    Files.write(
        Path.of(gate + SECRET),
        List.of(hex.formatHex(token.getIdentifier()), hex.formatHex(token.getPassword())));

    String own = context.getTaskAttemptID().toString();
    String job = context.getJobID().toString();
    Forger forger = new Forger(address, context);
    forger.tries("no token", null, own);
    forger.tries("token of another job", madeUp(OTHER_JOB, token), own);
    forger.tries("made-up token of this job", madeUp(job, token), own);
    forger.tries(
        "attempt of another job", token, own.replace(job.substring(4), OTHER_JOB.substring(4)));
    forger.tries("no such task", token, own.replace("_m_000000_", "_m_009999_"));
    forger.tries("no such attempt", token, own.substring(0, own.length() - 1) + "7");
    forger.tries("running attempt of another task", token, own.replace("_m_000000_", "_m_000001_"));
    forger.tries("own attempt, other reader", token, own);
    forger.tries("negative time", token, own, AGE_MILLIS, -1);
    long load = Double.doubleToLongBits(LOAD);
    forger.tries("load that is no number", token, own, load, Double.doubleToLongBits(Double.NaN));
    long rate = Double.doubleToLongBits(RATE);
    forger.tries("infinite rate", token, own, rate, Double.doubleToLongBits(1 / 0.0));
  }

  /** A token for {@code job} of somebody who does not know the key. */
  private static Token<?> madeUp(String job, Token<?> like) {
    byte[] password = new byte[like.getPassword().length];
    Arrays.fill(password, (byte) 42);
    return new Token<>(
        new SignalTokenIdentifier(job).getBytes(), password, like.getKind(), like.getService());
  }

  /** Calls the ApplicationMaster and writes what came of it. */
  record Forger(String address, Context context) {

    void tries(String forgery, Token<?> token, String attemptId)
        throws IOException, InterruptedException {
      context.write(new Text(forgery + ": " + call(address, token, attemptId)), ONE);
    }

    /** With one number on the wire replaced by another. */
    void tries(String forgery, Token<?> token, String attemptId, long number, long another)
        throws IOException, InterruptedException {
      InetSocketAddress server = NetUtils.createSocketAddr(address);
      try (SwappingRelay relay = new SwappingRelay(number, another, server)) {
        String outcome = call("127.0.0.1:" + relay.port(), token, attemptId);
        String swapped = relay.swaps() == 1 ? "" : "NOT SENT ";
        context.write(new Text(forgery + ": " + swapped + outcome), ONE);
      }
    }

    private String call(String to, Token<?> token, String attemptId) {
      UserGroupInformation somebody = UserGroupInformation.createRemoteUser("somebody");
      if (token != null) {
        somebody.addToken(token);
      }
      Configuration conf = new Configuration(context.getConfiguration());
      conf.setInt("ipc.client.connect.max.retries", 0);
      conf.setInt("ipc.client.connect.max.retries.on.timeouts", 0);
      conf.setInt("ipc.client.connect.max.retries.on.sasl", 0);
      SignalProtocol proxy = null;
      try {
        proxy =
            RPC.getProxy(
                SignalProtocol.class,
                SignalProtocol.VERSION,
                NetUtils.createSocketAddr(to),
                somebody,
                conf,
                new StandardSocketFactory(),
                10_000);
        proxy.report(new ReportMessage(report(attemptId)));
        return ANSWERED;
      } catch (IOException | RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return REFUSED + ": " + message.lines().findFirst().orElse("");
      } finally {
        if (proxy != null) {
          RPC.stopProxy(proxy);
        }
      }
    }
  }

  private static ReadReport report(String attemptId) {
    return new ReadReport(
        attemptId,
        attemptId.getBytes(StandardCharsets.UTF_8).length,
        false,
        AGE_MILLIS,
        ReadInput.UNKNOWN,
        ReadWindows.NONE,
        ReadTotals.NONE,
        0,
        Posture.CAREFUL,
        0,
        LOAD,
        "",
        List.of(new DataNodeSample("127.0.0.1:1", 1, 1, RATE, 1, 0)));
  }
}
