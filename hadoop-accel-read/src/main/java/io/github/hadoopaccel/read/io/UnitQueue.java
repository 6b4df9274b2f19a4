package io.github.hadoopaccel.read.io;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * Runs unit reads on threads, in the order of an {@link EdfQueue}. Shared by all streams of a JVM.
 * Thread-safe; the queue is guarded by this, and reads are called with nothing held.
 *
 * <p>As many turns as there are reads, waiting or running, are with the threads at most; which
 * reads a turn serves is decided when a thread takes it, and it goes on until it finds none. A
 * thread that finds none goes; whatever waits then waits for its DataNode, and the thread that is
 * busy there takes it up.
 */
public final class UnitQueue {
  private final Executor threads;
  private final EdfQueue queue;
  private int turns;

  /**
   * A queue without reads.
   *
   * @param threads run reads; how many there are bounds the reads that run at once
   * @param maxPerDataNode most reads that run at once on one DataNode, at least 1
   */
  public UnitQueue(Executor threads, int maxPerDataNode) {
    this.threads = threads;
    this.queue = new EdfQueue(maxPerDataNode);
  }

  /**
   * Puts a read in; it is run once, unless it is removed before.
   *
   * @throws java.util.concurrent.RejectedExecutionException if there are no threads any more
   */
  void add(QueuedRead read) {
    synchronized (this) {
      queue.add(read);
    }
    boolean accepted = false;
    try {
      handOutTurn();
      accepted = true;
    } finally {
      if (!accepted) {
        remove(read);
      }
    }
  }

  /** Takes a read out that has not begun; without effect on any other. */
  synchronized void remove(QueuedRead read) {
    queue.remove(read);
  }

  /** One turn more, unless there are as many as reads. */
  private void handOutTurn() {
    synchronized (this) {
      if (turns >= queue.size()) {
        return;
      }
      turns++;
    }
    boolean accepted = false;
    try {
      threads.execute(this::takeTurn);
      accepted = true;
    } finally {
      if (!accepted) {
        synchronized (this) {
          turns--;
        }
      }
    }
  }

  private void takeTurn() {
    boolean done = false;
    try {
      for (QueuedRead read = next(); read != null; read = next()) {
        run(read);
      }
      done = true;
      waiting().forEach(QueuedRead::heldUp);
    } finally {
      if (!done) {
        synchronized (this) {
          turns--;
        }
        handOutTurn();
      }
    }
  }

  private void run(QueuedRead read) {
    String dataNode = read.dataNode();
    try {
      read.run();
    } finally {
      synchronized (this) {
        queue.ended(dataNode);
      }
    }
  }

  /** The next read, or null, with which the turn has ended: both at once, or one could be lost. */
  private synchronized QueuedRead next() {
    QueuedRead next = queue.next();
    if (next == null) {
      turns--;
    }
    return next;
  }

  private synchronized List<QueuedRead> waiting() {
    return queue.waiting();
  }

  /** Reads that wait or run. */
  public synchronized int unfinished() {
    return queue.size();
  }
}
