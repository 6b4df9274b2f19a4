package io.github.hadoopaccel.lab.bench.am;

/** What a stand-in says to a question that the hook was not known to ask. */
final class Unasked {
  private Unasked() {}

  /** To be thrown. */
  static UnsupportedOperationException question() {
    return new UnsupportedOperationException("a stand-in of the benchmark has no answer");
  }
}
