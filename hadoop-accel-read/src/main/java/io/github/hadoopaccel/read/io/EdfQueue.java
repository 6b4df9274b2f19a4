package io.github.hadoopaccel.read.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Unit reads that wait for a thread, served earliest deadline first (seed S2-01), with at most so
 * many on a DataNode at once: a slow DataNode keeps its own reads waiting and nobody else's. Reads
 * of equal deadline are served in the order in which they came. Not thread-safe; the owner guards
 * it.
 *
 * <p>Deadlines move while reads wait, so each turn looks through all of them: queues are as long as
 * there are stripes on their way, a few hundred at most.
 */
final class EdfQueue {
  private final int maxPerDataNode;
  private final Set<QueuedRead> waiting = new LinkedHashSet<>();
  private final Map<String, Integer> running = new HashMap<>();
  private int runningReads;

  /** An empty queue that runs at most {@code maxPerDataNode} reads on a DataNode. */
  EdfQueue(int maxPerDataNode) {
    this.maxPerDataNode = maxPerDataNode;
  }

  /** Puts a read in. */
  void add(QueuedRead read) {
    waiting.add(read);
  }

  /** The read whose turn it is, which counts as running until {@link #ended}; null if none may. */
  QueuedRead next() {
    QueuedRead best = null;
    ReadDeadline earliest = null;
    for (QueuedRead read : waiting) {
      ReadDeadline deadline = read.deadline();
      if (mayRun(read) && (best == null || deadline.compareTo(earliest) < 0)) {
        best = read;
        earliest = deadline;
      }
    }
    if (best != null) {
      waiting.remove(best);
      running.merge(best.dataNode(), 1, Integer::sum);
      runningReads++;
    }
    return best;
  }

  /** A read that ran on {@code dataNode} has ended. */
  void ended(String dataNode) {
    running.computeIfPresent(dataNode, (name, count) -> count == 1 ? null : count - 1);
    runningReads--;
  }

  /** Takes a read out that has not had its turn; without effect on any other. */
  void remove(QueuedRead read) {
    waiting.remove(read);
  }

  private boolean mayRun(QueuedRead read) {
    return running.getOrDefault(read.dataNode(), 0) < maxPerDataNode;
  }

  /** Reads that wait, in the order in which they came. */
  List<QueuedRead> waiting() {
    return new ArrayList<>(waiting);
  }

  /** Reads that wait or run. */
  int size() {
    return waiting.size() + runningReads;
  }
}
