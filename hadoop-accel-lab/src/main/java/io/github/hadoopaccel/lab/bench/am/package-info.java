/**
 * The benchmark of the ApplicationMaster hook: what a scan, an attempt, an event and a report cost.
 */
package io.github.hadoopaccel.lab.bench.am;
