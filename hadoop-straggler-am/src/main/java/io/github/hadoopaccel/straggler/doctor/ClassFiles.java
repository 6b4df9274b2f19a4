package io.github.hadoopaccel.straggler.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Looks for the files of classes in folders and jars, without loading anything. */
final class ClassFiles {
  private ClassFiles() {}

  static String fileOf(String className) {
    return className.replace('.', '/') + ".class";
  }

  /**
   * Those of {@code classNames} that a folder of classes or a jar holds; a broken jar holds none.
   */
  static Set<String> in(Path folderOrJar, Collection<String> classNames) {
    Set<String> found = new HashSet<>();
    if (Files.isDirectory(folderOrJar)) {
      for (String name : classNames) {
        if (Files.isRegularFile(folderOrJar.resolve(fileOf(name)))) {
          found.add(name);
        }
      }
    } else if (Files.isRegularFile(folderOrJar)) {
      try (ZipFile jar = new ZipFile(folderOrJar.toFile())) {
        for (String name : classNames) {
          if (jar.getEntry(fileOf(name)) != null) {
            found.add(name);
          }
        }
      } catch (IOException e) {
        return Set.of();
      }
    }
    return found;
  }

  /** Those of {@code classNames} in a jar that is read from {@code jar}, which is left open. */
  static Set<String> in(InputStream jar, Collection<String> classNames) throws IOException {
    Set<String> found = new HashSet<>();
    @SuppressWarnings("resource") // Closing it would close the archive around the jar.
    ZipInputStream entries = new ZipInputStream(jar);
    for (ZipEntry entry = entries.getNextEntry();
        entry != null && found.size() < classNames.size();
        entry = entries.getNextEntry()) {
      for (String name : classNames) {
        if (entry.getName().equals(fileOf(name))) {
          found.add(name);
        }
      }
    }
    return found;
  }
}
