/** The keys of the ApplicationMaster side and the checked settings made from them. */
package io.github.hadoopaccel.straggler.config;
