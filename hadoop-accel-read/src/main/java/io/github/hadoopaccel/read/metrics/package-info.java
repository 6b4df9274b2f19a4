/** What was read, at what cost: one recorder feeds counters, reports and benchmarks alike. */
package io.github.hadoopaccel.read.metrics;
