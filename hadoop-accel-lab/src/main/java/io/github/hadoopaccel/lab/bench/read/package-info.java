/**
 * The read benchmark: the stock file system against the accelerated one, in pairs, on an embedded
 * cluster whose DataNodes are healthy, slow, hung, stalling or overloaded.
 */
package io.github.hadoopaccel.lab.bench.read;
