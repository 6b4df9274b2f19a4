/**
 * What the command {@code doctor} knows: whether this machine and its cluster are set up right.
 * Each check is a pure function of facts, which a thin class beside it gathers.
 */
package io.github.hadoopaccel.straggler.doctor;
