package io.github.hadoopaccel.lab.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.CodecUtil;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureEncoder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What must hold of every raw coder that Hadoop can be told to use, ours as well as Hadoop's. */
final class RawCoderChecks {
  private static final byte FILL = 0x5a;

  private final String codec;
  private final String coder;
  private final ErasureCoderOptions options;
  private final int units;

  RawCoderChecks(String codec, String coder, int dataUnits, int parityUnits) {
    this.codec = codec;
    this.coder = coder;
    this.options = new ErasureCoderOptions(dataUnits, parityUnits);
    this.units = dataUnits + parityUnits;
  }

  private static Configuration order(String codec, String coder) {
    Configuration conf = new Configuration(false);
    conf.set("io.erasurecode.codec." + codec + ".rawcoders", coder);
    return conf;
  }

  RawErasureDecoder decoder() {
    return CodecUtil.createRawDecoder(order(codec, coder), codec, options);
  }

  RawErasureEncoder encoder() {
    return CodecUtil.createRawEncoder(order(codec, coder), codec, options);
  }

  /** Random data and the parity that Hadoop's Java coder makes of it. */
  private byte[][] encoded(int length) throws IOException {
    byte[][] all = new byte[units][length];
    Random random = new Random(length);
    byte[][] data = Arrays.copyOf(all, options.getNumDataUnits());
    for (byte[] unit : data) {
      random.nextBytes(unit);
    }
    CodecUtil.createRawEncoder(order(codec, codec + "_java"), codec, options)
        .encode(data, Arrays.copyOfRange(all, data.length, units));
    return all;
  }

  /** Parity is Hadoop's, whichever way the buffers are given. */
  void encodesAsHadoop(int length) throws IOException {
    byte[][] all = encoded(length);
    byte[][] data = Arrays.copyOf(all, options.getNumDataUnits());
    RawErasureEncoder encoder = encoder();
    for (boolean direct : new boolean[] {false, true}) {
      ByteBuffer[] inputs = buffers(data, direct);
      ByteBuffer[] outputs = empty(options.getNumParityUnits(), length, direct);
      encoder.encode(inputs, outputs);
      assertConsumed(inputs);
      assertUnits(all, parityIndexes(), outputs);
    }
    byte[][] outputs = new byte[options.getNumParityUnits()][length];
    Arrays.stream(outputs).forEach(output -> Arrays.fill(output, FILL));
    encoder.encode(data, outputs);
    assertThat(outputs).isEqualTo(Arrays.copyOfRange(all, data.length, units));
    encoder.release();
  }

  private int[] parityIndexes() {
    int[] parity = new int[options.getNumParityUnits()];
    for (int i = 0; i < parity.length; i++) {
      parity[i] = options.getNumDataUnits() + i;
    }
    return parity;
  }

  /**
   * Every set of 1 to m erased units is rebuilt, from all other units and from just k of them.
   *
   * @return the sets
   */
  int rebuildsEverySet(int length) throws IOException {
    byte[][] all = encoded(length);
    RawErasureDecoder decoder = decoder();
    int sets = 0;
    for (int set = 1; set < 1 << units; set++) {
      if (Integer.bitCount(set) <= options.getNumParityUnits()) {
        sets++;
        int[] erased = members(set);
        rebuild(decoder, all, erased, units, sets % 2 == 0);
        rebuild(decoder, all, erased, options.getNumDataUnits(), sets % 2 == 1);
      }
    }
    decoder.release();
    return sets;
  }

  /** Every order of every set: the unit that is asked for first comes first. */
  int rebuildsEveryOrder(int length) throws IOException {
    byte[][] all = encoded(length);
    RawErasureDecoder decoder = decoder();
    int orders = 0;
    for (int set = 1; set < 1 << units; set++) {
      if (Integer.bitCount(set) <= options.getNumParityUnits()) {
        int[] erased = members(set);
        do {
          orders++;
          rebuild(decoder, all, erased, options.getNumDataUnits(), false);
        } while (nextOrder(erased));
      }
    }
    decoder.release();
    return orders;
  }

  private static int[] members(int set) {
    int[] members = new int[Integer.bitCount(set)];
    int count = 0;
    for (int unit = 0; count < members.length; unit++) {
      if ((set >> unit & 1) != 0) {
        members[count++] = unit;
      }
    }
    return members;
  }

  /** The next permutation in lexicographic order; false after the last. */
  private static boolean nextOrder(int[] order) {
    int falls = order.length - 2;
    while (falls >= 0 && order[falls] > order[falls + 1]) {
      falls--;
    }
    if (falls < 0) {
      return false;
    }
    int larger = order.length - 1;
    while (order[larger] < order[falls]) {
      larger--;
    }
    swap(order, falls, larger);
    for (int from = falls + 1, to = order.length - 1; from < to; from++, to--) {
      swap(order, from, to);
    }
    return true;
  }

