package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.codec.CodecCase.Memory;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Operation;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Route;
import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.CodecUtil;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureEncoder;

/**
 * A coder and the stripes that it codes in turn, whose bytes it has been seen to get right. Of the
 * k units that it decodes from, the data units that are left come first, then parity. With a coder
 * that decodes in place the reading path rebuilds into the memory of that parity, as it does when a
 * file is read: from the second round on it decodes other bytes, which takes as long.
 */
final class CodecWork implements AutoCloseable {
  private static final long SEED = 1;

  private final CodecCase what;
  private final Coder coder;
  private final List<Stripe> stripes = new ArrayList<>();
  private boolean inPlace;
  private int next;

  /** Buffers of one stripe: null where a unit is not given. */
  private record Stripe(ByteBuffer[] inputs, ByteBuffer[] outputs) {
    void rewind() {
      for (ByteBuffer input : inputs) {
        if (input != null) {
          input.clear();
        }
      }
      for (ByteBuffer output : outputs) {
        output.clear();
      }
    }
  }

  /** Whoever codes. */
  private interface Coder {
    void code(Stripe stripe) throws IOException;

    void release();
  }

  /**
   * Makes everything and codes every stripe once.
   *
   * @throws IllegalStateException if the coder gives a wrong byte, or is not what is to be timed
   */
  CodecWork(CodecCase what) throws IOException {
    this.what = what;
    byte[][] units = units(what.policy(), what.cellBytes());
    coder = coder();
    for (int i = 0; i < what.stripes(); i++) {
      Stripe stripe = stripe(units);
      stripes.add(stripe);
      coder.code(stripe);
      check(stripe, units);
    }
  }

  /** Codes the next stripe. */
  ByteBuffer[] code() throws IOException {
    Stripe stripe = stripes.get(next);
    next = next + 1 == stripes.size() ? 0 : next + 1;
    stripe.rewind();
    coder.code(stripe);
    return stripe.outputs();
  }

  @Override
  public void close() {
    coder.release();
  }

  /** Random data, and parity by Hadoop's own coder in Java. */
  private static byte[][] units(Policy policy, int cellBytes) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[][] units = new byte[policy.totalUnits()][cellBytes];
    byte[][] data = Arrays.copyOf(units, policy.dataUnits());
    for (byte[] unit : data) {
      random.nextBytes(unit);
    }
    CodecUtil.createRawEncoder(
            Coders.configuration(policy.codec(), policy.javaCoder()),
            policy.codec(),
            policy.coderOptions())
        .encode(data, Arrays.copyOfRange(units, policy.dataUnits(), units.length));
    return units;
  }

  private Coder coder() {
    Policy policy = what.policy();
    Configuration conf = Coders.configuration(policy.codec(), what.coder());
    if (what.route() == Route.READER) {
      return reader(
          new HadoopUnitDecoder(conf, policy.codec(), policy.layout(what.cellBytes()), false));
    }
    return what.operation() == Operation.ENCODE
        ? encoder(CodecUtil.createRawEncoder(conf, policy.codec(), policy.coderOptions()))
        : decoder(CodecUtil.createRawDecoder(conf, policy.codec(), policy.coderOptions()));
  }

  private static Coder encoder(RawErasureEncoder encoder) {
    return new Coder() {
      @Override
      public void code(Stripe stripe) throws IOException {
        encoder.encode(stripe.inputs(), stripe.outputs());
      }

      @Override
      public void release() {
        encoder.release();
      }
    };
  }

  private Coder decoder(RawErasureDecoder decoder) {
    int[] erased = IntStream.range(0, what.erasures()).toArray();
    return new Coder() {
      @Override
      public void code(Stripe stripe) throws IOException {
        decoder.decode(stripe.inputs(), erased, stripe.outputs());
      }

      @Override
      public void release() {
        decoder.release();
      }
    };
  }

  private Coder reader(HadoopUnitDecoder decoder) {
    inPlace = !decoder.prefersOutputsApart();
    Memory preferred = Memory.preferred(decoder.prefersDirectBuffers());
    if (what.memory() != preferred) {
      throw new IllegalStateException(what + ": the reading path is on " + preferred.label());
    }
    int dataUnits = what.policy().dataUnits();
    StripeRange band =
        new StripeRange(
            what.policy().layout(what.cellBytes()),
            0,
            0,
            what.cellBytes(),
            0,
            dataUnits,
            dataUnits);
    Erasures erasures = Erasures.of(IntStream.range(0, what.erasures()).toArray());
    return new Coder() {
      @Override
      public void code(Stripe stripe) throws IOException {
        decoder.decode(band, stripe.inputs(), erasures, stripe.outputs(), !inPlace);
      }

      @Override
      public void release() {
        decoder.close();
      }
    };
  }

  private Stripe stripe(byte[][] units) {
    boolean encodes = what.operation() == Operation.ENCODE;
    int dataUnits = what.policy().dataUnits();
    ByteBuffer[] inputs = new ByteBuffer[encodes ? dataUnits : units.length];
    for (int unit = what.erasures(); unit < dataUnits + what.erasures(); unit++) {
      inputs[unit] = buffer().put(units[unit]).flip();
    }
    ByteBuffer[] outputs = new ByteBuffer[encodes ? units.length - dataUnits : what.erasures()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = inPlace ? inputs[dataUnits + i].duplicate() : buffer();
    }
    return new Stripe(inputs, outputs);
  }

  private ByteBuffer buffer() {
    return what.memory() == Memory.DIRECT
        ? ByteBuffer.allocateDirect(what.cellBytes())
        : ByteBuffer.allocate(what.cellBytes());
  }

  private void check(Stripe stripe, byte[][] units) {
    stripe.rewind();
    int first = what.operation() == Operation.ENCODE ? what.policy().dataUnits() : 0;
    for (int i = 0; i < stripe.outputs().length; i++) {
      requireEqual(first + i, stripe.outputs()[i], units[first + i]);
    }
  }

  /** Requires that a coder gave these bytes for a unit. */
  static void requireEqual(int unit, ByteBuffer given, byte[] expected) {
    int wrong = given.mismatch(ByteBuffer.wrap(expected));
    if (wrong >= 0) {
      throw new IllegalStateException("unit " + unit + " is wrong at byte " + wrong);
    }
  }
}
