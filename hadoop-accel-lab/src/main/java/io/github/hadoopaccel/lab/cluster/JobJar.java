package io.github.hadoopaccel.lab.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;

/** Packs classes of the lab into a jar, as a user's job jar would hold them, and nothing else. */
public final class JobJar {
  private JobJar() {}

  /** Writes a jar of {@code classes}; their inner classes are to be named too. */
  public static Path write(Path file, List<Class<?>> classes) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (Class<?> each : classes) {
        add(jar, each);
      }
    }
    return file;
  }

  /** Writes a jar of {@code classes} and of {@code providers}, entered as services. */
  public static Path write(
      Path file, List<Class<?>> classes, Class<?> service, List<Class<?>> providers)
      throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (Class<?> each : classes) {
        add(jar, each);
      }
      for (Class<?> each : providers) {
        add(jar, each);
      }
      jar.putNextEntry(new JarEntry("META-INF/services/" + service.getName()));
      jar.write(
          providers.stream()
              .map(Class::getName)
              .collect(Collectors.joining("\n"))
              .getBytes(StandardCharsets.UTF_8));
      jar.closeEntry();
    }
    return file;
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new JarEntry(name));
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      in.transferTo(jar);
    }
    jar.closeEntry();
  }
}
