/**
 * The hook into the MapReduce ApplicationMaster: a speculator that runs Hadoop's own beside a watch
 * over the readers, and never lets the watch hurt the job.
 */
package io.github.hadoopaccel.straggler.am;
