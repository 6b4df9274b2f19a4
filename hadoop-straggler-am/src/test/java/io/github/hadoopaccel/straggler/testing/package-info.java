/** What the tests share. */
package io.github.hadoopaccel.straggler.testing;
