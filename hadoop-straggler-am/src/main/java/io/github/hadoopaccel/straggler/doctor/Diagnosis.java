package io.github.hadoopaccel.straggler.doctor;

import java.util.List;

/**
 * Everything that was found, in the order of the checks. Immutable.
 *
 * @param findings what the checks found
 */
public record Diagnosis(List<Finding> findings) {
  /** Copies the list. */
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** How many findings are of that severity. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** 2 with an error, else 1 with a warning, else 0. */
  public int exitCode() {
    if (count(Severity.ERROR) > 0) {
      return 2;
    }
    return count(Severity.WARNING) > 0 ? 1 : 0;
  }
}
