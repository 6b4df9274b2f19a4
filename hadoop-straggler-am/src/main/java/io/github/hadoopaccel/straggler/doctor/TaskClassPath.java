package io.github.hadoopaccel.straggler.doctor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.util.ApplicationClassLoader;
import org.apache.hadoop.util.StringUtils;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/**
 * Looks through the class path that tasks and ApplicationMasters get, as this node would make it.
 */
final class TaskClassPath {
  /** {@code $NAME}, <code>${NAME}</code> and <code>{{NAME}}</code>, as Hadoop writes variables. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{?([A-Za-z_]\\w*)}?|\\{\\{([A-Za-z_]\\w*)}}");

  /** Folders that only a container has; what lies there comes with the job or the archive. */
  private static final String CONTAINER = "PWD";

  /** Holds site files and no jars: nobody misses it. */
  private static final String SITE_FILES = "HADOOP_CONF_DIR";

  /** Whose jars a container has in its folder and class path: -libjars, and the cache. */
  private static final List<String> JOB_FILES =
      List.of("tmpjars", MRJobConfig.CLASSPATH_FILES, MRJobConfig.CACHE_FILES);

  private static final Duration ARCHIVE_PATIENCE = Duration.ofSeconds(30);

  private final Configuration conf;
  private final UnaryOperator<String> environment;
  private final Set<String> classNames;
  private final Set<String> unresolved = new TreeSet<>();
  private final Set<String> unread = new TreeSet<>();

  /**
   * A class path.
   *
   * @param environment gives the value of a variable, or {@code null}
   * @param classNames the classes to look for
   */
  TaskClassPath(Configuration conf, UnaryOperator<String> environment, Set<String> classNames) {
    this.conf = conf;
    this.environment = environment;
    this.classNames = Set.copyOf(classNames);
  }

  /** The environment of this process; a missing folder of Hadoop's parts is Hadoop's folder. */
  static String ofThisProcess(String variable) {
    String value = System.getenv(variable);
    if (value == null && variable.matches("HADOOP_(COMMON|HDFS|YARN|MAPRED)_HOME")) {
      value = System.getenv("HADOOP_HOME");
      return value == null ? System.getProperty("hadoop.home.dir") : value;
    }
    return value;
  }

  /**
   * Searches everything.
   *
   * @param remote whether an archive on another machine is read
   */
  Visibility search(boolean remote) {
    String archive = conf.getTrimmed(MRJobConfig.MAPREDUCE_APPLICATION_FRAMEWORK_PATH, "");
    List<String> ofMapReduce =
        entries(
            MRJobConfig.MAPREDUCE_APPLICATION_CLASSPATH,
            StringUtils.getStrings(MRJobConfig.DEFAULT_MAPREDUCE_APPLICATION_CLASSPATH));
    List<String> searched = new ArrayList<>(ofMapReduce);
    if (archive.isEmpty()) {
      searched.addAll(
          entries(
              YarnConfiguration.YARN_APPLICATION_CLASSPATH,
              YarnConfiguration.DEFAULT_YARN_APPLICATION_CLASSPATH));
    }
    Map<String, String> onNode = new LinkedHashMap<>();
    searched.forEach(entry -> search(entry, onNode));
    Map<String, String> inArchive = Map.of();
    String archiveFailure = null;
    if (!archive.isEmpty()) {
      try {
        inArchive = searchArchive(archive, ofMapReduce, remote);
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        archiveFailure = Reason.of(e);
      }
    }
    Map<String, String> withJob = withJob();
    return new Visibility(
        onNode,
        inArchive,
        withJob,
        archive.isEmpty() ? null : archive,
        archiveFailure,
        List.copyOf(new LinkedHashSet<>(searched)),
        List.copyOf(unresolved),
        List.copyOf(unread),
        hidden(),
        String.join(",", ofMapReduce));
  }

  private List<String> entries(String property, String[] otherwise) {
    String[] values = conf.getTrimmedStrings(property);
    return List.of(values.length == 0 ? otherwise : values);
  }

  private void search(String entry, Map<String, String> found) {
    String expanded = expand(entry);
    if (expanded == null) {
      return;
    }
    for (String part : expanded.split(":")) {
      for (Path each : files(part)) {
        ClassFiles.in(each, classNames).forEach(name -> found.putIfAbsent(name, each.toString()));
      }
    }
  }

  /** The entry with its variables replaced, or {@code null} if one has no value here. */
  private String expand(String entry) {
    Matcher variable = VARIABLE.matcher(entry);
    StringBuilder expanded = new StringBuilder();
    while (variable.find()) {
      String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
      String value = name.equals(CONTAINER) ? null : environment.apply(name);
      if (value == null) {
        if (!name.equals(CONTAINER) && !name.equals(SITE_FILES)) {
          unresolved.add("$" + name);
        }
        return null;
      }
      variable.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return variable.appendTail(expanded).toString();
  }

  private static List<Path> files(String entry) {
    if (!entry.endsWith("/*")) {
      return List.of(Path.of(entry));
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of(entry.substring(0, entry.length() - 1)), "*.jar")) {
      files.forEach(jars::add);
    } catch (IOException e) {
      return List.of();
    }
    jars.sort(null);
    return jars;
  }

  private Map<String, String> searchArchive(String archive, List<String> classPath, boolean remote)
      throws Exception {
    URI location = new URI(archive);
    if (!remote && !"file".equals(location.getScheme())) {
      throw new IOException("not asked for: --offline");
    }
    FrameworkArchive framework = new FrameworkArchive(location, classPath);
    Configuration bounded = ShortPatience.of(conf);
    return Deadline.call(archive, ARCHIVE_PATIENCE, () -> framework.find(bounded, classNames));
  }

  private Map<String, String> withJob() {
    Map<String, String> found = new LinkedHashMap<>();
    for (String property : JOB_FILES) {
      for (String entry : conf.getTrimmedStrings(property)) {
        if (entry.endsWith(".jar") || !property.equals(MRJobConfig.CACHE_FILES)) {
          ofJob(entry, found);
        }
      }
    }
    return found;
  }

  /** Looks into a jar of the job where it is a local file; it may have a {@code #name}. */
  private void ofJob(String jar, Map<String, String> found) {
    URI location = new org.apache.hadoop.fs.Path(jar.replaceFirst("#.*", "")).toUri();
    Path file = Path.of(location.getPath());
    boolean local =
        location.getScheme() == null
            ? Files.exists(file) || isLocal(FileSystem.getDefaultUri(conf))
            : isLocal(location);
    if (local) {
      ClassFiles.in(file, classNames).forEach(name -> found.putIfAbsent(name, jar));
    } else {
      unread.add(jar);
    }
  }

  private static boolean isLocal(URI location) {
    return "file".equals(location.getScheme());
  }

  /** The classes that a job's own class loader would take from the node and from nowhere else. */
  private List<String> hidden() {
    String[] system = conf.getTrimmedStrings("mapreduce.job.classloader.system.classes");
    if (!conf.getBoolean("mapreduce.job.classloader", false) || system.length == 0) {
      return List.of();
    }
    return classNames.stream()
        .filter(name -> ApplicationClassLoader.isSystemClass(name, Arrays.asList(system)))
        .sorted()
        .toList();
  }
}
