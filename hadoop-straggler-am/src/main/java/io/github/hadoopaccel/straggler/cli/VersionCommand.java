package io.github.hadoopaccel.straggler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.hadoop.util.VersionInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: which build this is and which Hadoop it runs on. */
@Command(name = "version", description = "Print the version of this jar and of Hadoop.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    spec.commandLine()
        .getOut()
        .println("hadoop-accel " + ownVersion() + " on Hadoop " + VersionInfo.getVersion());
    return 0;
  }

  /** From a resource, since {@code hadoop jar} unpacks the jar and so loses its manifest. */
  static String ownVersion() throws IOException {
    try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    }
  }
}
