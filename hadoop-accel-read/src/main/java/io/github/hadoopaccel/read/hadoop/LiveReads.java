package io.github.hadoopaccel.read.hadoop;

/**
 * What this JVM holds for reading units of striped files at one moment; ranges of vectored reads
 * that wait for those are not counted. Once every stream is closed everything but {@code threads}
 * comes down to 0, as soon as abandoned reads have stopped.
 *
 * @param unitReads unit reads that run or wait for a thread, abandoned ones included
 * @param openReaders readers of internal blocks, each with a connection to a DataNode
 * @param threads threads that read units, idle ones included
 * @param buffers unit buffers in use
 * @param bufferBytes their bytes
 */
public record LiveReads(
    int unitReads, int openReaders, int threads, int buffers, long bufferBytes) {

  /** The state of this JVM now; the parts are counted one after the other. */
  public static LiveReads inThisJvm() {
    return ReadSessions.live();
  }

  /** Whether nothing is held but idle threads. */
  public boolean isNothing() {
    return unitReads == 0 && openReaders == 0 && buffers == 0 && bufferBytes == 0;
  }
}
