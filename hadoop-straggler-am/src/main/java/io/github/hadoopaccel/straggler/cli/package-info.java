/** The command line of the jar: {@code hadoop jar hadoop-accel-<version>.jar <command>}. */
package io.github.hadoopaccel.straggler.cli;
