package io.github.hadoopaccel.lab.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that loads classes and ends: those named in the file that its argument names, one a
 * line, as far as the system class loader has them.
 */
public final class LoadClasses {
  private LoadClasses() {}

  /** Loads them, initializing none. */
  public static void main(String[] arguments) throws IOException {
    for (String name : Files.readAllLines(Path.of(arguments[0]))) {
      try {
        Class.forName(name, false, ClassLoader.getSystemClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        // One less in the archive.
      }
    }
  }
}
