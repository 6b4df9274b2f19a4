package io.github.hadoopaccel.read.io;

/** A unit read that waits in an {@link EdfQueue}. */
interface QueuedRead extends Runnable {
  /** When it is needed; may come nearer while it waits. */
  ReadDeadline deadline();

  /** Who will be asked; never null. */
  String dataNode();

  /**
   * It waits for its DataNode, which has as many reads as it may have, and not for this client. May
   * be called more than once.
   */
  void heldUp();
}
