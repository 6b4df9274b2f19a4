package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The extra bytes the job may spend on its accelerated attempts.
 *
 * <pre>
 * free = fraction × useful bytes − extra bytes − outstanding
 * outstanding = Σ max(0, granted − extra bytes of the attempt since its first grant)
 * </pre>
 *
 * <p>over the running attempts. What is free is split evenly among the accelerated attempts.
 * Nothing is lent: a job that has read nothing has nothing to grant. Example: fraction 0.05, 1000
 * MB useful, 20 MB extra, 10 MB outstanding leave 20 MB free, so two attempts get 10 MB each.
 *
 * <p>It takes each attempt to spend its grant before its own budget. A grant that is lost with its
 * answer stays outstanding until the attempt ends, which errs on the side of fewer bytes. Not
 * thread-safe.
 */
final class ExtraByteBudget {
  private final double fraction;
  private final Map<String, Account> accounts = new HashMap<>();
  private long grantedBytes;

  ExtraByteBudget(double fraction) {
    this.fraction = fraction;
  }

  /** Grants what is free; attempts that get nothing are left out. */
  Map<String, Long> grant(JobSnapshot job, Collection<String> accelerated) {
    Map<String, Long> extraBytes =
        job.running().stream()
            .collect(
                Collectors.toMap(
                    AttemptProgress::attemptId, attempt -> attempt.report().extraBytes()));
    accounts.keySet().retainAll(extraBytes.keySet());
    long share = accelerated.isEmpty() ? 0 : free(job, extraBytes) / accelerated.size();
    if (share <= 0) {
      return Map.of();
    }
    for (String attempt : accelerated) {
      Account account = accounts.get(attempt);
      accounts.put(
          attempt,
          account == null
              ? new Account(share, extraBytes.getOrDefault(attempt, 0L))
              : new Account(account.granted + share, account.extraBefore));
    }
    grantedBytes += share * accelerated.size();
    return accelerated.stream().collect(Collectors.toMap(Function.identity(), attempt -> share));
  }

  /** Takes back bytes that never reached the attempt. */
  void giveBack(String attempt, long bytes) {
    grantedBytes -= bytes;
    accounts.computeIfPresent(
        attempt, (id, account) -> new Account(account.granted - bytes, account.extraBefore));
  }

  /** Bytes granted so far, less those given back. */
  long grantedBytes() {
    return grantedBytes;
  }

  private long free(JobSnapshot job, Map<String, Long> extraBytes) {
    long outstanding = 0;
    for (Map.Entry<String, Account> entry : accounts.entrySet()) {
      Account account = entry.getValue();
      long spent = extraBytes.get(entry.getKey()) - account.extraBefore;
      outstanding += Math.max(0, account.granted - spent);
    }
    return (long) (fraction * job.usefulBytes()) - job.extraBytes() - outstanding;
  }

  private record Account(long granted, long extraBefore) {}
}
