/** The erasure coders side by side: {@code scripts/bench codec}. */
package io.github.hadoopaccel.lab.bench.codec;
