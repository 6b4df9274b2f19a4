/** What several tests of the lab share. */
package io.github.hadoopaccel.lab.testing;
