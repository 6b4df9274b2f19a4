package io.github.hadoopaccel.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage is damage, and restoring leaves no trace of it. */
class StoredBlocksTest {
  private static final int BLOCKS = 20;

  @TempDir Path folder;
  private Path stored;
  private StoredBlocks blocks;

  @BeforeEach
  void store() throws IOException {
    stored = Files.createDirectories(folder.resolve("stored/finalized/subdir0"));
    for (int i = 0; i < BLOCKS; i++) {
      Files.write(stored.resolve("blk_-" + i), content(i, 1000));
      Files.write(stored.resolve("blk_-" + i + "_1001.meta"), content(-i, 15));
    }
    blocks = new StoredBlocks(List.of(folder.resolve("stored")), folder.resolve("o"));
  }

  private static byte[] content(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Map<String, String> snapshot() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder.resolve("stored"))) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(path.toString(), Arrays.toString(Files.readAllBytes(path)));
      }
    }
    return files;
  }

  /** Blocks of which the block file or the meta file is not what it was. */
  private static long changed(Map<String, String> before, Map<String, String> after) {
    return before.keySet().stream()
        .filter(name -> !before.get(name).equals(after.get(name)))
        .map(name -> name.replaceFirst("_1001.meta$", ""))
        .distinct()
        .count();
  }

  @Test
  void damagedBlocksAreChangedAndRestoredOnesAreNot() throws IOException {
    Map<String, String> before = snapshot();
    for (long seed = 0; seed < 20; seed++) {
      int damaged = blocks.damage(new Random(seed));
      assertThat(damaged).isBetween(1, BLOCKS);
      assertThat(changed(before, snapshot())).isEqualTo(damaged);
      blocks.restore();
      assertThat(snapshot()).isEqualTo(before);
    }
  }

  @Test
  void blockDamagedTwiceGetsItsOriginalBack() throws IOException {
    Map<String, String> before = snapshot();
    Random random = new Random(3);
    int damaged = 0;
    for (int i = 0; i < 10; i++) {
      damaged += blocks.damage(random);
    }
    assertThat(damaged).isLessThanOrEqualTo(BLOCKS);
    blocks.restore();
    assertThat(snapshot()).isEqualTo(before);
  }

  @Test
  void cacheOfReplicasIsRemoved() throws IOException {
    Path cache = Files.createFile(folder.resolve("stored/replicas"));
    blocks.restore();
    assertThat(cache).doesNotExist();
  }
}
