package io.github.hadoopaccel.straggler.doctor;

/**
 * How one coder did.
 *
 * @param coder Hadoop's name for it
 * @param megabytesPerSec bytes of read units per microsecond; 0 where it could not be made
 * @param right whether it rebuilt the right bytes; true where it could not be made
 * @param failure why it could not be made, or {@code null}
 */
record CoderTiming(String coder, double megabytesPerSec, boolean right, String failure) {
  static CoderTiming of(String coder, double megabytesPerSec, boolean right) {
    return new CoderTiming(coder, megabytesPerSec, right, null);
  }

  static CoderTiming unavailable(String coder, String failure) {
    return new CoderTiming(coder, 0, true, failure);
  }

  boolean available() {
    return failure == null;
  }
}
