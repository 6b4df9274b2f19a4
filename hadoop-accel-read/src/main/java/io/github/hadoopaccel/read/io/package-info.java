/** The only threads and buffers: carries out what a stripe read decides. No Hadoop types. */
package io.github.hadoopaccel.read.io;
