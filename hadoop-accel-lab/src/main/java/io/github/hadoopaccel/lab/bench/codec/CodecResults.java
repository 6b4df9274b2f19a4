package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Estimate;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was measured.
 *
 * @param faults cases that failed, and how
 */
record CodecResults(Coders coders, List<CodecResult> all, List<String> faults) {
  CodecResults {
    all = List.copyOf(all);
    faults = List.copyOf(faults);
  }

  Optional<CodecResult> find(CodecCase what) {
    return all.stream().filter(result -> result.what().equals(what)).findFirst();
  }

  /** How often faster one case is than another; empty if one was not measured. */
  Optional<Estimate> ratio(CodecCase what, CodecCase to, Bootstrap bootstrap) {
    return find(what)
        .flatMap(
            own ->
                find(to)
                    .map(
                        other ->
                            bootstrap.ofRatioOfMedians(
                                own.megabytesPerSec(), other.megabytesPerSec())));
  }
}
