package io.github.hadoopaccel.lab.testing;

import io.github.hadoopaccel.lab.cluster.HadoopClassPath;
import io.github.hadoopaccel.lab.cluster.JobJar;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.hadoop.util.RunJar;

/**
 * Hadoop's classes as a JVM maps them instead of parsing and verifying them again in each container
 * (class data sharing, JEP 350). Made once per build, in its target folder, for this JVM and these
 * jars; a JVM that finds none, or one that does not fit, goes on without it.
 *
 * <p>The archive's jars must come first on the class path of whoever uses it, in the same order.
 * The class path of a container begins with its working directory, so that the containers are told
 * to look into a folder of these jars before that: the order of the entries of one folder is the
 * same whenever {@code folder/*} is expanded.
 */
final class ClassArchive {
  private static final Pattern MAP_REDUCE =
      Pattern.compile("hadoop-mapreduce-client-(app|common|core)-.*\\.jar");

  /** A line of the JVM's class hierarchy: bars, the name, and the loader or null. */
  private static final Pattern LOADED = Pattern.compile("(?m)^[|\\-]*([\\w.$]+)/(?:0x|null)");

  private static final int PATIENCE_SECONDS = 120;

  private final Path folder;
  private final Path file;
  private final HadoopClassPath jars;

  private ClassArchive(Path folder, HadoopClassPath jars) {
    this.folder = folder;
    this.file = folder.resolve("hadoop.jsa");
    this.jars = jars;
  }

  /** The one for this JVM's version and class path, below the working directory of the tests. */
  static ClassArchive ofThisBuild() throws IOException {
    String of = System.getProperty("java.vm.version") + System.getProperty("java.class.path");
    Path folder = Path.of("class-archive", Integer.toHexString(of.hashCode())).toAbsolutePath();
    return new ClassArchive(folder, HadoopClassPath.linkInto(folder.resolve("hadoop-jars")));
  }

  /**
   * Options of a container's JVM, for a shell that knows the container's own class path; none where
   * the shell would cut the folder's name in two.
   */
  String containerOptions() {
    if (folder.toString().contains(" ")) {
      return "";
    }
    return "-Xshare:auto -XX:SharedArchiveFile=" + file + " -cp " + jars.wildcard() + ":$CLASSPATH";
  }

  /**
   * Makes the archive: of the classes that this JVM has loaded by now, and of all of MapReduce's.
   * Where that fails there is none, and {@code dump.log} in its folder says why.
   *
   * @param options the other options of the JVMs that are to use it
   */
  void makeIfAbsent(String options) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Path names = Files.write(folder.resolve("classes"), classes());
    Path program = JobJar.write(folder.resolve("load.jar"), List.of(LoadClasses.class));
    Path unfinished = folder.resolve("unfinished.jsa");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options.trim().split(" +")));
    command.add("-XX:ArchiveClassesAtExit=" + unfinished);
    command.addAll(List.of("-Djava.io.tmpdir=" + folder, "-cp", jars.wildcard()));
    // Its own loader, so that the archive's class path is Hadoop's jars alone.
    command.addAll(List.of(RunJar.class.getName(), program.toString()));
    command.addAll(List.of(LoadClasses.class.getName(), names.toString()));
    Process dump =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("dump.log").toFile())
            .start();
    try {
      if (dump.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
          && dump.exitValue() == 0
          && Files.exists(unfinished)) {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the class archive is made", e);
    } finally {
      dump.destroyForcibly();
    }
  }

  private Set<String> classes() throws IOException {
    Set<String> names = new TreeSet<>();
    LOADED.matcher(hierarchy()).results().forEach(line -> names.add(line.group(1)));
    try (DirectoryStream<Path> links = Files.newDirectoryStream(folder.resolve("hadoop-jars"))) {
      for (Path link : links) {
        if (MAP_REDUCE.matcher(link.getFileName().toString()).matches()) {
          addAll(link, names);
        }
      }
    }
    return names;
  }

  private static void addAll(Path jar, Set<String> names) throws IOException {
    String suffix = ".class";
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(suffix) && !name.startsWith("META-INF/"))
          .map(name -> name.substring(0, name.length() - suffix.length()).replace('/', '.'))
          .forEach(names::add);
    }
  }

  /** Every class of this JVM, below its superclass; nothing where the JVM cannot say. */
  private static String hierarchy() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "vmClassHierarchy",
                  new Object[] {new String[] {}},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      return "";
    }
  }
}
