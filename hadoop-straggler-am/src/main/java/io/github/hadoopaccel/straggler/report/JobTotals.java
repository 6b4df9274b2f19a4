package io.github.hadoopaccel.straggler.report;

/**
 * The counts of a job at one moment. Immutable.
 *
 * @param mapsTotal maps of the job
 * @param mapsDone maps that have succeeded
 * @param mapsPending maps that wait for a container
 * @param mapsRunning maps that have one
 * @param attemptsReporting running attempts that have reported
 * @param attemptsAccelerated those of them that are told to read accelerated
 * @param attemptsSpeculated second attempts asked for so far
 * @param usefulBytes useful bytes of the job so far
 * @param extraBytes extra bytes of the job so far
 * @param grantedBytes extra bytes granted by directives so far
 * @param poolBytes extra bytes that may still be granted
 * @param reportsRefused reports refused so far
 */
public record JobTotals(
    long mapsTotal,
    long mapsDone,
    long mapsPending,
    long mapsRunning,
    long attemptsReporting,
    long attemptsAccelerated,
    long attemptsSpeculated,
    long usefulBytes,
    long extraBytes,
    long grantedBytes,
    long poolBytes,
    long reportsRefused) {

  /** Extra bytes per useful byte; 0 before the first. */
  public double extraFraction() {
    return usefulBytes > 0 ? (double) extraBytes / usefulBytes : 0;
  }
}
