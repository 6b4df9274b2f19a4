package io.github.hadoopaccel.straggler.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.ShutdownHookManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code top}: how the attempts of a job read, while it runs, from its event log. */
@Command(
    name = "top",
    description = "Show how the attempts of a job read, while it runs and at its end.",
    footerHeading = "%nColumns:%n",
    footer = {
      "  LEFT     estimated time to the attempt's end, \"never\" where it stands still",
      "  WAIT     part of its recent time spent waiting for data",
      "  POSTURE  how it last said it reads: CAREFUL hedges late units, ACCELERATED reads k + H",
      "  RUNG     how far its task is hurried: ACCELERATED, SPECULATED (a second attempt was asked",
      "           for), SPECULATION_ACCELERATED (that one is accelerated too)",
      "  SILENT   time since it was last heard of",
      "  WHY      the latest verdict on it"
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the job has ended, or was shown once",
      "2:a wrong command line or configuration",
      "3:there is no event log of the job",
      "4:the job runs without the hook, or without an event log",
      "5:the event log cannot be read"
    })
final class TopCommand implements Callable<Integer> {
  static final int NO_LOG = 3;
  static final int NO_HOOK = 4;
  static final int UNREADABLE = 5;

  /** Refreshes without news after which the cluster is asked whether the job has ended. */
  private static final int QUIET_REFRESHES = 10;

  /** A job that has only just begun tells of itself later. */
  private static final int LOOKS_PER_QUESTION = 5;

  private static final long MIN_INTERVAL_MILLIS = 100;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "<job id>", description = "The job, such as job_1700000000000_0001.")
  private String job;

  @Option(
      names = "--interval",
      paramLabel = "<time>",
      defaultValue = "2s",
      converter = ShortTime.class,
      description = "Time between refreshes, such as 500ms; default ${DEFAULT-VALUE}.")
  private Duration interval;

  @Option(
      names = "--wait",
      paramLabel = "<time>",
      defaultValue = "30s",
      converter = ShortTime.class,
      description = "How long to wait for the log of a running job; default ${DEFAULT-VALUE}.")
  private Duration patience;

  @Option(names = "--once", description = "Show the state once and do not wait.")
  private boolean once;

  @Option(names = "--json", description = "With --once: print one JSON object instead of text.")
  private boolean json;

  @Option(
      names = "--log-dir",
      paramLabel = "<directory>",
      description = "Where event logs are; by default where the job's configuration says.")
  private String logDirectory;

  @Option(names = "--help", usageHelp = true, description = "Print this and do nothing.")
  private boolean help;

  @Option(
      names = "-D",
      paramLabel = "<key=value>",
      description = "Set a key for this run, as Hadoop's own -D before the command.")
  private Map<String, String> overrides = Map.of();

  @Override
  public Integer call() {
    job = job.replaceFirst("^application_", "job_");
    if (!job.matches("job_\\d{1,18}_\\d{1,9}")) {
      return said(
          Main.WRONG,
          "\""
              + job
              + "\" is no job: expected one such as job_1700000000000_0001, as mapred job"
              + " -list shows them.");
    }
    if (interval.toMillis() < MIN_INTERVAL_MILLIS) {
      return said(Main.WRONG, "--interval " + interval.toMillis() + "ms: expected 100ms or more.");
    }
    if (json && !once) {
      return said(Main.WRONG, "--json is for --once alone.");
    }
    Configuration conf = new Configuration(main.getConf());
    overrides.forEach((key, value) -> conf.set(key, value, "the command line"));
    try {
      return find(conf);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private int find(Configuration conf) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    LogSearch search = null;
    boolean ended = false;
    for (int looks = 0; ; looks++) {
      try {
        if (looks % LOOKS_PER_QUESTION == 0) {
          Optional<ClusterJob> known =
              logDirectory == null ? ClusterJob.ask(job, conf) : Optional.empty();
          ended = known.isPresent() && known.get().ended();
          search = search(conf, known);
        }
      } catch (IOException e) {
        return said(Main.WRONG, e.getMessage());
      }
      Optional<Path> log;
      try {
        log = search.find();
      } catch (IOException e) {
        return said(UNREADABLE, "The event log of " + job + " cannot be read: " + e.getMessage());
      }
      if (log.isPresent()) {
        return follow(log.get(), conf);
      }
      if (search.withoutLog().isPresent()) {
        return said(NO_HOOK, job + " has no event log: its " + search.withoutLog().get() + ".");
      }
      if (once || ended || System.nanoTime() >= deadline) {
        return said(NO_LOG, search.nothingFound());
      }
      TimeUnit.MILLISECONDS.sleep(Math.min(1000, interval.toMillis()));
    }
  }

  private LogSearch search(Configuration conf, Optional<ClusterJob> known) throws IOException {
    if (logDirectory == null) {
      return LogSearch.by(
          conf, job, known, UserGroupInformation.getCurrentUser().getShortUserName());
    }
    try {
      return LogSearch.in(new Path(logDirectory), job, conf);
    } catch (IllegalArgumentException e) {
      throw new IOException("--log-dir " + logDirectory + ": " + e.getMessage(), e);
    }
  }

  private int follow(Path log, Configuration conf) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    TopFrames frames = new TopFrames(out, !once && System.console() != null);
    TopLoop loop = new TopLoop(log, conf);
    int quiet = 0;
    while (true) {
      long before = loop.view().events();
      try {
        loop.refresh();
      } catch (IOException e) {
        return ShutdownHookManager.get().isShutdownInProgress()
            ? 0
            : said(UNREADABLE, "The event log cannot be read: " + e.getMessage());
      }
      if (json) {
        out.println(loop.view().json(job, loop.log().toString()));
      } else {
        frames.print(job, loop.view());
      }
      if (loop.view().notActive().isPresent()) {
        String reason = loop.view().notActive().get().reason();
        return said(NO_HOOK, "The hook of " + job + " is not active: " + reason);
      }
      if (once || loop.view().summary().isPresent()) {
        return 0;
      }
      quiet = loop.view().events() == before ? quiet + 1 : 0;
      if (quiet % QUIET_REFRESHES == QUIET_REFRESHES - 1 && ended(conf)) {
        return said(0, "The job has ended; its ApplicationMaster left no summary.");
      }
      TimeUnit.MILLISECONDS.sleep(interval.toMillis());
    }
  }

  private boolean ended(Configuration conf) throws InterruptedException {
    return ClusterJob.ask(job, conf).filter(ClusterJob::ended).isPresent();
  }

  private int said(int code, String message) {
    spec.commandLine().getErr().println(message);
    return code;
  }
}
