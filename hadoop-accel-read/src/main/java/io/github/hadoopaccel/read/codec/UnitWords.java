package io.github.hadoopaccel.read.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * The bytes of a unit as words of eight, the last one filled up with zeros. Byte i of a word is no
 * matter: what is reckoned with words is reckoned with each byte alone.
 */
final class UnitWords {
  private final ByteBuffer bytes;
  private final LongBuffer whole;

  /** The bytes from the buffer's position to its limit; neither is changed, now or later. */
  UnitWords(ByteBuffer buffer) {
    this.bytes = buffer.slice();
    this.whole = buffer.slice().order(ByteOrder.nativeOrder()).asLongBuffer();
  }

  /** Copies the words from {@code at} on to the front of {@code block}. */
  void read(int at, long[] block, int words) {
    int copied = Math.min(words, whole.limit() - at);
    whole.get(at, block, 0, copied);
    if (copied < words) {
      int first = whole.limit() * Long.BYTES;
      long word = 0;
      for (int i = bytes.limit() - 1; i >= first; i--) {
        word = word << Byte.SIZE | Byte.toUnsignedLong(bytes.get(i));
      }
      block[copied] = word;
    }
  }

  /** Copies the front of {@code block} to the words from {@code at} on. */
  void write(int at, long[] block, int words) {
    int copied = Math.min(words, whole.limit() - at);
    whole.put(at, block, 0, copied);
    if (copied < words) {
      long word = block[copied];
      for (int i = whole.limit() * Long.BYTES; i < bytes.limit(); i++) {
        bytes.put(i, (byte) word);
        word >>>= Byte.SIZE;
      }
    }
  }
}
