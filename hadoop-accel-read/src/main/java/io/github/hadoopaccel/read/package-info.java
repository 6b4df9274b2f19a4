/**
 * Reading erasure-coded HDFS files at the pace of their good DataNodes. See the packages: {@code
 * striping}, {@code hedge} and {@code stripe} decide, {@code io} acts, {@code hadoop} is the door.
 */
package io.github.hadoopaccel.read;
