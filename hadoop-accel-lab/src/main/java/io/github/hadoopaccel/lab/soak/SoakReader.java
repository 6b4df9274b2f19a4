package io.github.hadoopaccel.lab.soak;

import io.github.hadoopaccel.lab.soak.Tally.Count;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;

/** One thread that reads files in every way there is until it is stopped. */
final class SoakReader implements Runnable {
  private static final int MAX_READS = 24;
  private static final int MAX_DISTURBED_READS = 200;
  private static final int MAX_SINGLE_BYTES = 300;
  private static final int MAX_RANGES = 10;
  private static final int THREADS_ON_ONE_STREAM = 3;
  private static final long MAX_DISTURBANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
  private static final long GATE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final int number;
  private final Random random;
  private final List<PosedFileSystem> fileSystems;
  private final List<SoakFile> files;
  private final Tally tally;
  private final ScheduledExecutorService helpers;
  private final Supplier<String> faults;
  private final BooleanSupplier stopped;
  private final List<Way> ways = new ArrayList<>();
  private volatile Operation operation;

  /**
   * What a reader is doing.
   *
   * @param beganNanos when it began
   */
  record Operation(Thread thread, String what, long beganNanos) {}

  SoakReader(
      int number,
      Random random,
      List<PosedFileSystem> fileSystems,
      List<SoakFile> files,
      Tally tally,
      ScheduledExecutorService helpers,
      Supplier<String> faults,
      BooleanSupplier stopped) {
    this.number = number;
    this.random = random;
    this.fileSystems = fileSystems;
    this.files = files;
    this.tally = tally;
    this.helpers = helpers;
    this.faults = faults;
    this.stopped = stopped;
  }

  /** What is being done now, or null. */
  Operation operation() {
    return operation;
  }

  @Override
  public void run() {
    while (!stopped.getAsBoolean()) {
      SoakFile file = files.get(random.nextInt(files.size()));
      if (!file.gate().enter()) {
        LockSupport.parkNanos(GATE_NANOS);
        continue;
      }
      try {
        readOnce(file);
      } finally {
        operation = null;
        file.gate().leave();
      }
    }
  }

  private void readOnce(SoakFile file) {
    Way way = nextWay();
    PosedFileSystem posed = fileSystems.get(random.nextInt(fileSystems.size()));
    String what =
        "%s of %s by reader %d, %s, while %s"
            .formatted(way, file, number, posed.name(), faults.get());
    operation = new Operation(Thread.currentThread(), what, System.nanoTime());
    try (FSDataInputStream in = posed.fileSystem().open(file.path())) {
      CheckedStream stream =
          new CheckedStream(
              in,
              file.spec().seed(),
              file.lengthBytes(),
              bytes -> tally.add(Count.VERIFIED_BYTES, bytes));
      read(way, in, stream, file);
      tally.operation(way);
    } catch (IOException | InterruptedException | RuntimeException | LinkageError e) {
      tally.failure(what + "; now " + faults.get(), e);
      Thread.interrupted();
    }
  }

  /** Every way in turn, in another order each time: also a short soak leaves none out. */
  private Way nextWay() {
    if (ways.isEmpty()) {
      ways.addAll(List.of(Way.values()));
      Collections.shuffle(ways, random);
    }
    return ways.remove(ways.size() - 1);
  }

