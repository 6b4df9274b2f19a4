package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.demo.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.RunnerException;

/** Times case after case; those of a further fork come after all cases of the one before. */
final class CodecBenchRun {
  /** A guess at the start of a JVM and the making of the stripes, until it has been seen. */
  private static final long START_MILLIS = 1500;

  private final JmhTrial trial;
  private final int forks;
  private final Progress progress;
  private final Runnable onFailure;
  private final Map<CodecCase, List<Double>> measured = new LinkedHashMap<>();
  private final Set<CodecCase> failed = new LinkedHashSet<>();
  private final List<String> faults = new ArrayList<>();

  /**
   * A run.
   *
   * @param onFailure called before a failure counts as one
   */
  CodecBenchRun(JmhTrial trial, int forks, Progress progress, Runnable onFailure) {
    this.trial = trial;
    this.forks = forks;
    this.progress = progress;
    this.onFailure = onFailure;
  }

  /** Times {@code cases}; one that fails is left out from then on. */
  CodecResults run(Coders coders, List<CodecCase> cases) {
    int steps = cases.size() * forks;
    long startNanos = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      CodecCase what = cases.get(step % cases.size());
      if (failed.contains(what)) {
        continue;
      }
      long passedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      progress.phase(
          "case %d of %d, about %d s left: %s"
              .formatted(step + 1, steps, secondsLeft(step, steps, passedMillis), what));
      time(what);
    }
    List<CodecResult> results = new ArrayList<>();
    measured.forEach((what, nanos) -> results.add(new CodecResult(what, nanos)));
    return new CodecResults(coders, results, faults);
  }

  private long secondsLeft(int step, int steps, long passedMillis) {
    long each = step == 0 ? trial.millis() + START_MILLIS : passedMillis / step;
    return TimeUnit.MILLISECONDS.toSeconds(each * (steps - step));
  }

  private void time(CodecCase what) {
    try {
      measured.computeIfAbsent(what, w -> new ArrayList<>()).addAll(trial.nanosPerCall(what));
    } catch (RunnerException e) {
      onFailure.run();
      failed.add(what);
      measured.remove(what);
      faults.add(what + ": " + cause(e));
    }
  }

  /** JMH hides what was thrown behind exceptions of its own, as their cause or suppressed. */
  private static String cause(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null || deepest.getSuppressed().length > 0) {
      deepest = deepest.getCause() != null ? deepest.getCause() : deepest.getSuppressed()[0];
    }
    return deepest.toString();
  }
}
