package io.github.hadoopaccel.read.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is served next, and who has to wait for his DataNode. */
class EdfQueueTest {
  private final EdfQueue queue = new EdfQueue(2);

  private static final class Read implements QueuedRead {
    final String dataNode;
    ReadDeadline deadline;

    Read(String dataNode, ReadDeadline deadline) {
      this.dataNode = dataNode;
      this.deadline = deadline;
    }

    @Override
    public ReadDeadline deadline() {
      return deadline;
    }

    @Override
    public String dataNode() {
      return dataNode;
    }

    @Override
    public void heldUp() {
      throw new AssertionError("the queue tells nobody");
    }

    @Override
    public void run() {
      throw new AssertionError("the queue runs nothing");
    }
  }

  private Read add(String dataNode, ReadDeadline deadline) {
    Read read = new Read(dataNode, deadline);
    queue.add(read);
    return read;
  }

  private List<QueuedRead> takeAll() {
    List<QueuedRead> taken = new ArrayList<>();
    for (QueuedRead read = queue.next(); read != null; read = queue.next()) {
      taken.add(read);
      queue.ended(read.dataNode());
    }
    return taken;
  }

  @Test
  @DisplayName("S2_01 unit reads are served earliest deadline first")
  void theEarliestDeadlineIsServedFirst() {
    Read later = add("a", ReadDeadline.at(30));
    Read earliest = add("a", ReadDeadline.at(10));
    Read between = add("b", ReadDeadline.at(20));
    assertThat(takeAll()).containsExactly(earliest, between, later);
  }

  @Test
  @DisplayName("S2_04 the first bytes of a reader come first, but for who has waited a second")
  void firstBytesComeFirst() {
    Read waiting = add("a", ReadDeadline.at(10));
    Read second = add("b", ReadDeadline.firstBytes(99));
    Read first = add("b", ReadDeadline.firstBytes(98));
    Read waitingForLong = add("a", ReadDeadline.at(98 - 1_000_000_001L));
    assertThat(takeAll()).containsExactly(waitingForLong, first, second, waiting);
  }

  @Test
  void equalDeadlinesAreServedInOrderAndClocksMayWrap() {
    Read first = add("a", ReadDeadline.at(Long.MAX_VALUE));
    Read second = add("a", ReadDeadline.at(Long.MAX_VALUE));
    Read wrapped = add("a", ReadDeadline.at(Long.MIN_VALUE + 5));
    assertThat(takeAll()).containsExactly(first, second, wrapped);
  }

  @Test
  void aDeadlineThatComesNearerMovesItsReadUp() {
    Read first = add("a", ReadDeadline.at(10));
    Read moved = add("a", ReadDeadline.at(1000));
    moved.deadline = ReadDeadline.at(5);
    assertThat(takeAll()).containsExactly(moved, first);
  }

  @Test
  void aDataNodeAtItsBoundKeepsItsOwnReadsWaitingAndNobodyElses() {
    Read[] slow = new Read[3];
    for (int i = 0; i < slow.length; i++) {
      slow[i] = add("slow", ReadDeadline.at(i));
    }
    Read other = add("other", ReadDeadline.at(100));
    assertThat(queue.next()).isSameAs(slow[0]);
    assertThat(queue.next()).isSameAs(slow[1]);
    assertThat(queue.next()).isSameAs(other);
    assertThat(queue.next()).isNull();
    assertThat(queue.waiting()).containsExactly(slow[2]);
    assertThat(queue.size()).isEqualTo(4);
    queue.ended("slow");
    assertThat(queue.next()).isSameAs(slow[2]);
  }

  @Test
  void aReadThatWasTakenOutIsNotServed() {
    Read gone = add("a", ReadDeadline.at(1));
    Read stays = add("a", ReadDeadline.at(2));
    queue.remove(gone);
    queue.remove(gone);
    assertThat(takeAll()).containsExactly(stays);
    assertThat(queue.size()).isZero();
  }
}