  private void read(Way way, FSDataInputStream in, CheckedStream stream, SoakFile file)
      throws IOException, InterruptedException {
    switch (way) {
      case SEQUENTIAL_ARRAY -> readOn(stream, file, () -> stream.readArray(length(file)));
      case SINGLE_BYTES -> readSingleBytes(stream, file);
      case SEQUENTIAL_BUFFER -> {
        boolean direct = random.nextBoolean();
        readOn(stream, file, () -> stream.readBuffer(length(file), direct));
      }
      case SEEK_AND_SKIP -> repeat(() -> seekOrSkip(stream, file));
      case POSITIONED_ARRAY -> repeat(() -> stream.readArrayAt(offset(file, random), length(file)));
      case POSITIONED_BUFFER ->
          repeat(
              () -> stream.readBufferAt(offset(file, random), length(file), random.nextBoolean()));
      case READ_FULLY -> repeat(() -> readFully(stream, file, random));
      case VECTORED -> readVectored(stream, file);
      case MANY_THREADS -> readWithManyThreads(stream, file);
      case UNBUFFER ->
          repeat(
              () -> {
                anyRead(stream, file);
                stream.unbuffer();
              });
      case ABANDONED -> abandon(in, stream, file);
      case CLOSED_FROM_OUTSIDE -> closeFromOutside(in, stream, file);
      case INTERRUPTED -> interrupt(in, stream, file);
      default -> throw new IllegalStateException("no way to read " + way);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void repeat(Step step) throws IOException {
    int times = 1 + random.nextInt(MAX_READS);
    for (int i = 0; i < times; i++) {
      step.run();
    }
  }

  /** Reads forward, from the beginning or from anywhere, and now and then to the very end. */
  private void readOn(CheckedStream stream, SoakFile file, Step read) throws IOException {
    if (random.nextInt(3) > 0) {
      stream.seek(offset(file, random));
    }
    boolean toTheEnd = random.nextInt(4) == 0;
    int times = 1 + random.nextInt(MAX_READS);
    for (int i = 0; i < times || (toTheEnd && !stream.atEnd()); i++) {
      read.run();
    }
  }

  /** An offset from 0 to the length, often beside the end of a cell. */
  private static long offset(SoakFile file, Random random) {
    long any = random.nextLong(file.lengthBytes() + 1);
    if (random.nextInt(3) > 0) {
      return any;
    }
    long cell = file.spec().policy().cellSizeBytes();
    long beside = any / cell * cell + random.nextInt(-2, 3);
    return Math.max(0, Math.min(file.lengthBytes(), beside));
  }

  /** A length of a read: anything from 1 to two stripes, small ones as often as large ones. */
  private int length(SoakFile file) {
    return length(file, random);
  }

  private static int length(SoakFile file, Random random) {
    int bits = random.nextInt(1, 32 - Integer.numberOfLeadingZeros(twoStripes(file)));
    return 1 + random.nextInt(Math.min(twoStripes(file), 1 << bits));
  }

  private static int twoStripes(SoakFile file) {
    return 2 * file.spec().policy().stripeBytes();
  }

  private void readSingleBytes(CheckedStream stream, SoakFile file) throws IOException {
    stream.seek(offset(file, random));
    int times = 1 + random.nextInt(MAX_SINGLE_BYTES);
    for (int i = 0; i < times; i++) {
      stream.readByte();
    }
  }

  private void seekOrSkip(CheckedStream stream, SoakFile file) throws IOException {
    switch (random.nextInt(6)) {
      case 0 -> stream.skip(length(file));
      case 1 -> stream.seekOutside(random.nextBoolean() ? -1 : file.lengthBytes() + 1);
      default -> stream.seek(offset(file, random));
    }
    anyRead(stream, file);
  }

  private static void readFully(CheckedStream stream, SoakFile file, Random random)
      throws IOException {
    long offset = offset(file, random);
    int length = length(file, random);
    if (random.nextBoolean()) {
      stream.readArrayFullyAt(offset, length);
    } else {
      stream.readBufferFullyAt(offset, length, random.nextBoolean());
    }
  }

  private void anyRead(CheckedStream stream, SoakFile file) throws IOException {
    switch (random.nextInt(5)) {
      case 0 -> stream.readByte();
      case 1 -> stream.readArray(length(file));
      case 2 -> stream.readBuffer(length(file), random.nextBoolean());
      case 3 -> stream.readArrayAt(offset(file, random), length(file));
      default -> stream.readBufferAt(offset(file, random), length(file), random.nextBoolean());
    }
  }

  private void readVectored(CheckedStream stream, SoakFile file)
      throws IOException, InterruptedException {
    List<FileRange> ranges = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < MAX_RANGES && at < file.lengthBytes(); i++) {
      long left = file.lengthBytes() - at;
      long from = at + (random.nextInt(4) == 0 ? 0 : random.nextLong(1 + left / 3));
      int length = (int) Math.min(file.lengthBytes() - from, length(file));
      if (length > 0) {
        ranges.add(FileRange.createFileRange(from, length));
      }
      at = from + length;
    }
    Collections.shuffle(ranges, random);
    if (!ranges.isEmpty()) {
      stream.readVectored(ranges, random.nextBoolean());
    }
    stream.seek(offset(file, random));
    anyRead(stream, file);
  }

  /** Several threads read at positions while this one reads sequentially. */
  private void readWithManyThreads(CheckedStream stream, SoakFile file)
      throws IOException, InterruptedException {
    List<Future<?>> others = new ArrayList<>();
    for (int i = 0; i < THREADS_ON_ONE_STREAM; i++) {
      Random own = new Random(random.nextLong());
      others.add(
          helpers.submit(
              () -> {
                for (int times = 1 + own.nextInt(MAX_READS / 2); times > 0; times--) {
                  readFully(stream, file, own);
                }
                return null;
              }));
    }
    try {
      readOn(stream, file, () -> stream.readArray(length(file)));
    } finally {
      for (Future<?> other : others) {
        join(other);
      }
    }
  }

  private static void join(Future<?> other) throws IOException, InterruptedException {
    try {
      other.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokenReadException broken) {
        throw broken;
      }
      throw new IOException("in another thread on the same stream", e.getCause());
    }
  }

