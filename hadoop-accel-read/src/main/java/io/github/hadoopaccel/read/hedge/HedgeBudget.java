package io.github.hadoopaccel.read.hedge;

/**
 * Pays for extra bytes, so that hedging stays a small share of the work even when everything looks
 * late. Three things must agree:
 *
 * <ul>
 *   <li>A token bucket that fills with a fraction of the useful bytes read and holds at most a
 *       burst. A grant of the ApplicationMaster comes on top.
 *   <li>A ceiling in bytes per second, which holds for granted bytes too; a second's worth may be
 *       spent at once.
 *   <li>The load of the cluster: as it goes from half the knee to the knee, less and less is earned
 *       and the ceiling comes down to nothing; from the knee on no extra byte is read (seed S2-03:
 *       random placement is good for latency up to a utilisation of about 80 %, then queues grow).
 * </ul>
 *
 * <p>Not thread-safe; the owner guards it, and tells the time and the load with {@link #at} before
 * anything is taken.
 *
 * <p>Example: fraction 0.05, burst 8 MiB, start 2 MiB, load 0. After 20 MiB of useful bytes the
 * bucket holds 3 MiB: three cells of 1 MiB may be read extra. At a load of 0.6 with the knee at 0.8
 * half as much is earned.
 */
public final class HedgeBudget {
  private static final long MAX_GRANT_BYTES = 1L << 50;
  private static final double NANOS_PER_SECOND = 1e9;

  private final long burstBytes;
  private final double ceilingBytesPerSec;
  private final double knee;
  private double fraction;
  private double earnedBytes;
  private long grantedBytes;
  private long grantedTakenBytes;
  private long lapsedTakenBytes;
  private long spentBytes;
  private double ceilingBytes;
  private double damping = 1;
  private boolean hasTime;
  private long nowNanos;

  /**
   * A bucket.
   *
   * @param fraction tokens per useful byte, 0 or more
   * @param burstBytes most tokens kept, 0 or more
   * @param startBytes tokens at the start, 0 to {@code burstBytes}
   * @param ceilingBytesPerSec most extra bytes per second, above 0
   * @param knee load from which on nothing extra is read, above 0
   */
  public HedgeBudget(
      double fraction, long burstBytes, long startBytes, long ceilingBytesPerSec, double knee) {
    if (!(fraction >= 0)
        || burstBytes < 0
        || startBytes < 0
        || startBytes > burstBytes
        || ceilingBytesPerSec < 1
        || !(knee > 0)) {
      throw new IllegalArgumentException(
          "fraction = "
              + fraction
              + ", burstBytes = "
              + burstBytes
              + ", startBytes = "
              + startBytes
              + ", ceilingBytesPerSec = "
              + ceilingBytesPerSec
              + ", knee = "
              + knee
              + ": expected a fraction of at least 0, 0 <= start <= burst, a ceiling of at least 1"
              + " and a knee above 0");
    }
    this.fraction = fraction;
    this.burstBytes = burstBytes;
    this.earnedBytes = startBytes;
    this.ceilingBytesPerSec = ceilingBytesPerSec;
    this.ceilingBytes = ceilingBytesPerSec;
    this.knee = knee;
  }

  /**
   * The time is {@code now} and the load of the cluster {@code load}.
   *
   * @param now of one monotonic clock, in nanoseconds
   * @param load 0 to 1
   */
  public void at(long now, double load) {
    damping = Math.max(0, Math.min(1, (knee - load) / (knee / 2)));
    double seconds = hasTime ? Math.max(0, now - nowNanos) / NANOS_PER_SECOND : 0;
    ceilingBytes =
        Math.min(ceilingBytesPerSec, ceilingBytes + damping * ceilingBytesPerSec * seconds);
    nowNanos = now;
    hasTime = true;
  }

  /**
   * Earns {@code tokensPerUsefulByte} from now on; what was earned stays.
   *
   * @throws IllegalArgumentException unless it is 0 or more
   */
  public void setFraction(double tokensPerUsefulByte) {
    if (!(tokensPerUsefulByte >= 0)) {
      throw new IllegalArgumentException(
          "fraction = " + tokensPerUsefulByte + ": expected at least 0");
    }
    fraction = tokensPerUsefulByte;
  }

  /** Adds the fraction of {@code usefulBytes}; what does not fit the burst is lost. */
  public void earn(long usefulBytes) {
    earn(usefulBytes, 1);
  }

  /**
   * Adds a share of the fraction of {@code usefulBytes}; what does not fit the burst is lost.
   *
   * @param share 0 to 1
   */
  public void earn(long usefulBytes, double share) {
    earnedBytes = Math.min(burstBytes, earnedBytes + share * damping * fraction * usefulBytes);
  }

  /** Adds bytes that the ApplicationMaster granted; more than 2^50 are as good as 2^50. */
  public void grant(long bytes) {
    grantedBytes = Math.min(MAX_GRANT_BYTES, grantedBytes + Math.min(bytes, MAX_GRANT_BYTES));
  }

  /** Takes back what is left of the grants, when the directive that gave them has lapsed. */
  public void revokeGrants() {
    grantedBytes = 0;
    lapsedTakenBytes += grantedTakenBytes;
    grantedTakenBytes = 0;
  }

  /**
   * Whether {@code bytes} may be read now. From a full bucket more may be taken than it holds, so
   * that one burst too small for a large cell does not refuse it for ever; what is owed is earned
   * first.
   */
  public boolean canTake(long bytes) {
    boolean bucket = bytes <= grantedBytes + (long) earnedBytes || isFull();
    boolean ceiling = bytes <= (long) ceilingBytes || ceilingBytes >= ceilingBytesPerSec;
    return damping > 0 && bucket && ceiling;
  }

  private boolean isFull() {
    return burstBytes > 0 && earnedBytes >= burstBytes;
  }

  /** Whether the load is such that nothing extra is read at all. */
  public boolean isAtKnee() {
    return damping == 0;
  }

  /** Takes {@code bytes} if they may be read now, granted ones first; else takes nothing. */
  public boolean tryTake(long bytes) {
    if (!canTake(bytes)) {
      return false;
    }
    long granted = Math.min(bytes, grantedBytes);
    grantedBytes -= granted;
    grantedTakenBytes += granted;
    earnedBytes -= bytes - granted;
    ceilingBytes -= bytes;
    spentBytes += bytes;
    return true;
  }

  /** Puts back what was taken and not spent, granted bytes first. */
  public void refund(long bytes) {
    spentBytes = Math.max(0, spentBytes - bytes);
    long granted = Math.min(bytes, grantedTakenBytes);
    grantedTakenBytes -= granted;
    grantedBytes += granted;
    // What a directive gave that has lapsed since comes back to nobody.
    long lapsed = Math.min(bytes - granted, lapsedTakenBytes);
    lapsedTakenBytes -= lapsed;
    earnedBytes = Math.min(burstBytes, earnedBytes + bytes - granted - lapsed);
    ceilingBytes = Math.min(ceilingBytesPerSec, ceilingBytes + bytes);
  }

  /** Bytes that were taken so far and not put back, granted ones included. */
  public long spentBytes() {
    return spentBytes;
  }

  /** Bytes that the bucket holds and the ceiling lets through now; 0 or more. */
  public long availableBytes() {
    double bytes = Math.min(grantedBytes + earnedBytes, ceilingBytes);
    return damping == 0 ? 0 : (long) Math.max(0, bytes);
  }
}
