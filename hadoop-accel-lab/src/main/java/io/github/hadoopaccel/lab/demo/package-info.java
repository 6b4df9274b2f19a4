/** The demonstration: one word count three times, healthy, slow and accelerated. */
package io.github.hadoopaccel.lab.demo;
