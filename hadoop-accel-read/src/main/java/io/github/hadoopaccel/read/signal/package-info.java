/**
 * What a reading task and the ApplicationMaster say to each other: the report, the directive that
 * answers it, and the token-secured Hadoop RPC that carries both.
 *
 * <p>The task is always the caller. Whatever goes wrong here ends in "no directive": the task then
 * reads in its own posture.
 */
package io.github.hadoopaccel.read.signal;
