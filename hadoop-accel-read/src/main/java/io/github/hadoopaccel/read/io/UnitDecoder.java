package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Rebuilds units. Thread-safe. */
public interface UnitDecoder extends AutoCloseable {
  /**
   * Rebuilds {@code erasures} of {@code band} from any k units.
   *
   * @param band whose rows these are; its known-zero units count as present
   * @param inputs by unit index, null where absent; each with the band's rows from position 0;
   *     positions and limits are left as they are
   * @param erasures the units to rebuild
   * @param outputs one for each erasure in ascending order, filled from position 0
   * @param apart whether no output shares memory with an input; else an output may be the very
   *     memory of an input, whose rows are then replaced
   */
  void decode(
      StripeRange band, ByteBuffer[] inputs, Erasures erasures, ByteBuffer[] outputs, boolean apart)
      throws IOException;

  /** Whether it is worth a buffer for each output that shares no memory with an input. */
  boolean prefersOutputsApart();

  /** Whether buffers should be direct. */
  boolean prefersDirectBuffers();

  /** Gives back native resources. */
  @Override
  void close();
}
