package io.github.hadoopaccel.read.metrics;

/**
 * The job counters of this project: one small fixed group, since a job has few to spare. The
 * display names are in the properties file beside this class.
 */
public enum AccelCounter {
  /**
   * Bytes of striped files read for the consumer, whole stripes where it reads on; those that the
   * stock stream read in our place included.
   */
  BYTES_USEFUL,
  /** Bytes received from DataNodes beyond the useful ones. */
  BYTES_EXTRA,
  /** Unit reads started because another was late, or because the task was accelerated. */
  HEDGES_STARTED,
  /** Stripes completed with a unit that a hedge brought. */
  HEDGES_WON,
  /** Hedges wanted and refused by the byte budget. */
  HEDGES_REFUSED,
  /** Stripes delivered. */
  STRIPES_READ,
  /** Stripes of which a data unit was rebuilt. */
  STRIPES_DECODED,
  /**
   * Time in which a consumer waited for data, decoding included, in milliseconds. Time in which
   * several streams of the task waited counts once, and waits that ended in a failure count.
   */
  STALL_MILLIS,
  /** Times that a stream's consumer had to wait for data after its first, a millisecond or more. */
  HICCUPS,
  /** How long those waits took together, in milliseconds. */
  HICCUP_MILLIS,
  /** Time that consumers waited for the first data of their streams, in milliseconds. */
  FIRST_BYTES_MILLIS,
  /** Time between reads, in user code, in milliseconds. */
  USER_MILLIS,
  /** How often a directive made the task read accelerated. */
  TIMES_ACCELERATED,
  /** Unit reads that failed: refused, broken, corrupt or short. */
  UNITS_FAILED,
  /** Streams that went on through the stock stream after a surprise. */
  STOCK_FALLBACKS,
  /** Reads that found no buffer within the bound of the JVM and went through the stock stream. */
  BUFFERS_REFUSED
}
