package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.striping.Erasures;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Rebuilds units. Thread-safe. */
public interface UnitDecoder extends AutoCloseable {
  /**
   * Rebuilds {@code erasures} from any k units.
   *
   * @param inputs by unit index, null where absent; at least k present, all with the same number of
   *     bytes remaining; contents and positions are left as they are
   * @param erasures the units to rebuild
   * @param outputs one for each erasure in ascending order, with as many bytes remaining as an
   *     input; filled from the position, which is left as it is
   */
  void decode(ByteBuffer[] inputs, Erasures erasures, ByteBuffer[] outputs) throws IOException;

  /** Whether buffers should be direct. */
  boolean prefersDirectBuffers();

  /** Gives back native resources. */
  @Override
  void close();
}
