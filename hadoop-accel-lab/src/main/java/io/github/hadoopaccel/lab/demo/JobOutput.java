package io.github.hadoopaccel.lab.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The part files of a job's output, in the order of their names.
 *
 * @param parts name of each part and its length
 * @param sha256 checksum over all parts one after the other, in hexadecimal digits
 */
record JobOutput(Path directory, Map<String, Long> parts, String sha256) {
  /** Reads the output of a job that has ended. */
  static JobOutput read(FileSystem fileSystem, Path directory) throws IOException {
    FileStatus[] files =
        fileSystem.listStatus(directory, path -> path.getName().startsWith("part-"));
    Arrays.sort(files, Comparator.comparing(file -> file.getPath().getName()));
    Map<String, Long> parts = new LinkedHashMap<>();
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    byte[] buffer = new byte[1 << 16];
    for (FileStatus file : files) {
      parts.put(file.getPath().getName(), file.getLen());
      try (InputStream in = fileSystem.open(file.getPath())) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
    }
    return new JobOutput(directory, parts, HexFormat.of().formatHex(digest.digest()));
  }

  /** Total length of the parts in bytes. */
  long bytes() {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What differs first from another output, for people; empty if nothing does. */
  Optional<String> difference(FileSystem fileSystem, JobOutput other) throws IOException {
    if (!parts.keySet().equals(other.parts.keySet())) {
      return Optional.of(
          "part files %s against %s"
              .formatted(new TreeSet<>(parts.keySet()), new TreeSet<>(other.parts.keySet())));
    }
    for (String part : parts.keySet()) {
      long offset = firstDifference(fileSystem, part, other);
      if (offset >= 0) {
        return Optional.of(
            "%s differs from byte %d on (%d against %d bytes)"
                .formatted(part, offset, parts.get(part), other.parts.get(part)));
      }
    }
    return Optional.empty();
  }

  private long firstDifference(FileSystem fileSystem, String part, JobOutput other)
      throws IOException {
    try (InputStream mine =
            new BufferedInputStream(fileSystem.open(new Path(directory, part)), 1 << 16);
        InputStream theirs =
            new BufferedInputStream(fileSystem.open(new Path(other.directory, part)), 1 << 16)) {
      for (long offset = 0; ; offset++) {
        int a = mine.read();
        int b = theirs.read();
        if (a != b) {
          return offset;
        }
        if (a < 0) {
          return -1;
        }
      }
    }
  }
}
