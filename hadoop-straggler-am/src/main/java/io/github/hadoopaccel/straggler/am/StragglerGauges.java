package io.github.hadoopaccel.straggler.am;

/**
 * What the watch of one job has seen and done, at one moment.
 *
 * @param attemptsReporting attempts that report now
 * @param attemptsAccelerated attempts that read accelerated now
 * @param attemptsSpeculated second attempts started so far
 * @param usefulBytes bytes the tasks asked for, so far
 * @param extraBytes bytes read on top of them, so far
 * @param grantedBytes of these, those that directives allowed
 * @param reportsAccepted reports taken so far
 * @param reportsRefused reports refused so far
 * @param slowDataNodes DataNodes that are slow for the job now
 * @param scans scans of the job so far
 * @param lastScanMicros how long the latest of them took
 */
record StragglerGauges(
    long attemptsReporting,
    long attemptsAccelerated,
    long attemptsSpeculated,
    long usefulBytes,
    long extraBytes,
    long grantedBytes,
    long reportsAccepted,
    long reportsRefused,
    long slowDataNodes,
    long scans,
    long lastScanMicros) {}
