/**
 * Where the bytes of an erasure-coded block group live. Pure: no Hadoop types, threads or clocks.
 */
package io.github.hadoopaccel.read.striping;
