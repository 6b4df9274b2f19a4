/** Clusters, faults, demonstrations and integration tests. Never shipped. */
package io.github.hadoopaccel.lab;
