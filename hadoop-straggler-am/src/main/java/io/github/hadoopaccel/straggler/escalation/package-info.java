/**
 * How far an attempt that holds the job back is hurried: read faster, then a second attempt, then
 * that one read faster (seed S0-11), each within its priority (S0-12). Pure: no Hadoop types,
 * threads, clock reads or loggers.
 */
package io.github.hadoopaccel.straggler.escalation;
