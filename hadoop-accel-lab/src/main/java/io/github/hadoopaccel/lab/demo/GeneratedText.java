package io.github.hadoopaccel.lab.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * A web server's access log, the text that word counts meet most, the same for the same seed and
 * length. A line is about 105 bytes long and has six words; popular hosts and paths come far more
 * often than the others. Example:
 *
 * <pre>2026-11-20T14:07Z host-0042.example.org GET /catalogue/item-01733 200 Mozilla/5.0-...</pre>
 */
final class GeneratedText {
  private static final int HOSTS = 4_000;
  private static final int ITEMS = 20_000;
  private static final int MINUTES_PER_DAY = 24 * 60;
  private static final int FLUSH_BYTES = 1 << 16;
  private static final int LONGEST_LINE_BYTES = 256;

  private static final String[] SECTIONS = {"catalogue", "customers", "images", "search", "static"};
  private static final String[] METHODS = {"GET", "GET", "GET", "GET", "POST", "HEAD"};
  private static final String[] CODES = {"200", "200", "200", "200", "304", "404", "500"};
  private static final String[] AGENTS = {
    "Mozilla/5.0-(X11;Linux-x86_64)-Firefox",
    "Mozilla/5.0-(Windows-NT-10.0;Win64)",
    "Mozilla/5.0-(Macintosh;Intel-Mac-OS-X)",
    "curl/7.88.1"
  };

  private GeneratedText() {}

  /** Writes exactly {@code bytes} bytes, at least one; the last of them ends a line. */
  static void write(OutputStream out, long bytes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] hosts = numbered("host-%04d.example.org", HOSTS);
    byte[][] items = numbered("item-%05d", ITEMS);
    byte[][] minutes = new byte[MINUTES_PER_DAY][];
    for (int i = 0; i < MINUTES_PER_DAY; i++) {
      minutes[i] = bytes("2026-11-20T%02d:%02dZ ".formatted(i / 60, i % 60));
    }
    Buffer buffer = new Buffer(out, bytes);
    while (!buffer.full()) {
      // The log runs through the day from its first line to its last.
      buffer.add(minutes[(int) (buffer.accepted() * MINUTES_PER_DAY / bytes)]);
      buffer.add(hosts[popular(random, HOSTS)]);
      buffer.add(' ');
      buffer.add(bytes(METHODS[random.nextInt(METHODS.length)]));
      buffer.add(' ');
      buffer.add('/');
      buffer.add(bytes(SECTIONS[random.nextInt(SECTIONS.length)]));
      buffer.add('/');
      buffer.add(items[popular(random, ITEMS)]);
      buffer.add(' ');
      buffer.add(bytes(CODES[random.nextInt(CODES.length)]));
      buffer.add(' ');
      buffer.add(bytes(AGENTS[random.nextInt(AGENTS.length)]));
      buffer.add('\n');
      buffer.flushIfLong();
    }
    buffer.finish();
  }

  /** An index below {@code count}; the cube of a uniform number favours the small ones. */
  private static int popular(SplittableRandom random, int count) {
    double u = random.nextDouble();
    return (int) (u * u * u * count);
  }

  private static byte[][] numbered(String format, int count) {
    byte[][] names = new byte[count][];
    for (int i = 0; i < count; i++) {
      names[i] = bytes(format.formatted(i));
    }
    return names;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Collects bytes up to a total and drops what is beyond it. */
  private static final class Buffer {
    private final OutputStream out;
    private final byte[] pending = new byte[FLUSH_BYTES + LONGEST_LINE_BYTES];
    private int filled;
    private long left;
    private long accepted;

    Buffer(OutputStream out, long bytes) {
      this.out = out;
      this.left = bytes;
    }

    boolean full() {
      return left == 0;
    }

    long accepted() {
      return accepted;
    }

    void add(byte[] word) {
      int length = (int) Math.min(word.length, left);
      System.arraycopy(word, 0, pending, filled, length);
      filled += length;
      left -= length;
      accepted += length;
    }

    void add(char letter) {
      if (left > 0) {
        pending[filled++] = (byte) letter;
        left--;
        accepted++;
      }
    }

    void flushIfLong() throws IOException {
      // What is left to finish() must not be nothing.
      if (filled >= FLUSH_BYTES && left > 0) {
        out.write(pending, 0, filled);
        filled = 0;
      }
    }

    void finish() throws IOException {
      pending[filled - 1] = '\n';
      out.write(pending, 0, filled);
      filled = 0;
    }
  }
}
