/** What was decided and when, written for people and for the tools that show it. */
package io.github.hadoopaccel.straggler.report;
