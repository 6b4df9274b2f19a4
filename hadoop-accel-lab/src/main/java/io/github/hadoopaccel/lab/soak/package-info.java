/** Random reads under random faults for as long as one likes, every byte verified. */
package io.github.hadoopaccel.lab.soak;
