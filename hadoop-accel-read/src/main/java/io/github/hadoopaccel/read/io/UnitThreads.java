package io.github.hadoopaccel.read.io;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that read: daemons, at most a given number, gone after a minute without work. An idle
 * thread takes a new read at once; else a thread is added up to the bound; beyond it reads wait.
 */
public final class UnitThreads implements Executor {
  private static final long IDLE_SECONDS = 60;

  private final ThreadPoolExecutor threads;
  private final AtomicInteger unfinished = new AtomicInteger();

  /** A queue that takes work only for an idle thread, so that the pool grows before it queues. */
  private static final class HandOver extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable work) {
      return tryTransfer(work);
    }
  }

  /** A pool of at most {@code maxThreads}, whose names begin with {@code name}. */
  public UnitThreads(int maxThreads, String name) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            maxThreads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new HandOver(),
            work -> {
              Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            UnitThreads::waitInQueue);
  }

  private static void waitInQueue(Runnable work, ThreadPoolExecutor pool) {
    if (pool.isShutdown()) {
      throw new RejectedExecutionException("the reading threads have been shut down");
    }
    pool.getQueue().add(work);
    if (pool.getPoolSize() == 0 && pool.getQueue().remove(work)) {
      // The last thread ended just now; a new one takes it.
      pool.execute(work);
    }
  }

  @Override
  public void execute(Runnable work) {
    unfinished.incrementAndGet();
    boolean accepted = false;
    try {
      threads.execute(
          () -> {
            try {
              work.run();
            } finally {
              unfinished.decrementAndGet();
            }
          });
      accepted = true;
    } finally {
      if (!accepted) {
        unfinished.decrementAndGet();
      }
    }
  }

  /** Work that was accepted and has not ended, waiting work included. */
  public int unfinished() {
    return unfinished.get();
  }

  /** Threads alive, idle ones included. */
  public int threads() {
    return threads.getPoolSize();
  }

  /** Interrupts what runs and takes no more work; for tests and private pools. */
  public void shutdownNow() {
    threads.shutdownNow();
  }
}
