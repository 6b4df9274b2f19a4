package io.github.hadoopaccel.lab.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our raw coders, reached by name as anything on Hadoop reaches them: the bytes of Hadoop's for
 * every set of erased units in every order, and the contract that Hadoop's coders keep, which is
 * put to those too so that it is theirs.
 */
@Timeout(300)
class RawCoderContractIT {
  static final int[] LENGTHS = {1, 63, 64, 65, 1000, 4096, 4097};

  @ParameterizedTest(name = "{0}-{2}-{3} {1}: {4} sets")
  @CsvSource({
    "rs,rs_accel,3,2,15",
    "rs,rs_accel,6,3,129",
    "rs,rs_accel,10,4,1470",
    "xor,xor_accel,2,1,3",
    "xor,xor_accel,5,1,6"
  })
  void everySetOfErasedUnitsIsRebuiltToTheByte(
      String codec, String coder, int dataUnits, int parityUnits, int sets) throws IOException {
    RawCoderChecks checks = new RawCoderChecks(codec, coder, dataUnits, parityUnits);
    for (int length : LENGTHS) {
      checks.encodesAsHadoop(length);
      assertThat(checks.rebuildsEverySet(length)).isEqualTo(sets);
    }
  }

  /** HADOOP-19180: parity before data gave silently wrong bytes. */
  @ParameterizedTest(name = "{0}-{2}-{3} {1}: {4} orders")
  @CsvSource({
    "rs,rs_accel,3,2,25",
    "rs,rs_accel,6,3,585",
    "rs,rs_accel,10,4,26404",
    "xor,xor_accel,2,1,3"
  })
  void erasedUnitsMayBeAskedForInAnyOrder(
      String codec, String coder, int dataUnits, int parityUnits, int orders) throws IOException {
    RawCoderChecks checks = new RawCoderChecks(codec, coder, dataUnits, parityUnits);
    assertThat(checks.rebuildsEveryOrder(65)).isEqualTo(orders);
    if (orders < 1000) {
      for (int length : LENGTHS) {
        assertThat(checks.rebuildsEveryOrder(length)).isEqualTo(orders);
      }
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "rs,rs_accel,6,3",
    "rs,rs_java,6,3",
    "xor,xor_accel,2,1",
    "xor,xor_java,2,1",
  })
  void theContractIsThatOfHadoopsCoders(String codec, String coder, int dataUnits, int parityUnits)
      throws IOException {
    RawCoderChecks checks = new RawCoderChecks(codec, coder, dataUnits, parityUnits);
    checks.encodesAsHadoop(100);
    checks.takesArraysAndNothing();
    checks.takesOneBufferForSeveralUnits();
    checks.refusesWrongArguments();
    assertThat(checks.decoder().preferDirectBuffer()).isFalse();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({"rs,rs_accel,6,3", "xor,xor_accel,2,1"})
  void oursRebuildInPlaceAndReadNothingThatIsErased(
      String codec, String coder, int dataUnits, int parityUnits) throws IOException {
    RawCoderChecks checks = new RawCoderChecks(codec, coder, dataUnits, parityUnits);
    for (int length : new int[] {1, 65, 2048, 5003}) {
      checks.rebuildsInPlaceAndReadsNothingThatIsErased(length);
    }
  }

  /**
   * Native coders keep the contract too, and files are read with ISA-L's. Where they cannot be
   * loaded this test says why, and that it is not because libisal2 were installed in vain.
   */
  @Test
  void nativeCodersAreUsedWhereTheyAre() throws Exception {
    String printed = nativeCheck();
    if (printed.startsWith(NativeCoderCheck.ABSENT)) {
      System.err.println(printed);
      assertThat(isal()).isEmpty();
    } else {
      assertThat(printed.lines())
          .containsExactly(
              "rs-3-2: 15 sets, files are read with NativeRSRawDecoder, direct buffers true",
              "rs-6-3: 129 sets, files are read with NativeRSRawDecoder, direct buffers true",
              "rs-10-4: 1470 sets, files are read with NativeRSRawDecoder, direct buffers true",
              "xor-2-1: 3 sets, files are read with XorAccelDecoder, direct buffers false");
    }
  }

  private static String nativeCheck() throws Exception {
    Path library =
        Path.of(
            System.getProperty("native.folder"),
            System.getProperty("os.name") + "-" + System.getProperty("os.arch"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.library.path=" + library,
                "-Dlog4j.configuration=lab-log4j.properties",
                "-Dlab.log=" + System.getProperty("lab.log"),
                "-cp",
                System.getProperty("java.class.path"),
                NativeCoderCheck.class.getName())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed.strip();
  }

  /** Where Debian's libisal2 puts its library; other systems have it elsewhere. */
  private static List<Path> isal() throws IOException {
    Path libraries = Path.of("/usr/lib");
    if (!Files.isDirectory(libraries)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(libraries)) {
      return paths.map(folder -> folder.resolve("libisal.so.2")).filter(Files::exists).toList();
    }
  }
}
