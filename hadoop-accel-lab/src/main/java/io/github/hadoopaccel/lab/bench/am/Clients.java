package io.github.hadoopaccel.lab.bench.am;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.security.token.Token;

/** The reporting tasks, in a JVM of their own on the same cores. For one thread. */
final class Clients implements AutoCloseable {
  private static final String HEAP = "-Xmx512m";
  private static final int END_SECONDS = 5;

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  private Clients(Process process) {
    this.process = process;
    this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts the JVM.
   *
   * @param folder where it logs, to {@code clients.log}
   */
  static Clients start(Path folder) throws IOException {
    File log = folder.resolve("clients.log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            HEAP,
            "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
            "-Dlab.log=" + log,
            "-Dlog4j.configuration=lab-log4j.properties",
            "-cp",
            System.getProperty("java.class.path"),
            ClientMain.class.getName());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log));
    return new Clients(builder.start());
  }

  /**
   * Gives so many tasks connections of their own.
   *
   * @param client {@link ClientMain#HADOOP} or {@link ClientMain#FRUGAL}
   * @param attempts the most attempts that will be spoken for
   * @param round how many reports each of them has sent before
   */
  void connect(
      String client,
      String jobId,
      String address,
      Token<?> token,
      int connections,
      int attempts,
      int round)
      throws IOException {
    ask(
        "connect %s %s %s %s %d %d %d"
            .formatted(
                client, jobId, address, token.encodeToUrlString(), connections, attempts, round));
  }

  /** See {@link Load#each}. */
  void each(int from, int to) throws IOException {
    ask("each " + from + " " + to);
  }

  /** See {@link Load#closed}. */
  List<RpcWindow> closed(int attempts, double windowSeconds, int windows) throws IOException {
    return ask("closed " + attempts + " " + windowSeconds + " " + windows);
  }

  /** See {@link Load#paced}. */
  List<RpcWindow> paced(int attempts, int perSec, double windowSeconds, int windows)
      throws IOException {
    return ask("paced " + attempts + " " + perSec + " " + windowSeconds + " " + windows);
  }

  /** Closes all connections. */
  void disconnect() throws IOException {
    ask("close");
  }

  /** Processor time of that JVM so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private List<RpcWindow> ask(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    List<RpcWindow> windows = new ArrayList<>();
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.equals(ClientMain.DONE)) {
        return windows;
      }
      if (line.startsWith(ClientMain.FAILED)) {
        throw new IOException("the tasks: " + line.substring(ClientMain.FAILED.length()).trim());
      }
      windows.add(RpcWindow.parse(line));
    }
    throw new IOException("the JVM of the tasks ended");
  }

  @Override
  public void close() throws IOException {
    commands.close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
