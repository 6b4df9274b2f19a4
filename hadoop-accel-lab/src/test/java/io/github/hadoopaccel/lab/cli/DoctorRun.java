package io.github.hadoopaccel.lab.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hadoopaccel.lab.cluster.HadoopClassPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One machine on which the command is run as people run it: a JVM of its own that runs {@code
 * org.apache.hadoop.util.RunJar} with the released jar, Hadoop's jars and a folder of site files.
 */
final class DoctorRun {
  private final Path folder;
  private final HadoopClassPath hadoop;
  private final List<String> furtherClassPath = new ArrayList<>();
  private final List<String> jvmArguments = new ArrayList<>();
  private final List<String> genericOptions = new ArrayList<>();
  private final Map<String, String> site = new LinkedHashMap<>();

  DoctorRun(Path folder, HadoopClassPath hadoop) {
    this.folder = folder;
    this.hadoop = hadoop;
  }

  /** Sets a property in the site file where it belongs. */
  DoctorRun set(String property, String value) {
    site.put(property, value);
    return this;
  }

  DoctorRun classPath(String entry) {
    furtherClassPath.add(entry);
    return this;
  }

  /** Options of Hadoop's own, such as {@code -libjars}, which go before the command. */
  DoctorRun generic(String... options) {
    genericOptions.addAll(List.of(options));
    return this;
  }

  DoctorRun jvm(String argument) {
    jvmArguments.add(argument);
    return this;
  }

  /** What a finding said. */
  record Found(String check, String severity, String message, Map<String, String> remedies) {}

  /** How a run ended. */
  record Outcome(int exitCode, String out, String err) {
    /** The findings, if the output is the JSON object that it should be, and all of it. */
    List<Found> findings() throws IOException {
      List<Found> findings = new ArrayList<>();
      Map<String, Object> whole = Json.object(out);
      if (!whole.get("exitCode").equals((long) exitCode)) {
        throw new IOException("exit code " + exitCode + ", but it says " + whole.get("exitCode"));
      }
      for (Object each : (List<?>) whole.get("findings")) {
        Map<?, ?> finding = (Map<?, ?>) each;
        Map<String, String> remedies = new LinkedHashMap<>();
        for (Object one : (List<?>) finding.get("remedies")) {
          Map<?, ?> remedy = (Map<?, ?>) one;
          remedies.put((String) remedy.get("property"), (String) remedy.get("value"));
        }
        findings.add(
            new Found(
                (String) finding.get("check"),
                (String) finding.get("severity"),
                (String) finding.get("message"),
                remedies));
      }
      return findings;
    }
  }

  Outcome run(String... arguments) throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("tmp"));
    for (String file : List.of("core-site.xml", "mapred-site.xml", "yarn-site.xml")) {
      Files.writeString(folder.resolve(file), siteFile(file));
    }
    Files.writeString(
        folder.resolve("log4j.properties"),
        """
        log4j.rootLogger=WARN, console
        log4j.appender.console=org.apache.log4j.ConsoleAppender
        log4j.appender.console.target=System.err
        log4j.appender.console.layout=org.apache.log4j.PatternLayout
        log4j.appender.console.layout.ConversionPattern=%p %c{2}: %m%n
        """);
    ProcessBuilder builder = new ProcessBuilder(command(arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("HADOOP_"));
    builder.environment().remove("CLASSPATH");
    builder.environment().remove("LD_LIBRARY_PATH");
    File out = folder.resolve("out").toFile();
    File err = folder.resolve("err").toFile();
    Process process = builder.redirectOutput(out).redirectError(err).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(100, TimeUnit.SECONDS)) {
        throw new IOException("the command did not end: " + Files.readString(err.toPath()));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
  }

  /** Not through Configuration, which would write down that a program set them. */
  private String siteFile(String file) {
    StringBuilder xml = new StringBuilder("<configuration>\n");
    site.forEach(
        (name, value) -> {
          if (fileOf(name).equals(file)) {
            xml.append("<property><name>").append(name).append("</name><value>");
            xml.append(value.replace("&", "&amp;").replace("<", "&lt;"));
            xml.append("</value></property>\n");
          }
        });
    return xml.append("</configuration>\n").toString();
  }

  /** Elsewhere the defaults of MapReduce, which come after core-site.xml, would win. */
  private static String fileOf(String property) {
    if (property.startsWith("mapreduce.") || property.startsWith("yarn.app.")) {
      return "mapred-site.xml";
    }
    return property.startsWith("yarn.") ? "yarn-site.xml" : "core-site.xml";
  }

  private List<String> command(String... arguments) {
    List<String> classPath = new ArrayList<>();
    classPath.add(folder.toString());
    classPath.add(hadoop.wildcard());
    classPath.addAll(furtherClassPath);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "--add-opens=java.base/java.lang=ALL-UNNAMED"));
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
    command.add("org.apache.hadoop.util.RunJar");
    command.add(System.getProperty("accel.jar"));
    command.addAll(genericOptions);
    command.add("doctor");
    command.addAll(List.of(arguments));
    return command;
  }

  /** Reads JSON into maps, lists, strings, numbers and booleans. */
  private static final class Json {
    private Json() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String text) throws IOException {
      try (JsonParser parser = new JsonFactory().createParser(text)) {
        parser.nextToken();
        Object value = value(parser);
        if (parser.nextToken() != null) {
          throw new IOException("more than one JSON value: " + text);
        }
        return (Map<String, Object>) value;
      }
    }

    private static Object value(JsonParser parser) throws IOException {
      return switch (parser.currentToken()) {
        case START_OBJECT -> {
          Map<String, Object> map = new LinkedHashMap<>();
          while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.getText();
            parser.nextToken();
            map.put(name, value(parser));
          }
          yield map;
        }
        case START_ARRAY -> {
          List<Object> list = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
          }
          yield list;
        }
        case VALUE_STRING -> parser.getText();
        case VALUE_NUMBER_INT -> parser.getLongValue();
        case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
        case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
        default -> throw new IOException("no JSON value: " + parser.currentToken());
      };
    }
  }
}
