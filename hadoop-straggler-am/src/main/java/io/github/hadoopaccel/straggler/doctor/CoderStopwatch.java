package io.github.hadoopaccel.straggler.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.io.erasurecode.rawcoder.RSRawErasureCoderFactory;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureCoderFactory;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureEncoder;
import org.apache.hadoop.io.erasurecode.rawcoder.XORRawErasureCoderFactory;

/**
 * Times the coders of a codec: each rebuilds the first units of one stripe of 1 MiB cells again and
 * again. They take turns, and the best turn of each counts, so that what else the machine does
 * falls on none of them alone.
 */
final class CoderStopwatch {
  private static final int CELL_BYTES = SampleCode.CELL_BYTES;
  private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int TURNS = 3;

  private final SampleCode code;
  private final byte[][] units;

  private CoderStopwatch(SampleCode code) throws IOException {
    this.code = code;
    this.units = stripe(code);
  }

  /** Times every registered coder of a codec; about 0.7 s for each. */
  static List<CoderTiming> time(SampleCode code) throws IOException {
    return time(code, RegisteredCoders.factories(code.codec()));
  }

  static List<CoderTiming> time(SampleCode code, List<RawErasureCoderFactory> factories)
      throws IOException {
    CoderStopwatch stopwatch = new CoderStopwatch(code);
    List<CoderTiming> unavailable = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    try {
      for (RawErasureCoderFactory factory : factories) {
        try {
          RawErasureDecoder decoder = factory.createDecoder(code.options());
          candidates.add(stopwatch.new Candidate(factory.getCoderName(), decoder));
        } catch (RuntimeException | LinkageError e) {
          unavailable.add(CoderTiming.unavailable(factory.getCoderName(), Reason.of(e)));
        }
      }
      for (Candidate candidate : candidates) {
        candidate.turn(WARM_UP_NANOS);
        candidate.best = 0;
      }
      for (int turn = 0; turn < TURNS; turn++) {
        for (Candidate candidate : candidates) {
          candidate.turn(TURN_NANOS);
        }
      }
      List<CoderTiming> timings = new ArrayList<>();
      candidates.forEach(each -> timings.add(each.timing()));
      timings.addAll(unavailable);
      return timings;
    } finally {
      candidates.forEach(each -> each.decoder.release());
    }
  }

  /** Data and parity units of a stripe of chance bytes, by Hadoop's Java coder. */
  private static byte[][] stripe(SampleCode code) throws IOException {
    byte[][] units = new byte[code.dataUnits() + code.parityUnits()][CELL_BYTES];
    byte[][] data = new byte[code.dataUnits()][];
    byte[][] parity = new byte[code.parityUnits()][];
    Random random = new Random(1);
    for (int unit = 0; unit < units.length; unit++) {
      if (unit < data.length) {
        random.nextBytes(units[unit]);
        data[unit] = units[unit];
      } else {
        parity[unit - data.length] = units[unit];
      }
    }
    RawErasureCoderFactory reference =
        code.codec().equals("xor")
            ? new XORRawErasureCoderFactory()
            : new RSRawErasureCoderFactory();
    RawErasureEncoder encoder = reference.createEncoder(code.options());
    try {
      encoder.encode(data, parity);
    } finally {
      encoder.release();
    }
    return units;
  }

  /** A coder with the buffers it likes. */
  private final class Candidate {
    private final String name;
    private final RawErasureDecoder decoder;
    private final ByteBuffer[] inputs = new ByteBuffer[units.length];
    private final ByteBuffer[] outputs = new ByteBuffer[code.erasures()];
    private final int[] erased = new int[code.erasures()];
    private double best;
    private String failure;

    Candidate(String name, RawErasureDecoder decoder) {
      this.name = name;
      this.decoder = decoder;
      for (int i = 0; i < erased.length; i++) {
        erased[i] = i;
        outputs[i] = buffer();
      }
      for (int unit = erased.length; unit < erased.length + code.dataUnits(); unit++) {
        inputs[unit] = buffer().put(units[unit]).flip();
      }
    }

    private ByteBuffer buffer() {
      return decoder.preferDirectBuffer()
          ? ByteBuffer.allocateDirect(CELL_BYTES)
          : ByteBuffer.allocate(CELL_BYTES);
    }

    /** Decodes for that long; one that throws is not asked again. */
    void turn(long nanos) {
      if (failure != null) {
        return;
      }
      try {
        best = Math.max(best, decode(nanos));
      } catch (IOException | RuntimeException | LinkageError e) {
        failure = Reason.of(e);
      }
    }

    CoderTiming timing() {
      return failure == null
          ? CoderTiming.of(name, best, right())
          : CoderTiming.threw(name, failure);
    }

    /** Decodes for that long and returns bytes of inputs per microsecond. */
    private double decode(long nanos) throws IOException {
      long begin = System.nanoTime();
      long bytes = 0;
      do {
        for (ByteBuffer input : inputs) {
          if (input != null) {
            input.rewind();
          }
        }
        for (ByteBuffer output : outputs) {
          output.clear();
        }
        decoder.decode(inputs, erased, outputs);
        bytes += (long) code.dataUnits() * CELL_BYTES;
      } while (System.nanoTime() - begin < nanos);
      return bytes * 1000.0 / (System.nanoTime() - begin);
    }

    /** Whether the last outputs are the units that were there. */
    boolean right() {
      for (int i = 0; i < outputs.length; i++) {
        ByteBuffer rebuilt = outputs[i].duplicate().clear();
        if (!rebuilt.equals(ByteBuffer.wrap(units[erased[i]]))) {
          return false;
        }
      }
      return true;
    }
  }
}
