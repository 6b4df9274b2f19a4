/**
 * One pass over a snapshot of the job: verdicts, the directives they become, and the bytes they may
 * cost. Pure: no Hadoop types, threads, clock reads or loggers.
 */
package io.github.hadoopaccel.straggler.scan;
