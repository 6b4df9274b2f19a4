package io.github.hadoopaccel.read.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.read.hedge.Posture;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.Writable;

/** The messages survive the wire, and nothing malformed gets through. */
class SignalMessageProperties {
  @Provide
  Arbitrary<ReadReport> reports() {
    return Reports.any();
  }

  @Provide
  Arbitrary<Directive> directives() {
    return Combinators.combine(
            Arbitraries.of(Posture.class),
            Arbitraries.integers().between(0, Directive.MAX_EXTRA_UNITS),
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.doubles().between(0, 1),
            Arbitraries.strings()
                .withChars('a', '1', ':')
                .ofMaxLength(256)
                .list()
                .ofMaxSize(Directive.MAX_AVOIDED),
            Arbitraries.integers().between(Directive.OWN_SUBSET, Directive.MAX_SUBSET),
            Arbitraries.longs().between(0, Directive.MAX_LAPSE_MILLIS),
            Arbitraries.longs().between(1, Directive.MAX_LAPSE_MILLIS))
        .as(Directive::new);
  }

  @Property(tries = 300)
  void aReportSurvivesTheWire(@ForAll("reports") ReadReport report) throws IOException {
    ReportMessage back = new ReportMessage();
    read(back, bytes(new ReportMessage(report)));
    assertThat(back.report()).isEqualTo(report);
  }

  @Property(tries = 300)
  void aDirectiveSurvivesTheWire(@ForAll("directives") Directive directive) throws IOException {
    DirectiveMessage back = new DirectiveMessage();
    read(back, bytes(new DirectiveMessage(directive)));
    assertThat(back.directive()).isEqualTo(directive);
  }

  @Property(tries = 100)
  void aReportCutShortAnywhereIsRefused(@ForAll("reports") ReadReport report, @ForAll int position)
      throws IOException {
    byte[] whole = bytes(new ReportMessage(report));
    byte[] cut = Arrays.copyOf(whole, Math.floorMod(position, whole.length));
    assertThatThrownBy(() -> read(new ReportMessage(), cut)).isInstanceOf(IOException.class);
  }

  @Property(tries = 1000)
  void bytesByChanceAreRefusedOrMakeAValidReport(@ForAll byte[] bytes) {
    byte[] versioned = bytes.clone();
    if (versioned.length > 0) {
      versioned[0] = SignalFormat.VERSION;
    }
    ReportMessage message = new ReportMessage();
    try {
      read(message, versioned);
      assertThat(message.report()).isNotNull();
    } catch (IOException e) {
      assertThatThrownBy(message::report)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("malformed report: ");
    }
  }

  @Example
  void anotherVersionIsRefusedByName() throws IOException {
    byte[] bytes = bytes(new ReportMessage(Reports.of("attempt_1_0001_m_000000_0")));
    bytes[0] = 7;
    assertThatThrownBy(() -> read(new ReportMessage(), bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 7");
  }

  @Example
  void aNegativeCountIsRefusedByName() throws IOException {
    byte[] bytes = bytes(new ReportMessage(Reports.of("a")));
    // The sign of ageMillis: after version, length, one letter, the reader and whether it is last.
    bytes[1 + 2 + 1 + 8 + 1] = (byte) 0x80;
    assertThatThrownBy(() -> read(new ReportMessage(), bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ageMillis");
  }

  @Example
  void anAttemptIdOf129CharactersIsRefusedBySenderAndReceiver() {
    ReportMessage message = new ReportMessage(Reports.of("a".repeat(129)));
    assertThatThrownBy(() -> bytes(message)).isInstanceOf(IOException.class);
    DataOutputBuffer out = new DataOutputBuffer();
    assertThatThrownBy(
            () -> {
              SignalFormat.writeText(out, "attemptId", "a".repeat(129), 200);
              SignalFormat.readText(
                  new DataInputStream(new ByteArrayInputStream(out.getData())), "attemptId", 128);
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("attemptId");
  }

  @Example
  void theTokenIdentifierSurvivesTheWire() throws IOException {
    SignalTokenIdentifier back = new SignalTokenIdentifier();
    read(back, bytes(new SignalTokenIdentifier("job_1_0001")));
    assertThat(back.jobId()).isEqualTo("job_1_0001");
    assertThat(List.of(back.getKind(), back.getUser().getUserName()))
        .hasToString("[HADOOP_ACCEL_SIGNAL, job_1_0001]");
  }

  private static byte[] bytes(Writable message) throws IOException {
    DataOutputBuffer out = new DataOutputBuffer();
    message.write(out);
    return Arrays.copyOf(out.getData(), out.getLength());
  }

  private static void read(Writable message, byte[] bytes) throws IOException {
    message.readFields(new DataInputStream(new ByteArrayInputStream(bytes)));
    if (message instanceof ReportMessage report) {
      report.report();
    }
  }
}
