/** The commands of the released jar, run as people run them. */
package io.github.hadoopaccel.lab.cli;
