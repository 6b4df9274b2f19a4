package io.github.hadoopaccel.lab.read;

import static io.github.hadoopaccel.lab.read.ReadProbe.content;
import static io.github.hadoopaccel.lab.read.ReadProbe.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.SlowDataNode;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.hadoop.LiveReads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.ReadOption;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.io.ElasticByteBufferPool;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users of HDFS streams do and Hadoop's contract suites do not ask: statistics, many threads,
 * closing and interrupting from outside, streams that are left open, many streams at once. RS-6-3
 * with its usual cells.
 */
@Timeout(180)
class StreamIT {
  private static final int CELL = 1 << 20;
  private static final int STRIPE = 6 * CELL;
  private static final int LENGTH = 3 * STRIPE + CELL + 1234;
  private static final Path FILE = new Path("/ec/file");
  private static final byte[] CONTENT = content(1, LENGTH);

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;

  private FileSystem accelerated;

  @BeforeAll
  static void start() throws IOException {
    hdfs = EmbeddedHdfs.start(folder, 9, 2 * CELL);
    hdfs.makeErasureCodedDirectory(FILE.getParent(), EmbeddedHdfs.RS_6_3);
    write(hdfs.fileSystem(), FILE, CONTENT);
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    accelerated = ReadProbe.acceleratedFileSystem(hdfs);
  }

  @AfterEach
  void nothingIsLeftRunning() throws IOException {
    accelerated.close();
    soon().untilAsserted(() -> assertThat(LiveReads.inThisJvm().isNothing()).isTrue());
  }

