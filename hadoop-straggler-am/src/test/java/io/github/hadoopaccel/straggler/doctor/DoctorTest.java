package io.github.hadoopaccel.straggler.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.straggler.am.SignalTrial;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DoctorTest {
  @Test
  void theWorstFindingMakesTheExitCode() {
    Finding ok = Finding.ok("a", "");
    Finding note = Finding.note("a", "");
    Finding warning = Finding.warning("a", "");
    Finding error = Finding.error("a", "");
    assertThat(new Diagnosis(List.of()).exitCode()).isZero();
    assertThat(new Diagnosis(List.of(ok, note)).exitCode()).isZero();
    assertThat(new Diagnosis(List.of(warning, ok)).exitCode()).isEqualTo(1);
    assertThat(new Diagnosis(List.of(warning, error, ok)).exitCode()).isEqualTo(2);
  }

  @Test
  void onlyAWarningBecomesANote() {
    Finding lowered = Finding.warning("a", "Slow.").ifWarningNoteThat("Unused.");
    assertThat(lowered.severity()).isEqualTo(Severity.NOTE);
    assertThat(lowered.message()).isEqualTo("Slow. Unused.");
    Finding error = Finding.error("a", "Broken.");
    assertThat(error.ifWarningNoteThat("Unused.")).isEqualTo(error);
  }

  @Test
  void aCheckThatFailsItselfIsAFinding() {
    List<Finding> findings =
        Doctor.guarded(
            "coder-speed",
            () -> {
              throw new NoClassDefFoundError("org/example/Gone");
            });
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).check()).isEqualTo("coder-speed");
    assertThat(findings.get(0).severity()).isEqualTo(Severity.WARNING);
    assertThat(findings.get(0).message()).contains("org/example/Gone");
  }

  @Test
  void aCallThatDoesNotEndIsGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Deadline.call(
                    "the NameNode",
                    Duration.ofMillis(50),
                    () -> {
                      never.await();
                      return "answer";
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the NameNode gave no answer");
    never.countDown();
  }

  @Test
  void onlyWhatNobodyAnsweredIsUnreachable() {
    assertThat(Doctor.isUnreachable(new IOException(new ConnectException("refused")))).isTrue();
    assertThat(Doctor.isUnreachable(new UnknownHostException("nn"))).isTrue();
    assertThat(Doctor.isUnreachable(new IOException("late", new TimeoutException()))).isTrue();
    assertThat(Doctor.isUnreachable(new AccessControlException("no token"))).isFalse();
  }

  @Test
  void onlyWhatHdfsSaysIsARefusal() throws Exception {
    for (IOException said :
        List.of(
            new AccessControlException("no ticket"),
            new RemoteException("java.lang.IllegalStateException", "safe mode"))) {
      Finding refused = Doctor.unanswered("hdfs://nn", said);
      assertThat(refused.severity()).isEqualTo(Severity.ERROR);
      assertThat(refused.message()).contains("refuses").contains(said.getMessage());
    }
    Finding down =
        Doctor.unanswered("hdfs://nn", new IllegalArgumentException(new UnknownHostException("n")));
    assertThat(down.message()).contains("does not answer");
    Finding own =
        Doctor.guarded(
                "cluster",
                () -> List.of(Doctor.unanswered("hdfs://nn", new NullPointerException("ours"))))
            .get(0);
    assertThat(own.severity()).isEqualTo(Severity.WARNING);
    assertThat(own.message()).contains("could not be checked").contains("ours");
  }

  @Test
  void aSecuredCallThatHangsOrFindsNoServerIsAnError() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Finding hangs =
        SecuredCallCheck.finding(
            () -> {
              never.await();
              return null;
            },
            Duration.ofMillis(50),
            "simple");
    never.countDown();
    assertThat(hangs.check()).isEqualTo("secured-call");
    assertThat(hangs.severity()).isEqualTo(Severity.ERROR);
    assertThat(hangs.message()).contains("gave no answer");
    Finding noServer =
        SecuredCallCheck.finding(
            () -> {
              throw new BindException("Port in use");
            },
            Duration.ofSeconds(30),
            "kerberos");
    assertThat(noServer.severity()).isEqualTo(Severity.ERROR);
    assertThat(noServer.message()).contains("Port in use");
    assertThat(noServer.values()).containsEntry("authentication", "kerberos");
  }

  @Test
  void whatACallThrowsReachesTheCaller() {
    assertThatThrownBy(
            () ->
                Deadline.call(
                    "it",
                    Duration.ofSeconds(30),
                    () -> {
                      throw new IOException("refused");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("refused");
  }

  @Test
  void theReasonIsTheInnermostOneThatSaysAnything() {
    Exception refused = new IOException("outer", new IOException("Connection refused\nmore"));
    assertThat(Reason.of(refused)).isEqualTo("Connection refused");
    assertThat(Reason.of(new IOException(new IllegalStateException()))).contains("Illegal");
    assertThat(Reason.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    assertThat(
            Reason.of(
                new NoClassDefFoundError("Could not initialize class a.B")
                    .initCause(
                        new ExceptionInInitializerError(
                            "Exception java.lang.RuntimeException: not loaded [in thread"
                                + " \"main\"]"))))
        .isEqualTo("not loaded");
    assertThat(Reason.of(new ClassNotFoundException("a.B"))).contains("ClassNotFound", "a.B");
  }

  @Test
  void theSecuredCallWorksHereAndNobodyElseGetsIn() throws IOException {
    SignalTrial.Outcome outcome = SignalTrial.run(new Configuration());
    assertThat(outcome).isEqualTo(new SignalTrial.Outcome(null, false));
    assertThat(SecuredCallCheck.finding(outcome, "simple").severity()).isEqualTo(Severity.OK);
  }

  @Test
  void aSecuredCallThatFailsOrIsOpenIsAnError() {
    Finding fails = SecuredCallCheck.finding(new SignalTrial.Outcome("no route", false), "simple");
    assertThat(fails.severity()).isEqualTo(Severity.ERROR);
    assertThat(fails.message()).contains("no route");
    Finding open = SecuredCallCheck.finding(new SignalTrial.Outcome(null, true), "kerberos");
    assertThat(open.severity()).isEqualTo(Severity.ERROR);
    assertThat(open.values()).containsEntry("authentication", "kerberos");
  }
}
