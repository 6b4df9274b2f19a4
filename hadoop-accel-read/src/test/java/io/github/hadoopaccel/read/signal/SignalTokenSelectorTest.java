package io.github.hadoopaccel.read.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;

class SignalTokenSelectorTest {
  private final SignalTokenSelector selector = new SignalTokenSelector();

  @Test
  void theTokenOfTheAddressComesFirst() {
    Token<SignalTokenIdentifier> a = token("10.0.0.1:1");
    Token<SignalTokenIdentifier> b = token("10.0.0.2:1");
    assertThat(selector.selectToken(b.getService(), List.of(a, b))).isSameAs(b);
  }

  @Test
  void theOnlyTokenOfTheKindDoesWhateverItsAddress() {
    Token<SignalTokenIdentifier> a = token("127.0.1.1:1");
    assertThat(selector.selectToken(new Text("10.0.0.1:1"), List.of(a))).isSameAs(a);
  }

  @Test
  void amongSeveralOfOtherAddressesNoneIsGuessed() {
    assertThat(
            selector.selectToken(
                new Text("10.0.0.3:1"), List.of(token("10.0.0.1:1"), token("10.0.0.2:1"))))
        .isNull();
  }

  @Test
  void tokensOfOtherKindsAreNotTaken() {
    Token<SignalTokenIdentifier> other =
        new Token<>(new byte[0], new byte[0], new Text("other"), new Text("10.0.0.1:1"));
    assertThat(selector.selectToken(new Text("10.0.0.1:1"), List.of(other))).isNull();
  }

  private static Token<SignalTokenIdentifier> token(String service) {
    return new Token<>(new byte[0], new byte[0], SignalTokenIdentifier.KIND, new Text(service));
  }
}
