package io.github.hadoopaccel.read.signal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.security.token.TokenSelector;

/**
 * Picks the token for a signal server: the one of that address, else the only one of the kind. The
 * second case is a host whose name resolves to another address on the task's node than on the
 * ApplicationMaster's. Stateless.
 */
public final class SignalTokenSelector implements TokenSelector<SignalTokenIdentifier> {
  /** The token, or null when there is none, as Hadoop asks for. */
  @Override
  public Token<SignalTokenIdentifier> selectToken(
      Text service, Collection<Token<? extends TokenIdentifier>> tokens) {
    return select(service, tokens).orElse(null);
  }

  @SuppressWarnings("unchecked") // the kind says what the identifier is
  private static Optional<Token<SignalTokenIdentifier>> select(
      Text service, Collection<Token<? extends TokenIdentifier>> tokens) {
    List<Token<SignalTokenIdentifier>> ofKind =
        tokens.stream()
            .filter(token -> SignalTokenIdentifier.KIND.equals(token.getKind()))
            .map(token -> (Token<SignalTokenIdentifier>) token)
            .toList();
    Optional<Token<SignalTokenIdentifier>> exact =
        ofKind.stream().filter(token -> token.getService().equals(service)).findFirst();
    return exact.isPresent() || ofKind.size() != 1 ? exact : Optional.of(ofKind.get(0));
  }

  static boolean anyIn(Collection<Token<? extends TokenIdentifier>> tokens) {
    return tokens.stream().anyMatch(token -> SignalTokenIdentifier.KIND.equals(token.getKind()));
  }
}
