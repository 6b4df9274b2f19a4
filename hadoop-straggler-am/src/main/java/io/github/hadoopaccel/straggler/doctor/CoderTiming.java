package io.github.hadoopaccel.straggler.doctor;

/**
 * How one coder did.
 *
 * @param coder Hadoop's name for it
 * @param megabytesPerSec bytes of read units per microsecond; 0 where it was not timed
 * @param end how the timing ended
 * @param failure why it was not timed, or {@code null}
 */
record CoderTiming(String coder, double megabytesPerSec, End end, String failure) {
  /** How the timing ended. */
  enum End {
    RIGHT,
    WRONG_BYTES,
    NOT_MADE,
    THREW
  }

  static CoderTiming of(String coder, double megabytesPerSec, boolean right) {
    return new CoderTiming(coder, megabytesPerSec, right ? End.RIGHT : End.WRONG_BYTES, null);
  }

  /** It cannot be made on this machine, and Hadoop goes on to the next. */
  static CoderTiming unavailable(String coder, String failure) {
    return new CoderTiming(coder, 0, End.NOT_MADE, failure);
  }

  /** It can be made, so Hadoop takes it, and does not decode. */
  static CoderTiming threw(String coder, String failure) {
    return new CoderTiming(coder, 0, End.THREW, failure);
  }

  boolean available() {
    return failure == null;
  }

  /** Whether it may stay in an order: it does no harm there, if it is made at all. */
  boolean usable() {
    return end == End.RIGHT || end == End.NOT_MADE;
  }

  /** Whether by more than what chance makes of a short timing. */
  boolean isFasterThan(CoderTiming other) {
    return megabytesPerSec > RightOrder.WORTH_CHANGING * other.megabytesPerSec;
  }
}