  private void abandon(FSDataInputStream in, CheckedStream stream, SoakFile file)
      throws IOException {
    stream.seek(offset(file, random));
    anyRead(stream, file);
    in.close();
    expectClosed(in);
    in.close();
  }

  private static void expectClosed(FSDataInputStream in) {
    try {
      int value = in.read();
      throw new BrokenReadException("a closed stream read " + value, 0);
    } catch (IOException expected) {
      return;
    }
  }

  /** Another thread closes the stream: from then on an IOException is the right answer. */
  private void closeFromOutside(FSDataInputStream in, CheckedStream stream, SoakFile file)
      throws IOException, InterruptedException {
    AtomicBoolean closing = new AtomicBoolean();
    Future<?> close =
        helpers.schedule(
            () -> {
              closing.set(true);
              in.close();
              return null;
            },
            random.nextLong(MAX_DISTURBANCE_NANOS),
            TimeUnit.NANOSECONDS);
    try {
      for (int i = 0; i < MAX_DISTURBED_READS; i++) {
        stream.seek(offset(file, random));
        anyRead(stream, file);
      }
    } catch (IOException e) {
      if (!closing.get()) {
        throw e;
      }
      tally.add(Count.CLOSED, 1);
    } finally {
      join(close);
    }
    expectClosed(in);
  }

  /** This thread is interrupted: the read says so, keeps its position, and the stream is usable. */
  private void interrupt(FSDataInputStream in, CheckedStream stream, SoakFile file)
      throws IOException {
    Interruption interruption = new Interruption(Thread.currentThread());
    Future<?> timer =
        helpers.schedule(
            interruption, random.nextLong(MAX_DISTURBANCE_NANOS), TimeUnit.NANOSECONDS);
    boolean threw = false;
    boolean fired;
    boolean flag;
    try {
      for (int i = 0; i < MAX_DISTURBED_READS && !Thread.currentThread().isInterrupted(); i++) {
        stream.seek(offset(file, random));
        anyRead(stream, file);
      }
    } catch (IOException e) {
      threw = true;
      if (!interruption.disarm()) {
        throw e;
      }
      countInterrupted(e, in);
    } finally {
      fired = interruption.disarm();
      timer.cancel(false);
      flag = Thread.interrupted();
    }
    if (fired && !threw && !flag) {
      tally.add(Count.INTERRUPTS_LOST, 1);
    }
    stream.checkPosition("interrupted read");
    stream.seek(offset(file, random));
    repeat(() -> anyRead(stream, file));
  }

  private void countInterrupted(IOException e, FSDataInputStream in) {
    if (isInterruption(e, Collections.newSetFromMap(new IdentityHashMap<>()))) {
      tally.add(Count.INTERRUPTED, 1);
    } else {
      tally.add(Count.INTERRUPTED_OTHERWISE, 1);
      tally.note("interrupted, but another IOException from " + in, e);
    }
  }

  private static boolean isInterruption(Throwable e, Set<Throwable> seen) {
    if (e == null || !seen.add(e)) {
      return false;
    }
    if (e instanceof InterruptedIOException
        || e instanceof ClosedByInterruptException
        || e instanceof InterruptedException
        || isInterruption(e.getCause(), seen)) {
      return true;
    }
    for (Throwable suppressed : e.getSuppressed()) {
      if (isInterruption(suppressed, seen)) {
        return true;
      }
    }
    return false;
  }
}
