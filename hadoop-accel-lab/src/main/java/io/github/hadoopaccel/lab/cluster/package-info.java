/** Embedded HDFS and YARN clusters on loopback, in a folder of their own. */
package io.github.hadoopaccel.lab.cluster;
