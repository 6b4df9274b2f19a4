/** JMH benchmarks of the pure parts of the reading side: {@code scripts/bench jmh}. */
package io.github.hadoopaccel.lab.bench.jmh;
