/** Rebuilding units through Hadoop's erasure coders. */
package io.github.hadoopaccel.read.codec;
