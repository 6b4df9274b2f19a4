package io.github.hadoopaccel.lab.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hadoop's own word count, submitted the ordinary way: a client JVM of its own that runs {@code
 * org.apache.hadoop.util.RunJar}, as {@code hadoop jar} does, with a configuration folder and
 * Hadoop's jars.
 */
final class WordCountJob {
  private static final Pattern JOB_ID = Pattern.compile("Running job: (job_\\d+_\\d+)");
  private static final Pattern PERCENT = Pattern.compile("(map \\d+% reduce \\d+%)");

  private final Client client;
  private final List<Path> libJars;
  private final Map<String, String> definitions;

  /**
   * What every submission of a demonstration has in common.
   *
   * @param configuration folder with the site files
   * @param hadoopJars class path entry of Hadoop's jars
   * @param examplesJar jar with the word count
   * @param temporary folder for what the client unpacks
   */
  record Client(Path configuration, String hadoopJars, Path examplesJar, Path temporary) {}

  /**
   * How a submission ended.
   *
   * @param exitCode of the client JVM; 0 when the job succeeded
   * @param jobId as the client printed it; {@code null} when it did not come that far
   */
  record Outcome(int exitCode, String jobId) {}

  /**
   * A job to submit.
   *
   * @param libJars jars for {@code -libjars}, which are also on the client's class path, as with
   * @param definitions what {@code -D} sets
   */
  WordCountJob(Client client, List<Path> libJars, Map<String, String> definitions) {
    this.client = client;
    this.libJars = List.copyOf(libJars);
    this.definitions = new TreeMap<>(definitions);
  }

  /**
   * Submits the job and waits for its end.
   *
   * @param log gets everything the client prints
   * @param progress gets "map 10% reduce 0%" whenever the client says so
   */
  Outcome run(
      org.apache.hadoop.fs.Path input,
      org.apache.hadoop.fs.Path output,
      Path log,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(input, output));
    builder.environment().keySet().removeIf(name -> name.startsWith("HADOOP_"));
    builder.environment().remove("CLASSPATH");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    String jobId = null;
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter copy = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        copy.write(line);
        copy.newLine();
        copy.flush();
        Matcher id = JOB_ID.matcher(line);
        if (id.find()) {
          jobId = id.group(1);
        }
        Matcher percent = PERCENT.matcher(line);
        if (percent.find()) {
          progress.accept(percent.group(1));
        }
      }
    }
    return new Outcome(process.waitFor(), jobId);
  }

  private List<String> command(org.apache.hadoop.fs.Path input, org.apache.hadoop.fs.Path output) {
    List<String> classPath = new ArrayList<>();
    classPath.add(client.configuration().toString());
    classPath.add(client.hadoopJars());
    libJars.forEach(jar -> classPath.add(jar.toString()));

    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("-Djava.io.tmpdir=" + client.temporary());
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.add("org.apache.hadoop.util.RunJar");
    command.add(client.examplesJar().toString());
    command.add("wordcount");
    definitions.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-libjars");
    command.add(String.join(",", libJars.stream().map(Path::toString).toList()));
    command.add(input.toString());
    command.add(output.toString());
    return command;
  }
}