  private static void swap(int[] order, int one, int other) {
    int member = order[one];
    order[one] = order[other];
    order[other] = member;
  }

  private void rebuild(
      RawErasureDecoder decoder, byte[][] all, int[] erased, int given, boolean direct)
      throws IOException {
    byte[][] present = new byte[units][];
    int count = 0;
    for (int unit = 0; unit < units && count < given; unit++) {
      int index = unit;
      if (Arrays.stream(erased).noneMatch(each -> each == index)) {
        present[unit] = all[unit];
        count++;
      }
    }
    ByteBuffer[] inputs = buffers(present, direct);
    ByteBuffer[] outputs = empty(erased.length, all[0].length, direct);
    decoder.decode(inputs, erased, outputs);
    assertConsumed(inputs);
    assertUnits(all, erased, outputs);
  }

  /** Arrays do as well as buffers, and a chunk of no bytes is no work. */
  void takesArraysAndNothing() throws IOException {
    byte[][] all = encoded(1000);
    RawErasureDecoder decoder = decoder();
    byte[][] inputs = all.clone();
    inputs[0] = null;
    byte[][] outputs = {new byte[1000]};
    decoder.decode(inputs, new int[] {0}, outputs);
    assertThat(outputs[0]).isEqualTo(all[0]);
    ByteBuffer[] none = empty(units, 0, decoder.preferDirectBuffer());
    none[0] = null;
    decoder.decode(none, new int[] {0}, empty(1, 0, decoder.preferDirectBuffer()));
    decoder.release();
  }

  /** One buffer may be given for several units, such as one of zeros. */
  void takesOneBufferForSeveralUnits() throws IOException {
    RawErasureDecoder decoder = decoder();
    boolean direct = decoder.preferDirectBuffer();
    ByteBuffer zeros = zeros(direct);
    ByteBuffer[] inputs = new ByteBuffer[units];
    Arrays.fill(inputs, zeros);
    inputs[1] = null;
    ByteBuffer[] outputs = empty(1, 64, direct);
    decoder.decode(inputs, new int[] {1}, outputs);
    assertThat(zeros.hasRemaining()).isFalse();
    assertThat(outputs[0]).isEqualTo(zeros(direct));
    decoder.release();
    RawErasureEncoder encoder = encoder();
    ByteBuffer[] data = new ByteBuffer[options.getNumDataUnits()];
    Arrays.fill(data, zeros.rewind());
    ByteBuffer[] parity = empty(options.getNumParityUnits(), 64, direct);
    encoder.encode(data, parity);
    assertThat(zeros.hasRemaining()).isFalse();
    assertThat(parity[0]).isEqualTo(zeros(direct));
    encoder.release();
  }

  private static ByteBuffer zeros(boolean direct) {
    return direct ? ByteBuffer.allocateDirect(64) : ByteBuffer.allocate(64);
  }

  /** Ours alone: what is erased is not read, and an output may lie where an input lies. */
  void rebuildsInPlaceAndReadsNothingThatIsErased(int length) throws IOException {
    byte[][] all = encoded(length);
    RawErasureDecoder decoder = decoder();
    for (boolean direct : new boolean[] {false, true}) {
      for (int set = 1; set < 1 << units; set++) {
        if (Integer.bitCount(set) <= options.getNumParityUnits()) {
          int[] erased = members(set);
          byte[][] given = all.clone();
          for (int unit : erased) {
            given[unit] = new byte[length];
          }
          ByteBuffer[] inputs = buffers(given, direct);
          ByteBuffer[] outputs = new ByteBuffer[erased.length];
          int next = 0;
          for (int unit = units - 1; next < erased.length; unit--) {
            if ((set >> unit & 1) == 0) {
              outputs[next++] = inputs[unit].duplicate();
            }
          }
          decoder.decode(inputs, erased, outputs);
          for (int i = 0; i < erased.length; i++) {
            if (!outputs[i].equals(ByteBuffer.wrap(all[erased[i]]))) {
              throw new AssertionError(coder + ": unit " + erased[i] + " is wrong in place");
            }
          }
        }
      }
    }
    decoder.release();
  }

