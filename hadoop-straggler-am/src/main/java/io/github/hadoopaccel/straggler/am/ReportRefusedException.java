package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.straggler.progress.Refusal;
import java.io.IOException;

/** Says to the caller why its report was refused; without a stack trace, since it is no failure. */
final class ReportRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Refusal why;

  ReportRefusedException(Refusal why, String reason) {
    super(reason);
    this.why = why;
  }

  Refusal why() {
    return why;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
