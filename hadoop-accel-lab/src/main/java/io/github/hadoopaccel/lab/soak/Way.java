package io.github.hadoopaccel.lab.soak;

/** The ways in which a soak reads a file. */
enum Way {
  SEQUENTIAL_ARRAY,
  SINGLE_BYTES,
  SEQUENTIAL_BUFFER,
  SEEK_AND_SKIP,
  POSITIONED_ARRAY,
  POSITIONED_BUFFER,
  READ_FULLY,
  VECTORED,
  MANY_THREADS,
  UNBUFFER,
  ABANDONED,
  CLOSED_FROM_OUTSIDE,
  INTERRUPTED
}
