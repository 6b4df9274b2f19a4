package io.github.hadoopaccel.straggler.cli;

import io.github.hadoopaccel.straggler.doctor.Diagnosis;
import io.github.hadoopaccel.straggler.doctor.Doctor;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code doctor}: whether this machine and its cluster are set up right. What is found goes to
 * standard output, progress and logs to standard error. Exit codes: {@link Diagnosis#exitCode}.
 */
@Command(
    name = "doctor",
    description = "Say whether this machine and its cluster are set up right.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:nothing to do",
      "1:at least one warning: it works, but slower or with something missing",
      "2:at least one error: something does not work; or a wrong command line"
    })
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Option(
      names = "--conf",
      paramLabel = "<file>",
      description = "Read this site file too, after those on the class path; repeatable.")
  private List<File> files = List.of();

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Option(names = "--offline", description = "Ask no other machine.")
  private boolean offline;

  @Option(names = "--help", usageHelp = true, description = "Print this and do nothing.")
  private boolean help;

  @Option(
      names = "-D",
      paramLabel = "<key=value>",
      description = "Set a key for this run, as Hadoop's own -D before the command.")
  private Map<String, String> overrides = Map.of();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Diagnosis diagnosis = Doctor.examine(configuration(), offline, err::println);
    if (json) {
      out.println(
          DiagnosisJson.encode(diagnosis, VersionCommand.ownVersion(), VersionInfo.getVersion()));
    } else {
      DiagnosisText.print(diagnosis, out);
    }
    return diagnosis.exitCode();
  }

  private Configuration configuration() {
    Configuration conf = new Configuration(main.getConf());
    for (File file : files) {
      if (!file.isFile()) {
        throw new ParameterException(spec.commandLine(), "--conf " + file + ": no such file");
      }
      conf.addResource(new Path(file.toURI()));
    }
    overrides.forEach((key, value) -> conf.set(key, value, "the command line"));
    return conf;
  }
}
