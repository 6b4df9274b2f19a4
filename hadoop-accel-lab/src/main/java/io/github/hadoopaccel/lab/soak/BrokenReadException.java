package io.github.hadoopaccel.lab.soak;

/** A read that gave wrong bytes, a wrong count or a wrong position. */
final class BrokenReadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long wrongBytes;

  /**
   * A broken read.
   *
   * @param wrongBytes how many bytes were wrong; 0 if something else was
   */
  BrokenReadException(String message, long wrongBytes) {
    super(message);
    this.wrongBytes = wrongBytes;
  }

  long wrongBytes() {
    return wrongBytes;
  }
}
