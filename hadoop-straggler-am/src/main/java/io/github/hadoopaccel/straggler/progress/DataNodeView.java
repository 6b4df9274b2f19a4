package io.github.hadoopaccel.straggler.progress;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The DataNodes of a job at one moment. Immutable.
 *
 * @param states by transfer address
 * @param medianBytesPerSec median of their bandwidths; 0 where none is known
 * @param madBytesPerSec median of the absolute deviations from it
 */
public record DataNodeView(
    Map<String, DataNodeState> states, double medianBytesPerSec, double madBytesPerSec) {

  /** Nothing is known of any DataNode. */
  public static final DataNodeView EMPTY = new DataNodeView(Map.of(), 0, 0);

  /** Copies the map. */
  public DataNodeView {
    states = Map.copyOf(states);
  }

  /** The slow ones, by name. */
  public Set<String> slow() {
    return states.entrySet().stream()
        .filter(entry -> entry.getValue().isSlow())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
