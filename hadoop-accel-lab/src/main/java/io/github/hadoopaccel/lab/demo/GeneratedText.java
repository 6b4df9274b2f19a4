package io.github.hadoopaccel.lab.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Text that looks like prose to a word count and is the same for the same seed and length: words of
 * two to five syllables, common ones far more often than rare ones, in lines of at most 100 bytes.
 */
final class GeneratedText {
  private static final String[] SYLLABLES = {
    "an", "ber", "co", "da", "el", "fi", "gan", "hol", "in", "ja", "ka", "lor", "mi", "nu", "os",
    "pel", "qua", "ri", "sto", "ta", "un", "ver", "wi", "xen", "yo", "zu"
  };

  private static final int VOCABULARY = 20_000;
  private static final int LINE_BYTES = 100;
  private static final int BUFFER_BYTES = 1 << 16;

  private GeneratedText() {}

  /** Writes exactly {@code bytes} bytes, the last of them an end of line. */
  static void write(OutputStream out, long bytes, long seed) throws IOException {
    byte[][] words = vocabulary(new SplittableRandom(seed));
    SplittableRandom random = new SplittableRandom(seed + 1);
    byte[] buffer = new byte[BUFFER_BYTES];
    int filled = 0;
    int column = 0;
    long left = bytes;
    while (left > 0) {
      // The cube of a uniform number favours the front of the vocabulary.
      double u = random.nextDouble();
      byte[] word = words[(int) (u * u * u * VOCABULARY)];
      if (filled + word.length + 1 > buffer.length || filled + word.length + 1 >= left) {
        out.write(buffer, 0, filled);
        left -= filled;
        filled = 0;
      }
      if (left <= word.length + 1) {
        for (int i = 0; i < left - 1; i++) {
          buffer[i] = 'x';
        }
        buffer[(int) left - 1] = '\n';
        out.write(buffer, 0, (int) left);
        return;
      }
      System.arraycopy(word, 0, buffer, filled, word.length);
      filled += word.length;
      column += word.length + 1;
      boolean endOfLine = column > LINE_BYTES - 16;
      buffer[filled++] = (byte) (endOfLine ? '\n' : ' ');
      column = endOfLine ? 0 : column;
    }
  }

  private static byte[][] vocabulary(SplittableRandom random) {
    byte[][] words = new byte[VOCABULARY][];
    for (int i = 0; i < VOCABULARY; i++) {
      StringBuilder word = new StringBuilder();
      int syllables = i < 200 ? 1 + random.nextInt(2) : 2 + random.nextInt(4);
      for (int s = 0; s < syllables; s++) {
        word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      }
      words[i] = word.toString().getBytes(StandardCharsets.US_ASCII);
    }
    return words;
  }
}
