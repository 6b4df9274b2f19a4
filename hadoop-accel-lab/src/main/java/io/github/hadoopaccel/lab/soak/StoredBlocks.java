package io.github.hadoopaccel.lab.soak;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The internal blocks that one DataNode stores, as files: damages some, and puts the originals
 * back. For one thread.
 */
final class StoredBlocks {
  /** Where the checksums begin in a meta file: after a version, a type and a chunk size. */
  private static final int META_HEADER_BYTES = 7;

  /** What a stopping DataNode writes to spare itself a scan: it would not list damaged blocks. */
  private static final String REPLICA_CACHE = "replicas";

  private final List<Path> folders;
  private final Path originals;
  private final Map<Path, Path> damaged = new LinkedHashMap<>();

  /**
   * The blocks below {@code folders}.
   *
   * @param originals where copies are kept while their originals are damaged; made if absent
   */
  StoredBlocks(List<Path> folders, Path originals) throws IOException {
    this.folders = List.copyOf(folders);
    this.originals = Files.createDirectories(originals);
  }

  private List<Path> blockFiles() throws IOException {
    List<Path> blocks = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> paths = Files.walk(folder)) {
        paths
            .filter(path -> path.getFileName().toString().matches("blk_-?\\d+"))
            .forEach(blocks::add);
      }
    }
    Collections.sort(blocks);
    return blocks;
  }

  private static Path metaFile(Path block) throws IOException {
    try (Stream<Path> siblings = Files.list(block.getParent())) {
      return siblings
          .filter(path -> path.getFileName().toString().startsWith(block.getFileName() + "_"))
          .findFirst()
          .orElseThrow(() -> new IOException(block + " has no meta file"));
    }
  }

  /**
   * Damages some of the blocks that are whole, between one and all.
   *
   * @return how many
   */
  int damage(Random random) throws IOException {
    List<Path> blocks = blockFiles();
    blocks.removeAll(damaged.keySet());
    Collections.shuffle(blocks, random);
    int count = blocks.isEmpty() ? 0 : 1 + random.nextInt(blocks.size());
    for (Path block : blocks.subList(0, count)) {
      damageOne(block, random);
    }
    return count;
  }

  private void damageOne(Path block, Random random) throws IOException {
    Path meta = metaFile(block);
    keep(block);
    keep(meta);
    switch (random.nextInt(5)) {
      case 0 -> Files.delete(block);
      case 1 -> truncate(block, random.nextLong(Files.size(block)));
      case 2 -> {
        if (Files.size(meta) > META_HEADER_BYTES) {
          flip(meta, random.nextLong(META_HEADER_BYTES, Files.size(meta)));
        }
      }
      default -> flip(block, random.nextLong(Files.size(block)));
    }
  }

  private void keep(Path file) throws IOException {
    Path original = originals.resolve(String.valueOf(damaged.size()));
    Files.copy(file, original, StandardCopyOption.REPLACE_EXISTING);
    damaged.put(file, original);
  }

  private static void truncate(Path file, long length) throws IOException {
    try (RandomAccessFile stored = new RandomAccessFile(file.toFile(), "rw")) {
      stored.setLength(length);
    }
  }

  private static void flip(Path file, long offset) throws IOException {
    try (RandomAccessFile stored = new RandomAccessFile(file.toFile(), "rw")) {
      stored.seek(offset);
      int value = stored.read();
      stored.seek(offset);
      stored.write(value ^ 0xff);
    }
  }

  /** Puts back what was damaged; the DataNode must be stopped. */
  void restore() throws IOException {
    for (Map.Entry<Path, Path> each : damaged.entrySet()) {
      Files.createDirectories(each.getKey().getParent());
      Files.move(each.getValue(), each.getKey(), StandardCopyOption.REPLACE_EXISTING);
    }
    damaged.clear();
    for (Path folder : folders) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path :
            paths.filter(p -> p.getFileName().toString().equals(REPLICA_CACHE)).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
