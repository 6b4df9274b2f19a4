package io.github.hadoopaccel.lab.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.SlowDataNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Libraries that others wrote read their files through the accelerated file system. Method: one
 * cluster, RS-3-2; a Parquet file of many row groups and an ORC file of many stripes with columns
 * of random bytes; the rows that the stock file system gives are the rows expected, and every
 * stream that the library opened must have stayed accelerated.
 */
@Timeout(120)
class InteropIT {
  private static final int CELL = 1 << 20;
  private static final int ROWS = 40_000;
  private static final Path DIRECTORY = new Path("/ec");
  private static final MessageType PARQUET =
      MessageTypeParser.parseMessageType(
          "message row { required int64 number; required binary text (UTF8);"
              + " required int64 other; }");
  private static final String ONE_PARQUET_COLUMN = "message row { required int64 other; }";
  private static final TypeDescription ORC =
      TypeDescription.fromString("struct<number:bigint,text:string,other:bigint>");

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;
  private static Path parquetFile;
  private static Path orcFile;

  /** What is wrong while the file is read. */
  enum Fault {
    NONE,
    SLOW_DATANODE,
    KILLED_DATANODE
  }

  @BeforeAll
  static void start() throws IOException {
    hdfs = EmbeddedHdfs.start(folder, 6, 2 * CELL);
    hdfs.makeErasureCodedDirectory(DIRECTORY, "RS-3-2-1024k");
    parquetFile = hdfs.fileSystem().makeQualified(new Path(DIRECTORY, "rows.parquet"));
    orcFile = hdfs.fileSystem().makeQualified(new Path(DIRECTORY, "rows.orc"));
    writeParquet();
    writeOrc();
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @AfterEach
  void nothingIsHeld() throws IOException {
    WatchedFileSystem.forgetAll();
    ReadProbe.awaitNothingHeld();
  }

  private static String text(Random random) {
    byte[] letters = new byte[64];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (byte) ('!' + random.nextInt(90));
    }
    return new String(letters, StandardCharsets.US_ASCII);
  }

