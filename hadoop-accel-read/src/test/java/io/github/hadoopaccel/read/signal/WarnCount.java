package io.github.hadoopaccel.read.signal;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;

/** Counts what a class logs at WARN or above, until closed. */
final class WarnCount extends AppenderSkeleton implements AutoCloseable {
  private final Logger logger;
  private final AtomicInteger warnings = new AtomicInteger();

  WarnCount(Class<?> of) {
    logger = Logger.getLogger(of);
    logger.addAppender(this);
  }

  int warnings() {
    return warnings.get();
  }

  @Override
  protected void append(LoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      warnings.incrementAndGet();
    }
  }

  @Override
  public void close() {
    logger.removeAppender(this);
  }

  @Override
  public boolean requiresLayout() {
    return false;
  }
}
