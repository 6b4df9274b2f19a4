package io.github.hadoopaccel.lab.fault;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.hdfs.security.token.block.BlockTokenSecretManager;

/**
 * Block tokens that expire soon after they were handed out, until closed: later ones live as long
 * as they do by default. The cluster must have {@code dfs.block.access.token.enable}.
 */
public final class ShortLivedTokens implements AutoCloseable {
  private static final long DEFAULT_LIFETIME_MILLIS = TimeUnit.MINUTES.toMillis(600);

  private final BlockTokenSecretManager tokens;

  private ShortLivedTokens(BlockTokenSecretManager tokens) {
    this.tokens = tokens;
  }

  /** Tokens of this cluster live for {@code lifetimeMillis} from now on. */
  public static ShortLivedTokens start(EmbeddedHdfs hdfs, long lifetimeMillis) {
    BlockTokenSecretManager tokens =
        hdfs.cluster().getNamesystem().getBlockManager().getBlockTokenSecretManager();
    if (tokens == null) {
      throw new IllegalArgumentException("the cluster has no block tokens");
    }
    tokens.setTokenLifetime(lifetimeMillis);
    return new ShortLivedTokens(tokens);
  }

  /** Tokens handed out from now on live long. Idempotent. */
  @Override
  public void close() {
    tokens.setTokenLifetime(DEFAULT_LIFETIME_MILLIS);
  }
}
