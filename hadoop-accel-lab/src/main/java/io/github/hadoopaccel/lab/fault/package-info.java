/** Faults that a test or a demonstration puts into an embedded cluster, and takes out again. */
package io.github.hadoopaccel.lab.fault;