  private static ConditionFactory soon() {
    return await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(30));
  }

  private static FileSystem fileSystem(String key, String value) throws IOException {
    Configuration conf = ReadProbe.accelerated(hdfs);
    conf.set(key, value);
    return FileSystem.newInstance(hdfs.fileSystem().getUri(), conf);
  }

  private static void assertContent(ByteBuffer bytes, int offset) {
    ByteBuffer expected = ByteBuffer.wrap(CONTENT, offset, bytes.remaining());
    assertThat(bytes.equals(expected)).as("%s bytes at %s", bytes.remaining(), offset).isTrue();
  }

  private static long counter(IOStatistics statistics, String name) {
    return statistics.counters().get(name);
  }

  @Test
  void sixtyFourStreamsAtOnceWorkWithTheDefaultBounds() throws Exception {
    int streams = 64;
    ExecutorService readers = Executors.newFixedThreadPool(streams);
    List<FSDataInputStream> open = new ArrayList<>();
    try {
      for (int i = 0; i < streams; i++) {
        open.add(accelerated.open(FILE));
      }
      List<Future<Boolean>> results = new ArrayList<>();
      for (FSDataInputStream in : open) {
        results.add(
            readers.submit(
                () -> {
                  byte[] bytes = new byte[10_000];
                  boolean right = true;
                  for (int at = 0; at < LENGTH; at += bytes.length) {
                    int length = Math.min(bytes.length, LENGTH - at);
                    in.readFully(bytes, 0, length);
                    right &= Arrays.equals(bytes, 0, length, CONTENT, at, at + length);
                  }
                  return right;
                }));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
      LiveReads live = LiveReads.inThisJvm();
      assertThat(live.threads()).isLessThanOrEqualTo(ReadKeys.THREADS.defaultValue());
      assertThat(live.bufferBytes()).isLessThanOrEqualTo(ReadKeys.BUFFER_BYTES.defaultValue());
    } finally {
      readers.shutdownNow();
      for (FSDataInputStream in : open) {
        in.close();
      }
    }
  }

  // MapReduce's file system counters are made of these, deprecated or not.
  @SuppressWarnings("deprecation")
  @Test
  void statisticsCountWhatWasDeliveredAndStayAfterTheEnd() throws IOException {
    IOStatistics statistics;
    // Of one scheme Hadoop resets the statistics of one class only, so this looks at the growth.
    FileSystem.Statistics own = FileSystem.getStatistics("hdfs", accelerated.getClass());
    long readBefore = own.getBytesRead();
    long codedBefore = own.getData().getBytesReadErasureCoded();
    long localBefore = own.getBytesReadByDistance(0);
    try (FSDataInputStream in = accelerated.open(FILE)) {
      statistics = in.getIOStatistics();
      assertThat(counter(statistics, StreamStatisticNames.STREAM_READ_BYTES)).isZero();
      in.readFully(new byte[STRIPE]);
      in.readFully(2 * STRIPE, new byte[1000]);
      in.seek(10);
      HdfsDataInputStream hdfsStream = (HdfsDataInputStream) in;
      assertThat(hdfsStream.getReadStatistics().getTotalBytesRead())
          .isGreaterThanOrEqualTo(STRIPE + 1000);
      hdfsStream.clearReadStatistics();
      assertThat(hdfsStream.getReadStatistics().getTotalBytesRead()).isLessThan(STRIPE + 1000);
    }
    assertThat(counter(statistics, StreamStatisticNames.STREAM_READ_BYTES))
        .isEqualTo(STRIPE + 1000);
    assertThat(counter(statistics, StreamStatisticNames.STREAM_READ_SEEK_BACKWARD_OPERATIONS))
        .isEqualTo(1);
    assertThat(counter(statistics, StreamStatisticNames.STREAM_READ_CLOSE_OPERATIONS)).isEqualTo(1);
    assertThat(own.getBytesRead() - readBefore).isEqualTo(STRIPE + 1000);
    assertThat(own.getData().getBytesReadErasureCoded() - codedBefore).isEqualTo(STRIPE + 1000);
    assertThat(own.getBytesReadByDistance(0) - localBefore).isGreaterThanOrEqualTo(STRIPE + 1000);
  }

  @Test
  void aSequentialReaderHoldsNoMoreBuffersThanItMay() throws IOException {
    try (FSDataInputStream in = accelerated.open(FILE)) {
      byte[] bytes = new byte[LENGTH];
      in.readFully(bytes);
      assertThat(Arrays.equals(bytes, CONTENT)).isTrue();
      int hedges = 3;
      int readAheadStripes = ReadKeys.AHEAD_STRIPES.defaultValue();
      assertThat(in.getIOStatistics().maximums().get("stream_read_buffer_bytes"))
          .isBetween((long) STRIPE, (6L + hedges + readAheadStripes * 6L) * CELL);
    }
  }

  @Test
  void currentBlockAndDataNodeAreThoseOfTheByteReadLast() throws IOException {
    List<LocatedStripedBlock> groups = new ArrayList<>();
    try (FSDataInputStream in = accelerated.open(FILE)) {
      HdfsDataInputStream stream = (HdfsDataInputStream) in;
      stream.getAllBlocks().forEach(block -> groups.add((LocatedStripedBlock) block));
      assertThat(stream.getCurrentBlock()).isNull();
      assertThat(stream.getVisibleLength()).isEqualTo(LENGTH);
      in.seek(2 * STRIPE + CELL);
      assertThat(in.read()).isEqualTo(CONTENT[2 * STRIPE + CELL] & 0xff);
      assertThat(stream.getCurrentBlock()).isEqualTo(groups.get(1).getBlock());
      LocatedStripedBlock group = groups.get(1);
      int second = -1;
      for (int i = 0; i < group.getBlockIndices().length; i++) {
        second = group.getBlockIndices()[i] == 1 ? i : second;
      }
      assertThat(stream.getCurrentDatanode()).isEqualTo(group.getLocations()[second]);
    }
  }

  @Test
  void whatTheStreamCanDoItSays() throws IOException {
    try (FSDataInputStream in = accelerated.open(FILE)) {
      for (String capability :
          List.of(
              StreamCapabilities.READAHEAD,
              StreamCapabilities.DROPBEHIND,
              StreamCapabilities.UNBUFFER,
              StreamCapabilities.READBYTEBUFFER,
              StreamCapabilities.PREADBYTEBUFFER,
              StreamCapabilities.VECTOREDIO,
              StreamCapabilities.IOSTATISTICS)) {
        assertThat(in.hasCapability(capability)).as(capability).isTrue();
      }
      assertThat(in.hasCapability(StreamCapabilities.HSYNC)).isFalse();
      in.setReadahead(1L << 20);
      in.setDropBehind(true);
      in.seek(17);
      assertThat(in.read()).isEqualTo(CONTENT[17] & 0xff);
      assertThat(in.toString()).contains("/ec/file", "6+3", "position 18");
    }
  }

  @Test
  void enhancedReadsFillBuffersOfThePool() throws IOException {
    ElasticByteBufferPool pool = new ElasticByteBufferPool();
    try (FSDataInputStream in = accelerated.open(FILE)) {
      in.seek(CELL - 100);
      int at = CELL - 100;
      for (int i = 0; i < 5; i++) {
        ByteBuffer bytes = in.read(pool, 1000, EnumSet.noneOf(ReadOption.class));
        assertContent(bytes.duplicate(), at);
        at += bytes.remaining();
        in.releaseBuffer(bytes);
      }
      assertThat(in.getPos()).isEqualTo(at);
    }
    assertThat(pool.size(true) + pool.size(false)).isPositive();
  }

  @Test
  void unbufferGivesEverythingBackAndReadingGoesOn() throws IOException {
    try (FSDataInputStream in = accelerated.open(FILE)) {
      in.readFully(new byte[CELL + 1]);
      in.unbuffer();
      soon().until(() -> LiveReads.inThisJvm().isNothing());
      byte[] bytes = new byte[STRIPE];
      in.readFully(bytes);
      assertContent(ByteBuffer.wrap(bytes), CELL + 1);
    }
  }

  @Test
  void aStreamThatNobodyClosesGivesBackWhatItHolds() throws IOException {
    readAndForget();
    soon()
        .until(
            () -> {
              System.gc();
              return LiveReads.inThisJvm().isNothing();
            });
  }

  // Closing it is what this test leaves out.
  @SuppressWarnings("resource")
  private void readAndForget() throws IOException {
    FSDataInputStream in = accelerated.open(FILE);
    in.readFully(new byte[2 * CELL]);
    assertThat(LiveReads.inThisJvm().isNothing()).isFalse();
  }

  @Test
  void aReadIsOverAtOnceWhenAnotherThreadClosesTheStream() throws Exception {
    for (boolean positioned : new boolean[] {false, true}) {
      try (FileSystem never = fileSystem(ReadKeys.HEDGE_POLICY.name(), "never");
          SlowDataNode slow = SlowDataNode.slow(hdfs.holderOfMostDataBytes(FILE), 1024)) {
        assertThat(slow.toString()).isNotEmpty();
        FSDataInputStream in = never.open(FILE);
        CompletableFuture<IOException> thrown = reading(in, positioned);
        soon().until(() -> LiveReads.inThisJvm().unitReads() > 0);
        in.close();
        assertThat(thrown.get().getMessage()).contains("closed");
        in.close();
        assertThatThrownBy(() -> in.seek(0)).isInstanceOf(IOException.class);
      }
    }
  }

  /** What reading all of the file on a thread of its own ends with. */
  private static CompletableFuture<IOException> reading(FSDataInputStream in, boolean positioned) {
    CompletableFuture<IOException> thrown = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                byte[] bytes = new byte[LENGTH];
                if (positioned) {
                  in.readFully(0, bytes);
                } else {
                  in.readFully(bytes);
                }
                thrown.completeExceptionally(new AssertionError("the read was not ended"));
              } catch (IOException e) {
                thrown.complete(e);
              }
            })
        .start();
    return thrown;
  }

  @Test
  void anInterruptEndsTheReadLeavesNothingRunningAndTheStreamUsable() throws Exception {
    try (FileSystem never = fileSystem(ReadKeys.HEDGE_POLICY.name(), "never");
        FSDataInputStream in = never.open(FILE)) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      AtomicReference<Integer> left = new AtomicReference<>();
      try (SlowDataNode slow = SlowDataNode.slow(hdfs.holderOfMostDataBytes(FILE), 1024)) {
        assertThat(slow.toString()).isNotEmpty();
        Thread reader =
            new Thread(
                () -> {
                  try {
                    in.readFully(new byte[LENGTH]);
                  } catch (IOException e) {
                    thrown.set(e);
                    left.set(LiveReads.inThisJvm().buffers());
                  }
                });
        reader.start();
        soon().until(() -> LiveReads.inThisJvm().unitReads() > 0);
        reader.interrupt();
        reader.join();
      }
      assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
      assertThat(left.get()).isZero();
      byte[] bytes = new byte[1000];
      in.readFully(5, bytes);
      assertContent(ByteBuffer.wrap(bytes), 5);
    }
  }

  @Test
  void aClosedFileSystemEndsItsStreams() throws IOException {
    FileSystem closing = ReadProbe.acceleratedFileSystem(hdfs);
    FSDataInputStream in = closing.open(FILE);
    assertThat(in.read()).isEqualTo(CONTENT[0] & 0xff);
    closing.close();
    assertThatThrownBy(in::read).hasMessageContaining("Filesystem closed");
    assertThatThrownBy(() -> in.readFully(0, new byte[1]))
        .hasMessageContaining("Filesystem closed");
    // As with the stock stream; what it holds is given back all the same.
    assertThatThrownBy(in::close).hasMessageContaining("Filesystem closed");
  }

  @Test
  void manyThreadsReadAtPositionsAndByVectorsOfOneStream() throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(8);
    try (FSDataInputStream in = accelerated.open(FILE)) {
      List<Future<?>> results = new ArrayList<>();
      for (int reader = 0; reader < 8; reader++) {
        Random random = new Random(reader);
        results.add(
            readers.submit(
                () -> {
                  for (int i = 0; i < 10; i++) {
                    readSomewhere(in, random);
                  }
                  return null;
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
      assertThat(in.getPos()).isZero();
    } finally {
      readers.shutdownNow();
    }
  }

  private static void readSomewhere(FSDataInputStream in, Random random) throws Exception {
    int offset = random.nextInt(LENGTH - 1);
    byte[] bytes = new byte[Math.min(LENGTH - offset, 1 + random.nextInt(2 * CELL))];
    in.readFully(offset, bytes);
    assertContent(ByteBuffer.wrap(bytes), offset);
    List<FileRange> ranges = new ArrayList<>();
    for (int at = random.nextInt(CELL); at < LENGTH - 200_000; at += 300_000) {
      ranges.add(FileRange.createFileRange(at, 1 + random.nextInt(200_000)));
    }
    boolean direct = random.nextBoolean();
    in.readVectored(ranges, direct ? ByteBuffer::allocateDirect : ByteBuffer::allocate);
    for (FileRange range : ranges) {
      assertContent(range.getData().get(), (int) range.getOffset());
    }
  }

  @Test
  void vectoredReadsCountEachWantedByteOnceWhoeverReadsIt() throws Exception {
    for (String buffers : List.of("256m", "1m")) {
      try (FileSystem bounded = fileSystem(ReadKeys.BUFFER_BYTES.name(), buffers);
          FSDataInputStream in = bounded.open(FILE)) {
        FileRange near = FileRange.createFileRange(1000, 2 * CELL);
        FileRange far = FileRange.createFileRange(2 * STRIPE, 3 * CELL);
        in.readVectored(List.of(far, near), ByteBuffer::allocate);
        assertContent(near.getData().get(), 1000);
        assertContent(far.getData().get(), 2 * STRIPE);
        IOStatistics statistics = in.getIOStatistics();
        assertThat(counter(statistics, StreamStatisticNames.STREAM_READ_BYTES))
            .as("with %s of buffers", buffers)
            .isEqualTo(5 * CELL);
        assertThat(counter(statistics, StreamStatisticNames.STREAM_READ_VECTORED_INCOMING_RANGES))
            .isEqualTo(2);
      }
    }
  }

  @Test
  void whoeverGetsARangeFindsItCounted() throws Exception {
    try (FSDataInputStream in = accelerated.open(FILE)) {
      CountDownLatch watched = new CountDownLatch(1);
      FileRange range = FileRange.createFileRange(1000, 2 * STRIPE);
      in.readVectored(List.of(range), length -> allocateAfter(watched, length));
      IOStatistics statistics = in.getIOStatistics();
      // Runs inside of the completion, so it sees what was counted before that.
      Future<Long> counted =
          range
              .getData()
              .thenApply(bytes -> counter(statistics, StreamStatisticNames.STREAM_READ_BYTES));
      watched.countDown();
      assertThat(counted.get()).isEqualTo(2 * STRIPE);
    }
  }

  private static ByteBuffer allocateAfter(CountDownLatch event, int length) {
    try {
      event.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return ByteBuffer.allocate(length);
  }

  @Test
  void acceleratedReadsHedgeReplicatedFilesToo() throws IOException {
    Path replicated = new Path("/replicated");
    try (FSDataOutputStream out = hdfs.fileSystem().create(replicated)) {
      out.write(CONTENT, 0, CELL);
    }
    try (FileSystem hedging = fileSystem(ReadKeys.POSTURE.name(), "accelerated");
        FSDataInputStream in = hedging.open(replicated)) {
      byte[] bytes = new byte[CELL];
      in.readFully(0, bytes);
      assertContent(ByteBuffer.wrap(bytes), 0);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .as("a thread of HDFS's hedged reads")
        .anyMatch(thread -> thread.getName().startsWith("hedgedRead-"));
  }
}
