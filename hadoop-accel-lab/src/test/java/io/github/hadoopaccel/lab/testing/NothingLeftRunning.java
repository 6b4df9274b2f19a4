package io.github.hadoopaccel.lab.testing;

import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.hadoop.LiveReads;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After each test, and after its own {@code AfterEach} methods: no unit read, open reader or leased
 * buffer is left in this JVM, and there are no more threads than configured. Reads that were
 * abandoned get a moment to stop.
 *
 * <p>Register it with {@code @ExtendWith}, or with {@code @RegisterExtension} for other bounds.
 */
public final class NothingLeftRunning implements AfterEachCallback {
  private static final Duration TO_STOP = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(5);

  private final int maxThreads;

  /** At most as many threads as one file system with default keys may have. */
  public NothingLeftRunning() {
    this(ReadKeys.THREADS.defaultValue());
  }

  /** At most {@code maxThreads} threads, over all file systems of this JVM. */
  public NothingLeftRunning(int maxThreads) {
    this.maxThreads = maxThreads;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Awaitility.await(context.getDisplayName() + " leaves nothing running")
        .atMost(TO_STOP)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(LiveReads::inThisJvm, LiveReads::isNothing);
    int threads = LiveReads.inThisJvm().threads();
    if (threads > maxThreads) {
      throw new AssertionError(
          threads + " threads read units, at most " + maxThreads + " are configured");
    }
  }
}
