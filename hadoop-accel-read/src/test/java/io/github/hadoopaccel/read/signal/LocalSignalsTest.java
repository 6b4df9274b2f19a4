package io.github.hadoopaccel.read.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.hedge.Posture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A task in its ApplicationMaster's JVM, as in an uber job: no address, no token, no RPC. */
@Timeout(60)
class LocalSignalsTest {
  private static final String JOB = "job_1700000000000_0042";
  private static final String ATTEMPT = "attempt_1700000000000_0042_m_000000_0";
  private static final Directive FASTER =
      Directive.reading(Posture.ACCELERATED, 2, 1000, 10_000, 100);

  private final Queue<ReadReport> reports = new ConcurrentLinkedQueue<>();
  private final List<LocalSignals.Registration> registrations = new ArrayList<>();
  private final Queue<Directive> received = new ConcurrentLinkedQueue<>();

  private Optional<SignalClient> start(String attemptId) {
    Configuration conf = new Configuration(false);
    conf.set("accel.signal.interval", "100ms");
    return SignalClient.start(
        conf, Map.of(), attemptId, last -> Reports.of(attemptId, last), received::add);
  }

  private Directive answer(ReadReport report) {
    reports.add(report);
    return FASTER;
  }

  @AfterEach
  void nobodyStaysRegistered() {
    registrations.forEach(LocalSignals.Registration::close);
    assertThat(LocalSignals.of(JOB)).isEmpty();
  }

  private LocalSignals.Registration register(Function<ReadReport, Directive> answers) {
    LocalSignals.Registration registration = LocalSignals.register(JOB, answers);
    registrations.add(registration);
    return registration;
  }

  @Test
  void reportsAreAnsweredInTheJvmAndTheLastOneSaysSo() {
    LocalSignals.Registration job = register(this::answer);
    SignalClient client = start(ATTEMPT).orElseThrow();
    await().until(() -> received.size() >= 2);
    client.close();
    await().until(() -> !client.isAlive());
    assertThat(received).containsOnly(FASTER);
    assertThat(client.failures()).isZero();
    ReadReport[] all = reports.toArray(ReadReport[]::new);
    for (int i = 0; i < all.length; i++) {
      assertThat(all[i].last()).isEqualTo(i == all.length - 1);
    }
    job.close();
    assertThat(start(ATTEMPT)).isEmpty();
  }

  @Test
  void anotherJobAndWhatIsNoAttemptHaveNobody() {
    register(this::answer);
    assertThat(LocalSignals.of(JOB)).isPresent();
    assertThat(start("attempt_1700000000000_0043_m_000000_0")).isEmpty();
    assertThat(start("no attempt")).isEmpty();
    assertThat(start("")).isEmpty();
  }

  @Test
  void aLaterRegistrationTakesThePlaceAndStays() {
    Function<ReadReport, Directive> second = report -> Directive.careful(7);
    LocalSignals.Registration first = register(this::answer);
    register(second);
    first.close();
    first.close();
    assertThat(LocalSignals.of(JOB)).containsSame(second);
  }

  @Test
  void whoeverAnswersMayThrowOrSayNothing() {
    Queue<Integer> calls = new ConcurrentLinkedQueue<>();
    LocalSignals.Registration job =
        register(
            report -> {
              calls.add(1);
              if (calls.size() == 1) {
                throw new StackOverflowError("on purpose");
              }
              return calls.size() == 2 ? null : FASTER;
            });
    try (WarnCount warn = new WarnCount(SignalClient.class);
        SignalClient client = start(ATTEMPT).orElseThrow()) {
      await().until(() -> client.answered() >= 1);
      assertThat(client.failures()).isEqualTo(2);
      assertThat(warn.warnings()).isEqualTo(1);
      job.close();
      await().until(() -> client.failures() >= 3);
      assertThat(received).containsOnly(FASTER);
    }
  }
}
