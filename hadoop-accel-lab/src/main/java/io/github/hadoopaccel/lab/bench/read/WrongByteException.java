package io.github.hadoopaccel.lab.bench.read;

import java.io.IOException;

/** A read gave a byte that is not the file's. */
final class WrongByteException extends IOException {
  private static final long serialVersionUID = 1L;

  WrongByteException(long offset, byte expected, byte actual) {
    super("wrong byte at offset %d: 0x%02x instead of 0x%02x".formatted(offset, actual, expected));
  }
}
