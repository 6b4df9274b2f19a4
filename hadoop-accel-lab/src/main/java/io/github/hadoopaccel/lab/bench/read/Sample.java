package io.github.hadoopaccel.lab.bench.read;

/**
 * What one reader did by one API in one round of one scenario.
 *
 * @param capped whether the time ended it before it was done
 * @param usefulBytes what was read
 * @param seconds from before the stream was opened until the last byte, or the cap
 * @param cpuSeconds of this JVM: reader, cluster and all
 * @param sentBytes block data that the DataNodes sent meanwhile
 * @param receivedBytes what the stream's own statistics say it received; negative where it has none
 * @param latency of its calls
 */
record Sample(
    int round,
    boolean capped,
    long usefulBytes,
    double seconds,
    double cpuSeconds,
    long sentBytes,
    long receivedBytes,
    Latency latency) {

  /** Useful megabytes, of 1,000,000 bytes, per second. */
  double megabytesPerSec() {
    return usefulBytes / 1e6 / seconds;
  }

  /** CPU per useful GB, of 1,000,000,000 bytes; NaN if nothing was read. */
  double cpuSecondsPerGigabyte() {
    return usefulBytes == 0 ? Double.NaN : cpuSeconds / usefulBytes * 1e9;
  }
}
