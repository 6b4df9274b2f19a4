package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.signal.SignalTokenIdentifier;
import javax.crypto.SecretKey;
import org.apache.hadoop.security.token.SecretManager;

/**
 * Makes and checks the tokens of one job with a key that never leaves this ApplicationMaster.
 * Thread-safe.
 */
final class SignalSecrets extends SecretManager<SignalTokenIdentifier> {
  private final String jobId;
  private final SecretKey key = generateSecret();

  SignalSecrets(String jobId) {
    this.jobId = jobId;
  }

  @Override
  protected byte[] createPassword(SignalTokenIdentifier identifier) {
    return createPassword(identifier.getBytes(), key);
  }

  @Override
  public byte[] retrievePassword(SignalTokenIdentifier identifier) throws InvalidToken {
    if (!jobId.equals(identifier.jobId())) {
      throw new InvalidToken(
          "the token is of \"" + identifier.jobId() + "\", this ApplicationMaster is of " + jobId);
    }
    return createPassword(identifier);
  }

  @Override
  public SignalTokenIdentifier createIdentifier() {
    return new SignalTokenIdentifier();
  }
}
