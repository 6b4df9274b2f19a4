package io.github.hadoopaccel.read.hedge;

/**
 * A token bucket of extra bytes: it fills with a fraction of the useful bytes read and holds at
 * most a burst, so that hedging stays a small share of the work even when everything looks late. A
 * grant of the ApplicationMaster comes on top of the burst. Not thread-safe; the owner guards it.
 *
 * <p>Example: fraction 0.05, burst 8 MiB, start 2 MiB. After 20 MiB of useful bytes the bucket
 * holds 3 MiB: three cells of 1 MiB may be read extra.
 */
public final class HedgeBudget {
  private static final long MAX_GRANT_BYTES = 1L << 50;
  private double fraction;
  private final long burstBytes;
  private double earnedBytes;
  private long grantedBytes;
  private long grantedTakenBytes;

  /**
   * A bucket.
   *
   * @param fraction tokens per useful byte, 0 or more
   * @param burstBytes most tokens kept, 0 or more
   * @param startBytes tokens at the start, 0 to {@code burstBytes}
   */
  public HedgeBudget(double fraction, long burstBytes, long startBytes) {
    if (!(fraction >= 0) || burstBytes < 0 || startBytes < 0 || startBytes > burstBytes) {
      throw new IllegalArgumentException(
          "fraction = "
              + fraction
              + ", burstBytes = "
              + burstBytes
              + ", startBytes = "
              + startBytes
              + ": expected a fraction of at least 0 and 0 <= start <= burst");
    }
    this.fraction = fraction;
    this.burstBytes = burstBytes;
    this.earnedBytes = startBytes;
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

  /** Adds the share of {@code usefulBytes}; what does not fit the burst is lost. */
  public void earn(long usefulBytes) {
    earnedBytes = Math.min(burstBytes, earnedBytes + fraction * usefulBytes);
  }

  /** Adds bytes that the ApplicationMaster granted; more than 2^50 are as good as 2^50. */
  public void grant(long bytes) {
    grantedBytes = Math.min(MAX_GRANT_BYTES, grantedBytes + Math.min(bytes, MAX_GRANT_BYTES));
  }

  /** Takes back what is left of the grants, when the directive that gave them has lapsed. */
  public void revokeGrants() {
    grantedBytes = 0;
    grantedTakenBytes = 0;
  }

  /** Takes {@code bytes} if the bucket holds them, granted ones first; else takes nothing. */
  public boolean tryTake(long bytes) {
    if (bytes > grantedBytes + (long) earnedBytes) {
      return false;
    }
    long granted = Math.min(bytes, grantedBytes);
    grantedBytes -= granted;
    grantedTakenBytes += granted;
    earnedBytes -= bytes - granted;
    return true;
  }

  /** Puts back what was taken and not spent, granted bytes first. */
  public void refund(long bytes) {
    long granted = Math.min(bytes, grantedTakenBytes);
    grantedTakenBytes -= granted;
    grantedBytes += granted;
    earnedBytes = Math.min(burstBytes, earnedBytes + bytes - granted);
  }

  /** Bytes that can be taken now. */
  public long availableBytes() {
    return grantedBytes + (long) earnedBytes;
  }
}
