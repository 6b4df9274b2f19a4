package io.github.hadoopaccel.straggler.cli;

import io.github.hadoopaccel.straggler.doctor.Diagnosis;
import io.github.hadoopaccel.straggler.doctor.Finding;
import io.github.hadoopaccel.straggler.doctor.Remedy;
import io.github.hadoopaccel.straggler.doctor.Severity;
import java.io.PrintWriter;

/** What was found as text: a line for each finding, below it what to set, at the end a sum. */
final class DiagnosisText {
  private DiagnosisText() {}

  static void print(Diagnosis diagnosis, PrintWriter out) {
    for (Finding finding : diagnosis.findings()) {
      out.printf("%-7s  %-12s  %s%n", finding.severity(), finding.check(), finding.message());
      for (Remedy remedy : finding.remedies()) {
        out.printf("    set %s = %s in %s%n", remedy.property(), remedy.value(), remedy.file());
      }
    }
    out.println(
        counted(diagnosis.count(Severity.ERROR), "error")
            + ", "
            + counted(diagnosis.count(Severity.WARNING), "warning"));
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
