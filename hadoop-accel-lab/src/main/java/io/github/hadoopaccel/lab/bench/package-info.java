/** The entry point of everything that measures or strains: {@code scripts/bench}. */
package io.github.hadoopaccel.lab.bench;
