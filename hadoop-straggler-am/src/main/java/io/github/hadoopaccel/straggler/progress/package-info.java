/**
 * What is known of a job's attempts and of the DataNodes they read from, made of their reports.
 * Pure: no Hadoop types, threads, clock reads or loggers; time is an argument, in milliseconds of
 * any steady clock.
 */
package io.github.hadoopaccel.straggler.progress;
