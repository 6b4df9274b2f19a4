/**
 * The door to Hadoop: file system, streams, input formats. Thin: what can be decided elsewhere is.
 */
package io.github.hadoopaccel.read.hadoop;
