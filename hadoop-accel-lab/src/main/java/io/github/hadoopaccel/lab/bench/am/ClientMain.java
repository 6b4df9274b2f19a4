package io.github.hadoopaccel.lab.bench.am;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.token.Token;

/**
 * The JVM of the reporting tasks: does what each line on its standard input says and answers with
 * lines, the last of which begins with {@value #DONE} or {@value #FAILED}. It ends with its input.
 *
 * <pre>
 * connect hadoop|frugal JOB ADDRESS TOKEN CONNECTIONS ATTEMPTS ROUND
 * each FROM TO
 * closed ATTEMPTS SECONDS WINDOWS
 * paced ATTEMPTS REPORTS_PER_SEC SECONDS WINDOWS
 * close
 * </pre>
 */
final class ClientMain {
  static final String DONE = "done";
  static final String FAILED = "failed";

  static final String HADOOP = "hadoop";
  static final String FRUGAL = "frugal";

  private final PrintStream out;
  private Load load;

  private ClientMain(PrintStream out) {
    this.out = out;
  }

  /** Answers commands until there are no more. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    // Whatever else writes to the standard output would be taken for an answer.
    System.setOut(System.err);
    ClientMain client = new ClientMain(answers);
    try (BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        client.answer(line.trim().split(" "));
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private void answer(String[] words) {
    try {
      List<RpcWindow> windows = run(words);
      windows.forEach(window -> out.println(window.line()));
      out.println(DONE);
    } catch (IOException | RuntimeException e) {
      out.println(FAILED + " " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      out.println(FAILED + " interrupted");
    }
    out.flush();
  }

  private List<RpcWindow> run(String[] words) throws IOException, InterruptedException {
    switch (words[0]) {
      case "connect" -> {
        load = connect(words);
        return List.of();
      }
      case "each" -> {
        load.each(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        return List.of();
      }
      case "closed" -> {
        return load.closed(
            Integer.parseInt(words[1]), Double.parseDouble(words[2]), Integer.parseInt(words[3]));
      }
      case "paced" -> {
        return load.paced(
            Integer.parseInt(words[1]),
            Integer.parseInt(words[2]),
            Double.parseDouble(words[3]),
            Integer.parseInt(words[4]));
      }
      case "close" -> {
        load.close();
        load = null;
        return List.of();
      }
      default -> throw new IOException("no command: " + words[0]);
    }
  }

  private static Load connect(String[] words) throws IOException {
    InetSocketAddress server = NetUtils.createSocketAddr(words[3]);
    Token<?> token = new Token<>();
    token.decodeFromUrlString(words[4]);
    int connections = Integer.parseInt(words[5]);
    int attempts = Integer.parseInt(words[6]);
    int round = Integer.parseInt(words[7]);
    return words[1].equals(HADOOP)
        ? new HadoopLoad(words[2], server, token, connections, attempts, round)
        : new FrugalLoad(words[2], server, token, connections, attempts, round);
  }
}
