/**
 * One look at the job after another: verdicts, the directives they become, the bytes they may cost
 * and the time they saved. Pure: no Hadoop types, threads, clock reads or loggers.
 */
package io.github.hadoopaccel.straggler.scan;
