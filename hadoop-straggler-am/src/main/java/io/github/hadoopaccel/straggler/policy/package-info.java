/**
 * The rules that say which attempts hold a job back. Pure: no Hadoop types, threads, clock reads or
 * loggers.
 *
 * <p>Other rules plug in by name: implement {@link
 * io.github.hadoopaccel.straggler.policy.StragglerPolicyProvider}, list the class in {@code
 * META-INF/services}, and name it in {@code accel.straggler.policy}.
 */
package io.github.hadoopaccel.straggler.policy;
