package io.github.hadoopaccel.read.signal;

import io.github.hadoopaccel.read.hedge.Posture;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** The parts both messages are made of; each read is bounded before it allocates. */
final class SignalFormat {
  /** Version byte that starts every message. */
  static final byte VERSION = 3;

  private static final int MAX_BYTES_PER_CHAR = 3;

  private SignalFormat() {}

  static void readVersion(DataInput in) throws IOException {
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException("message version " + version + " is not " + VERSION);
    }
  }

  static void writeText(DataOutput out, String field, String text, int maxChars)
      throws IOException {
    requireChars(field, text.length(), maxChars);
    ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    out.writeShort(bytes.remaining());
    out.write(bytes.array(), bytes.position(), bytes.remaining());
  }

  static String readText(DataInput in, String field, int maxChars) throws IOException {
    int size = in.readUnsignedShort();
    if (size > maxChars * MAX_BYTES_PER_CHAR) {
      throw new IOException(field + " holds " + size + " bytes, too many");
    }
    byte[] bytes = new byte[size];
    in.readFully(bytes);
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    requireChars(field, text.length(), maxChars);
    return text;
  }

  static void writePosture(DataOutput out, Posture posture) throws IOException {
    out.writeByte(posture.ordinal());
  }

  static Posture readPosture(DataInput in) throws IOException {
    int ordinal = in.readUnsignedByte();
    Posture[] postures = Posture.values();
    if (ordinal >= postures.length) {
      throw new IOException("posture " + ordinal + " is unknown");
    }
    return postures[ordinal];
  }

  private static void requireChars(String field, int chars, int maxChars) throws IOException {
    if (chars > maxChars) {
      throw new IOException(
          field + " holds " + chars + " characters, at most " + maxChars + " are allowed");
    }
  }
}
