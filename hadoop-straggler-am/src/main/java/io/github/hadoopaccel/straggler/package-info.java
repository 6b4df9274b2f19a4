/** The ApplicationMaster side: finds the attempts that hold a job back and tells them to hurry. */
package io.github.hadoopaccel.straggler;
