package io.github.hadoopaccel.lab.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hadoop's jars as an installation would hold them: a folder of links, so that a class path is
 * {@code folder/*}. Made from this JVM's class path without this project's own modules, so that a
 * client or a task finds nothing of this project unless the job brings it along.
 */
public final class HadoopClassPath {
  /** This project, what only tests use, and the program under test, which the client is given. */
  private static final Pattern NOT_INSTALLED =
      Pattern.compile(
          "hadoop-(accel|straggler)-.*|hadoop-mapreduce-examples-.*|.*-tests\\.jar|picocli-.*"
              + "|junit-.*|jqwik-.*|archunit.*|assertj-.*|awaitility-.*|byte-buddy.*"
              + "|surefire-.*|mockito-.*");

  private static final Pattern EXAMPLES = Pattern.compile("hadoop-mapreduce-examples-.*\\.jar");

  private final Path folder;

  private HadoopClassPath(Path folder) {
    this.folder = folder;
  }

  /** Links Hadoop's jars into {@code folder}, which is made if absent. */
  public static HadoopClassPath linkInto(Path folder) throws IOException {
    Files.createDirectories(folder);
    boolean found = false;
    for (Path jar : jars()) {
      String name = jar.getFileName().toString();
      if (NOT_INSTALLED.matcher(name).matches()) {
        continue;
      }
      found |= name.startsWith("hadoop-common-");
      Path link = folder.resolve(name);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, jar);
      }
    }
    if (!found) {
      throw new IOException("no hadoop-common jar on the class path of this JVM");
    }
    return new HadoopClassPath(folder);
  }

  /** The class path entry that stands for all jars. */
  public String wildcard() {
    return folder + File.separator + "*";
  }

  /** The jar of Hadoop's example programs. */
  public static Path examplesJar() throws IOException {
    for (Path jar : jars()) {
      if (EXAMPLES.matcher(jar.getFileName().toString()).matches()) {
        return jar;
      }
    }
    throw new IOException("no hadoop-mapreduce-examples jar on the class path of this JVM");
  }

  private static List<Path> jars() {
    List<Path> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (entry.endsWith(".jar") && Files.isRegularFile(path)) {
        jars.add(path);
      }
    }
    return jars;
  }
}
