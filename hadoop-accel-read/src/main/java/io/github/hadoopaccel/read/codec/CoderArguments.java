package io.github.hadoopaccel.read.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.hadoop.HadoopIllegalArgumentException;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureEncoder;

/**
 * What Hadoop's raw coders ask of their arguments, and do with them; theirs is package private. All
 * refusals are {@link IllegalArgumentException}s.
 */
final class CoderArguments {
  private CoderArguments() {}

  /** Refuses an XOR code with any other number of parity units: it can make only one. */
  static void checkOneParityUnit(ErasureCoderOptions options) {
    if (options.getNumParityUnits() != 1) {
      throw new HadoopIllegalArgumentException(
          "an XOR code has one parity unit, not " + options.getNumParityUnits());
    }
  }

  /**
   * Checks what is to be decoded.
   *
   * @return the bytes of each unit
   */
  static int checkDecoding(
      RawErasureDecoder decoder, ByteBuffer[] inputs, int[] erased, ByteBuffer[] outputs) {
    int units = decoder.getNumDataUnits() + decoder.getNumParityUnits();
    ByteBuffer first = firstOf(inputs);
    checkCount("inputs", inputs.length, units);
    checkCount("outputs, one for each erased unit,", outputs.length, erased.length);
    if (erased.length > decoder.getNumParityUnits()) {
      throw new HadoopIllegalArgumentException(
          erased.length + " units erased; " + decoder.getNumParityUnits() + " can be rebuilt");
    }
    for (int unit : erased) {
      if (unit < 0 || unit >= units) {
        throw new HadoopIllegalArgumentException(
            "erased unit " + unit + "; allowed: 0 to " + (units - 1));
      }
    }
    for (int unit = 0; unit < units; unit++) {
      if (inputs[unit] != null) {
        checkLike(first, "input " + unit, inputs[unit]);
      }
    }
    checkAllLike(first, "output ", outputs);
    int present = present(inputs, erased).length;
    if (present < decoder.getNumDataUnits()) {
      throw new HadoopIllegalArgumentException(
          present + " inputs that are not erased; " + decoder.getNumDataUnits() + " are needed");
    }
    return first.remaining();
  }

  /**
   * Checks what is to be encoded.
   *
   * @return the bytes of each unit
   */
  static int checkEncoding(RawErasureEncoder encoder, ByteBuffer[] inputs, ByteBuffer[] outputs) {
    ByteBuffer first = firstOf(inputs);
    checkCount("inputs", inputs.length, encoder.getNumDataUnits());
    checkCount("outputs", outputs.length, encoder.getNumParityUnits());
    checkAllLike(first, "input ", inputs);
    checkAllLike(first, "output ", outputs);
    return first.remaining();
  }

  /** The first k units whose input is there and that are not erased, ascending. */
  static int[] firstPresent(RawErasureDecoder decoder, ByteBuffer[] inputs, int[] erased) {
    return Arrays.copyOf(present(inputs, erased), decoder.getNumDataUnits());
  }

  private static int[] present(ByteBuffer[] inputs, int[] erased) {
    int[] present = new int[inputs.length];
    int count = 0;
    for (int unit = 0; unit < inputs.length; unit++) {
      if (inputs[unit] != null && !contains(erased, unit)) {
        present[count++] = unit;
      }
    }
    return Arrays.copyOf(present, count);
  }

  private static boolean contains(int[] units, int wanted) {
    for (int unit : units) {
      if (unit == wanted) {
        return true;
      }
    }
    return false;
  }

  private static ByteBuffer firstOf(ByteBuffer[] inputs) {
    for (ByteBuffer input : inputs) {
      if (input != null) {
        return input;
      }
    }
    throw new HadoopIllegalArgumentException("no input is there: all are null");
  }

  private static void checkCount(String what, int count, int needed) {
    if (count != needed) {
      throw new HadoopIllegalArgumentException(
          count + " " + what + " were given; " + needed + " are needed");
    }
  }

  private static void checkAllLike(ByteBuffer first, String what, ByteBuffer[] buffers) {
    for (int i = 0; i < buffers.length; i++) {
      if (buffers[i] == null) {
        throw new HadoopIllegalArgumentException(what + i + " is null");
      }
      checkLike(first, what + i, buffers[i]);
    }
  }

  private static void checkLike(ByteBuffer first, String what, ByteBuffer buffer) {
    if (buffer.remaining() != first.remaining() || buffer.isDirect() != first.isDirect()) {
      throw new HadoopIllegalArgumentException(
          what + " has " + described(buffer) + "; the first input has " + described(first));
    }
  }

  private static String described(ByteBuffer buffer) {
    return buffer.remaining() + (buffer.isDirect() ? " direct bytes" : " heap bytes");
  }

  /** Arrays as buffers, null where they are. */
  static ByteBuffer[] wrap(byte[][] units) {
    ByteBuffer[] buffers = new ByteBuffer[units.length];
    for (int i = 0; i < units.length; i++) {
      buffers[i] = units[i] == null ? null : ByteBuffer.wrap(units[i]);
    }
    return buffers;
  }

  /** Moves the positions of the inputs past what was read, which is all; one may be there twice. */
  static void consume(ByteBuffer[] inputs) {
    for (ByteBuffer input : inputs) {
      if (input != null) {
        input.position(input.limit());
      }
    }
  }
}
