/**
 * When to read more, and from whom. Pure: no Hadoop types, threads or clocks; time comes in as an
 * argument.
 */
package io.github.hadoopaccel.read.hedge;
