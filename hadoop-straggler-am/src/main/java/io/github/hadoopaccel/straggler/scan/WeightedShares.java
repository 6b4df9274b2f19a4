package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Divides bytes by weight, to nobody more than wanted: what one leaves goes to the others (weighted
 * max-min fairness). Example: 90 bytes among weights 1, 1, 2 that want 10, 100, 100: 10, 27 and 53.
 */
final class WeightedShares {
  /** One who wants some. */
  record Claim(AttemptProgress attempt, double weight, long wantedBytes) {}

  /** One who gets some. */
  record Share(AttemptProgress attempt, long bytes) {}

  private WeightedShares() {}

  /** Shares of at most {@code bytes} in all; those of 0 are left out. */
  static List<Share> divide(long bytes, List<Claim> claims) {
    List<Claim> soonestFull = new ArrayList<>(claims);
    soonestFull.sort(
        Comparator.<Claim>comparingDouble(claim -> claim.wantedBytes() / claim.weight())
            .thenComparing(claim -> claim.attempt().attemptId()));
    double weight = claims.stream().mapToDouble(Claim::weight).sum();
    long left = bytes;
    List<Share> shares = new ArrayList<>();
    for (Claim claim : soonestFull) {
      double part = Math.min(1, claim.weight() / weight);
      long share = Math.min(claim.wantedBytes(), Math.min(left, (long) (left * part)));
      weight -= claim.weight();
      if (share > 0) {
        shares.add(new Share(claim.attempt(), share));
        left -= share;
      }
    }
    return shares;
  }
}