  private static void writeParquet() throws IOException {
    SimpleGroupFactory rows = new SimpleGroupFactory(PARQUET);
    Random random = new Random(1);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(parquetFile, hdfs.configuration()))
            .withType(PARQUET)
            .withConf(hdfs.configuration())
            .withRowGroupSize(CELL / 2L)
            .withPageSize(CELL / 16)
            .withDictionaryEncoding(false)
            .build()) {
      for (long i = 0; i < ROWS; i++) {
        writer.write(
            rows.newGroup()
                .append("number", i)
                .append("text", text(random))
                .append("other", random.nextLong()));
      }
    }
  }

  private static void writeOrc() throws IOException {
    Random random = new Random(2);
    OrcFile.WriterOptions options =
        OrcFile.writerOptions(hdfs.configuration())
            .setSchema(ORC)
            .stripeSize(CELL / 2)
            .blockPadding(false)
            .compress(CompressionKind.NONE);
    try (Writer writer = OrcFile.createWriter(orcFile, options)) {
      VectorizedRowBatch batch = ORC.createRowBatch();
      LongColumnVector number = (LongColumnVector) batch.cols[0];
      BytesColumnVector text = (BytesColumnVector) batch.cols[1];
      LongColumnVector other = (LongColumnVector) batch.cols[2];
      for (int i = 0; i < ROWS; i++) {
        int row = batch.size++;
        number.vector[row] = i;
        text.setVal(row, text(random).getBytes(StandardCharsets.US_ASCII));
        other.vector[row] = random.nextLong();
        if (batch.size == batch.getMaxSize()) {
          writer.addRowBatch(batch);
          batch.reset();
        }
      }
      writer.addRowBatch(batch);
    }
  }

  private static Configuration watched() {
    Configuration conf = hdfs.configuration();
    conf.set("fs.hdfs.impl", WatchedFileSystem.class.getName());
    conf.setBoolean("fs.hdfs.impl.disable.cache", true);
    return conf;
  }

  private static List<String> parquetRows(Configuration conf) throws IOException {
    List<String> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), parquetFile).withConf(conf).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row.toString());
      }
    }
    return rows;
  }

  private static List<String> orcRows(Configuration conf, boolean oneColumn) throws IOException {
    List<String> rows = new ArrayList<>();
    boolean[] columns = {true, !oneColumn, !oneColumn, true};
    try (Reader reader = OrcFile.createReader(orcFile, OrcFile.readerOptions(conf));
        RecordReader records = reader.rows(reader.options().include(columns))) {
      assertThat(reader.getStripes()).hasSizeGreaterThan(3);
      VectorizedRowBatch batch = ORC.createRowBatch();
      while (records.nextBatch(batch)) {
        for (int row = 0; row < batch.size; row++) {
          StringBuilder line = new StringBuilder();
          line.append(((LongColumnVector) batch.cols[2]).vector[row]);
          if (!oneColumn) {
            line.append(' ').append(((LongColumnVector) batch.cols[0]).vector[row]);
            line.append(' ').append(((BytesColumnVector) batch.cols[1]).toString(row));
          }
          rows.add(line.toString());
        }
      }
    }
    return rows;
  }

  private interface Check {
    void run() throws IOException;
  }

  private static void with(Fault fault, Path file, Check check) throws IOException {
    DataNode holder = hdfs.holderOfMostDataBytes(file);
    switch (fault) {
      case NONE -> check.run();
      case SLOW_DATANODE -> {
        try (SlowDataNode slow = SlowDataNode.slow(holder, 1 << 20)) {
          assertThat(slow.toString()).isNotEmpty();
          check.run();
        }
      }
      case KILLED_DATANODE -> {
        DataNodeProperties stopped =
            hdfs.cluster().stopDataNode(holder.getDatanodeId().getXferAddr());
        try {
          check.run();
        } finally {
          hdfs.restart(stopped);
          hdfs.cluster().waitActive();
        }
      }
    }
  }

  private static void assertAllStreamsStayedAccelerated() {
    assertThat(WatchedFileSystem.opened()).isNotEmpty().allSatisfy(ReadProbe::assertAccelerated);
  }

  private static List<String> parquetRows(Configuration conf, boolean vectored, boolean oneColumn)
      throws IOException {
    conf.setBoolean("parquet.hadoop.vectored.io.enabled", vectored);
    if (oneColumn) {
      conf.set(ReadSupport.PARQUET_READ_SCHEMA, ONE_PARQUET_COLUMN);
    }
    return parquetRows(conf);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void parquetGivesTheRowsThatStockGives(Fault fault) throws IOException {
    try (ParquetFileReader footer =
        ParquetFileReader.open(HadoopInputFile.fromPath(parquetFile, hdfs.configuration()))) {
      assertThat(footer.getRowGroups()).hasSizeGreaterThan(3);
    }
    List<String> rows = parquetRows(hdfs.configuration(), true, false);
    List<String> column = parquetRows(hdfs.configuration(), true, true);
    assertThat(rows).hasSize(ROWS);
    assertThat(column).hasSize(ROWS);
    with(
        fault,
        parquetFile,
        () -> {
          for (boolean vectored : new boolean[] {true, false}) {
            assertThat(parquetRows(watched(), vectored, false)).isEqualTo(rows);
            assertThat(parquetRows(watched(), vectored, true)).isEqualTo(column);
          }
        });
    assertAllStreamsStayedAccelerated();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void orcGivesTheRowsThatStockGives(Fault fault) throws IOException {
    List<String> rows = orcRows(hdfs.configuration(), false);
    List<String> column = orcRows(hdfs.configuration(), true);
    assertThat(rows).hasSize(ROWS);
    assertThat(column).hasSize(ROWS);
    with(
        fault,
        orcFile,
        () -> {
          assertThat(orcRows(watched(), false)).isEqualTo(rows);
          assertThat(orcRows(watched(), true)).isEqualTo(column);
        });
    assertAllStreamsStayedAccelerated();
  }
}
