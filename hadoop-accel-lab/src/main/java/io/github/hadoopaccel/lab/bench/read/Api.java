package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.bench.Named;

/** The ways of reading that are measured. */
enum Api implements Named {
  /** The whole file with a buffer of 128 KiB. */
  SEQUENTIAL("sequential"),
  /** The first quarter of the file by a consumer that thinks about each MB. */
  SEQUENTIAL_WORKING("sequential-working"),
  /** 1 MiB at random offsets. */
  PREAD_1M("pread-1m"),
  /** 4 KiB at random offsets. */
  PREAD_4K("pread-4k"),
  /** 32 random disjoint ranges of 256 KiB per call. */
  VECTORED("vectored");

  private final String label;

  Api(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
