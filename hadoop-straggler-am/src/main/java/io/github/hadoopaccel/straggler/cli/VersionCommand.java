package io.github.hadoopaccel.straggler.cli;

import java.util.Objects;
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
  public Integer call() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    spec.commandLine()
        .getOut()
        .println(
            "hadoop-accel "
                + Objects.requireNonNullElse(version, "(not packaged)")
                + " on Hadoop "
                + VersionInfo.getVersion());
    return 0;
  }
}
