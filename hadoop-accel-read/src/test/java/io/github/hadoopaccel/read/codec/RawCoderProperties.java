package io.github.hadoopaccel.read.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RSRawEncoder;

/** Any RS-k-m that Hadoop allows, whatever is erased and given: Hadoop's bytes. */
class RawCoderProperties {
  @Property(tries = 300)
  void anyCodeRebuildsWhatHadoopEncoded(
      @ForAll @IntRange(min = 1, max = 254) int dataUnits,
      @ForAll @IntRange(min = 1, max = 254) int parity,
      @ForAll @IntRange(min = 1, max = 3000) int length,
      @ForAll long seed,
      @ForAll boolean direct)
      throws IOException {
    int parityUnits = Math.min(parity, 255 - dataUnits);
    Random random = new Random(seed);
    ErasureCoderOptions options = new ErasureCoderOptions(dataUnits, parityUnits);
    ByteBuffer[] units = encoded(options, length, random, direct);

    List<Integer> shuffled = new ArrayList<>();
    for (int unit = 0; unit < units.length; unit++) {
      shuffled.add(unit);
    }
    Collections.shuffle(shuffled, random);
    int[] erased = new int[1 + random.nextInt(Math.min(parityUnits, 4))];
    ByteBuffer[] inputs = new ByteBuffer[units.length];
    for (int i = 0; i < units.length; i++) {
      int unit = shuffled.get(i);
      if (i < erased.length) {
        erased[i] = unit;
      } else if (i < erased.length + dataUnits || random.nextBoolean()) {
        inputs[unit] = units[unit].duplicate();
      }
    }
    ByteBuffer[] outputs = buffers(erased.length, length, direct);
    new RsAccelDecoder(options).decode(inputs, erased, outputs);
    for (int i = 0; i < erased.length; i++) {
      assertThat(outputs[i]).as("unit %d", erased[i]).isEqualTo(units[erased[i]]);
    }
  }

  /** All units, the parity ones by both encoders, which must agree. */
  private static ByteBuffer[] encoded(
      ErasureCoderOptions options, int length, Random random, boolean direct) throws IOException {
    ByteBuffer[] data = buffers(options.getNumDataUnits(), length, direct);
    byte[] bytes = new byte[length];
    for (ByteBuffer unit : data) {
      random.nextBytes(bytes);
      unit.put(0, bytes);
    }
    ByteBuffer[] parity = buffers(options.getNumParityUnits(), length, direct);
    ByteBuffer[] ours = buffers(options.getNumParityUnits(), length, direct);
    new RSRawEncoder(options).encode(duplicates(data), parity);
    new RsAccelEncoder(options).encode(duplicates(data), ours);
    assertThat(ours).isEqualTo(parity);
    List<ByteBuffer> all = new ArrayList<>(List.of(data));
    all.addAll(List.of(parity));
    return all.toArray(ByteBuffer[]::new);
  }

  private static ByteBuffer[] duplicates(ByteBuffer[] buffers) {
    ByteBuffer[] duplicates = new ByteBuffer[buffers.length];
    for (int i = 0; i < buffers.length; i++) {
      duplicates[i] = buffers[i].duplicate();
    }
    return duplicates;
  }

  private static ByteBuffer[] buffers(int count, int length, boolean direct) {
    ByteBuffer[] buffers = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      buffers[i] = direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
    }
    return buffers;
  }
}
