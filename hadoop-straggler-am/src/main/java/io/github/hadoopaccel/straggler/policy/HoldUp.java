package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.DataNodeState;
import io.github.hadoopaccel.straggler.progress.DataNodeTouches;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What holds an attempt up that more reads can help, as a set of bits. Stateless but for what it is
 * made of.
 *
 * <ul>
 *   <li>its rate is below {@code rate-fraction} × the usual rate of its peers;
 *   <li>where there are at most {@value #FEW} attempts with a rate: it gets less than {@code
 *       rate-fraction} of what its DataNodes give all attempts, or less than half of the best rate
 *       it had itself. Example: from two DataNodes that give everybody 50 and 30 MB/s it gets, with
 *       three reads of the first and one of the second, 20 and 10: (3·20 + 10) / (3·50 + 30) =
 *       0.39;
 *   <li>it has read from a slow DataNode, or waits for one that has not answered for {@value
 *       #STUCK_MILLIS} ms;
 *   <li>it has more than {@value Peers#LARGE} times the usual size to read.
 * </ul>
 */
final class HoldUp {
  static final int FEW = 3;
  static final long STUCK_MILLIS = 2_000;
  static final double PAST_FRACTION = 0.5;

  static final int PEERS = 1;
  static final int DATA_NODES = 2;
  static final int PAST = 4;
  static final int SLOW_DATA_NODE = 8;
  static final int STUCK = 16;
  static final int SIZE = 32;

  /** What is due to how it reads, not to how much. */
  private static final int SLOW = PEERS | DATA_NODES | PAST | STUCK;

  private static final String[] TEXTS = texts();

  private final StragglerSettings settings;
  private final Peers peers;
  private final Map<String, DataNodeState> dataNodes;
  private final boolean comparable;

  HoldUp(StragglerSettings settings, JobSnapshot job, Peers peers) {
    this.settings = settings;
    this.peers = peers;
    this.dataNodes = job.dataNodes().states();
    this.comparable = peers.count() >= settings.minAttempts();
  }

  /** The rate below which an attempt is slower than its peers; 0 where there are too few. */
  double thresholdBytesPerSec() {
    return comparable ? settings.rateFraction() * peers.rateBytesPerSec() : 0;
  }

  /** The bits of what holds the attempt up; 0 for nothing. */
  int causes(AttemptProgress attempt, double rateBytesPerSec, boolean touchesSlowDataNode) {
    int causes = touchesSlowDataNode ? SLOW_DATA_NODE : 0;
    if (rateBytesPerSec < thresholdBytesPerSec()) {
      causes |= PEERS;
    }
    if (peers.count() <= FEW) {
      causes |= getsLessThanOthers(attempt.dataNodes()) ? DATA_NODES : 0;
      causes |= rateBytesPerSec < PAST_FRACTION * attempt.peakRateBytesPerSec() ? PAST : 0;
    }
    if (attempt.report().waitingMillis() > 0 && stuck(attempt.dataNodes())) {
      causes |= STUCK;
    }
    if (peers.isLarge(attempt)) {
      causes |= SIZE;
    }
    return causes;
  }

  private boolean getsLessThanOthers(DataNodeTouches touches) {
    double own = 0;
    double all = 0;
    for (int i = 0; i < touches.size(); i++) {
      DataNodeState state = dataNodes.get(touches.name(i));
      if (state != null) {
        own += touches.reads(i) * touches.bytesPerSec(i);
        all += touches.reads(i) * state.bytesPerSec();
      }
    }
    return own < settings.rateFraction() * all;
  }

  private static boolean stuck(DataNodeTouches touches) {
    for (int i = 0; i < touches.size(); i++) {
      if (touches.pendingMillis(i) >= STUCK_MILLIS) {
        return true;
      }
    }
    return false;
  }

  /** Whether the size alone explains the time: it gets on as the others do. */
  static boolean explainedBySize(int causes) {
    return (causes & SIZE) != 0 && (causes & SLOW) == 0;
  }

  /** The causes in words, empty for none. */
  static String text(int causes) {
    return TEXTS[causes];
  }

  private static String[] texts() {
    String[] words = {
      "slower than its peers",
      "gets less than its DataNodes give others",
      "slower than it was",
      "touched by a slow DataNode",
      "waits for a stuck DataNode",
      "its split is larger",
    };
    String[] texts = new String[1 << words.length];
    for (int causes = 0; causes < texts.length; causes++) {
      List<String> said = new ArrayList<>();
      for (int i = 0; i < words.length; i++) {
        if ((causes & 1 << i) != 0) {
          said.add(words[i]);
        }
      }
      texts[causes] = String.join(", ", said);
    }
    return texts;
  }
}
