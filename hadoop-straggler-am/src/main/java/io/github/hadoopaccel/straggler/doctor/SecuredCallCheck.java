package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.straggler.am.SignalTrial;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Whether a task reaches its ApplicationMaster with the job's token, and nobody without it. */
final class SecuredCallCheck {
  static final String ID = "secured-call";

  private SecuredCallCheck() {}

  /**
   * What a trial comes to. One that does not end, or throws because no server starts, is the
   * failure that is looked for.
   *
   * @throws InterruptedException if this thread is interrupted meanwhile
   */
  static Finding finding(
      Callable<SignalTrial.Outcome> trial, Duration patience, String authentication)
      throws InterruptedException {
    try {
      return finding(Deadline.call("the hook's server", patience, trial), authentication);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return finding(new SignalTrial.Outcome(Reason.of(e), false), authentication);
    }
  }

  static Finding finding(SignalTrial.Outcome outcome, String authentication) {
    return verdict(outcome).with("authentication", authentication);
  }

  private static Finding verdict(SignalTrial.Outcome outcome) {
    if (outcome.failureWithToken() != null) {
      return Finding.error(
          ID,
          "A task's report with the job's token is not answered on this machine ("
              + outcome.failureWithToken()
              + "): tasks would read without directives. Look at hadoop.rpc.protection and"
              + " yarn.app.mapreduce.am.job.client.port-range.");
    }
    if (outcome.answeredWithoutToken()) {
      return Finding.error(
          ID, "A report without a token was answered: the hook's server is open to anybody.");
    }
    return Finding.ok(ID, "A report with the job's token is answered, one without is refused.");
  }
}
