/**
 * The read of one stripe as a state machine: events in, commands out. Pure: no Hadoop types,
 * threads or clocks.
 */
package io.github.hadoopaccel.read.stripe;