  /** All that must be refused, by decoders and encoders, before a byte is written. */
  void refusesWrongArguments() throws IOException {
    int parity = options.getNumParityUnits();
    RawErasureDecoder decoder = decoder();
    boolean direct = decoder.preferDirectBuffer();
    ByteBuffer[] outputs = empty(1, 64, direct);
    refused("no input", () -> decoder.decode(new ByteBuffer[units], erased(1), outputs));
    refused("few inputs", () -> decoder.decode(inputs(units - 1, direct), erased(1), outputs));
    refused("no output", () -> decoder.decode(inputs(units, direct), erased(1), new ByteBuffer[0]));
    refused(
        "many erased",
        () ->
            decoder.decode(
                inputs(units, direct), erased(parity + 1), empty(parity + 1, 64, direct)));
    refused(
        "another length",
        () -> decoder.decode(with(2, empty(1, 63, direct)[0], direct), erased(1), outputs));
    refused(
        "heap and direct",
        () -> decoder.decode(with(2, empty(1, 64, !direct)[0], direct), erased(1), outputs));
    refused(
        "another kind of output",
        () -> decoder.decode(inputs(units, direct), erased(1), empty(1, 64, !direct)));
    refused(
        "an output of another length",
        () -> decoder.decode(inputs(units, direct), erased(1), empty(1, 65, direct)));
    refused(
        "an output that is null",
        () -> decoder.decode(inputs(units, direct), erased(1), new ByteBuffer[1]));
    refused(
        "too few that are present",
        () -> {
          ByteBuffer[] few = inputs(units, direct);
          Arrays.fill(few, 0, parity + 1, null);
          decoder.decode(few, erased(1), outputs);
        });
    assertThat(outputs[0]).isEqualTo(empty(1, 64, direct)[0]);
    decoder.release();
    refusesWrongToEncode(direct);
  }

  private void refusesWrongToEncode(boolean direct) {
    int data = options.getNumDataUnits();
    int parity = options.getNumParityUnits();
    RawErasureEncoder encoder = encoder();
    ByteBuffer[] outputs = empty(parity, 64, direct);
    refused("few inputs", () -> encoder.encode(empty(data - 1, 64, direct), outputs));
    refused(
        "many outputs",
        () -> encoder.encode(empty(data, 64, direct), empty(parity + 1, 64, direct)));
    refused("no input", () -> encoder.encode(new ByteBuffer[data], outputs));
    refused(
        "an output of another length",
        () -> encoder.encode(empty(data, 64, direct), empty(parity, 63, direct)));
    refused(
        "another kind of output",
        () -> encoder.encode(empty(data, 64, direct), empty(parity, 64, !direct)));
    refused(
        "an input that is null",
        () -> {
          ByteBuffer[] inputs = empty(data, 64, direct);
          inputs[1] = null;
          encoder.encode(inputs, outputs);
        });
    encoder.release();
  }

  private void refused(String what, ThrowingCallable call) {
    assertThatThrownBy(call).as(coder + ": " + what).isInstanceOf(IllegalArgumentException.class);
  }

  private static int[] erased(int count) {
    int[] erased = new int[count];
    Arrays.setAll(erased, i -> i);
    return erased;
  }

  /** Inputs of 64 bytes, the first of them null. */
  private static ByteBuffer[] inputs(int count, boolean direct) {
    ByteBuffer[] inputs = empty(count, 64, direct);
    inputs[0] = null;
    return inputs;
  }

  private ByteBuffer[] with(int unit, ByteBuffer input, boolean direct) {
    ByteBuffer[] inputs = inputs(units, direct);
    inputs[unit] = input;
    return inputs;
  }

  /** Each in the middle of a larger buffer, at an offset of its own. */
  private static ByteBuffer[] buffers(byte[][] bytes, boolean direct) {
    ByteBuffer[] buffers = new ByteBuffer[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != null) {
        int length = bytes[i].length;
        buffers[i] = room(i, length, direct).put(bytes[i]).position(i).limit(i + length);
      }
    }
    return buffers;
  }

  /** Filled with something, since an output need not come as zeros. */
  private static ByteBuffer[] empty(int count, int length, boolean direct) {
    ByteBuffer[] buffers = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      buffers[i] = room(0, 3 * i + length, direct);
      while (buffers[i].hasRemaining()) {
        buffers[i].put(FILL);
      }
      buffers[i].position(3 * i).limit(3 * i + length);
    }
    return buffers;
  }

  private static ByteBuffer room(int offset, int length, boolean direct) {
    int capacity = offset + length + 5;
    ByteBuffer room = direct ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
    return room.position(offset);
  }

  private static void assertConsumed(ByteBuffer[] inputs) {
    for (ByteBuffer input : inputs) {
      assertThat(input == null || !input.hasRemaining()).as("an input is consumed").isTrue();
    }
  }

  /** Right bytes from position to limit, both where they were, and nothing else written. */
  private void assertUnits(byte[][] all, int[] indexes, ByteBuffer[] outputs) {
    for (int i = 0; i < indexes.length; i++) {
      ByteBuffer output = outputs[i];
      if (!output.equals(ByteBuffer.wrap(all[indexes[i]]))) {
        throw new AssertionError(
            coder
                + ", "
                + all[0].length
                + " bytes: unit "
                + indexes[i]
                + " of "
                + Arrays.toString(indexes)
                + " is wrong");
      }
      assertThat(output.position()).isEqualTo(3 * i);
      ByteBuffer whole = output.duplicate().clear();
      for (int at = 0; at < whole.capacity(); at++) {
        boolean outside = at < output.position() || at >= output.limit();
        if (outside && whole.get(at) != FILL) {
          throw new AssertionError(coder + " wrote beyond its output, at " + at);
        }
      }
    }
  }
}
