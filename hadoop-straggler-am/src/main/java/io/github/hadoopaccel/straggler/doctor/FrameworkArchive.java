package io.github.hadoopaccel.straggler.doctor;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The archive that {@code mapreduce.application.framework.path} names, with the part of the class
 * path that lies in it. YARN unpacks it in each container below its alias.
 */
final class FrameworkArchive {
  private final URI location;
  private final List<String> entries;

  /**
   * An archive.
   *
   * @param location as configured; a fragment is its alias
   * @param classPath entries of {@code mapreduce.application.classpath}
   */
  FrameworkArchive(URI location, Collection<String> classPath) {
    this.location = location;
    this.entries = inside(alias(location), classPath);
  }

  /** The class path entries below the archive's alias, relative to its root. */
  private static List<String> inside(String alias, Collection<String> classPath) {
    List<String> inside = new ArrayList<>();
    for (String entry : classPath) {
      String relative = entry.replaceFirst("^(\\$PWD|\\$\\{PWD}|\\{\\{PWD}}|\\.)/", "");
      if (relative.startsWith(alias + "/")) {
        inside.add(plain(relative.substring(alias.length() + 1)));
      }
    }
    return inside;
  }

  static String alias(URI location) {
    return location.getFragment() != null
        ? location.getFragment()
        : new Path(location.getPath()).getName();
  }

  /**
   * Searches the archive: zip, jar, tar, tar.gz or tgz.
   *
   * @return class names, each with the entry that holds it
   * @throws IOException if it cannot be read
   */
  Map<String, String> find(Configuration conf, Collection<String> classNames) throws IOException {
    Path path = new Path(location.getScheme(), location.getAuthority(), location.getPath());
    Map<String, String> found = new LinkedHashMap<>();
    // Not from the cache: the configuration is not that of others.
    try (FileSystem files = FileSystem.newInstance(path.toUri(), conf);
        InputStream in = new BufferedInputStream(files.open(path), 1 << 16)) {
      String name = path.getName().toLowerCase(Locale.ROOT);
      if (name.endsWith(".zip") || name.endsWith(".jar")) {
        searchZip(in, classNames, found);
      } else if (name.endsWith(".tar")) {
        searchTar(in, classNames, found);
      } else if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
        searchTar(new GZIPInputStream(in, 1 << 16), classNames, found);
      } else {
        throw new IOException(name + " is neither zip, jar, tar, tar.gz nor tgz");
      }
    }
    return found;
  }

  private void searchZip(InputStream in, Collection<String> names, Map<String, String> found)
      throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      search(plain(entry.getName()), zip, names, found);
    }
  }

  private void searchTar(InputStream in, Collection<String> names, Map<String, String> found)
      throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(in);
    for (ArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      search(plain(entry.getName()), tar, names, found);
    }
  }

  private void search(
      String file, InputStream content, Collection<String> names, Map<String, String> found)
      throws IOException {
    for (String entry : entries) {
      for (String name : names) {
        if (file.equals(entry + "/" + ClassFiles.fileOf(name))) {
          found.putIfAbsent(name, file);
        }
      }
    }
    if (file.endsWith(".jar") && onClassPath(file)) {
      ClassFiles.in(content, names).forEach(name -> found.putIfAbsent(name, file));
    }
  }

  private boolean onClassPath(String jar) {
    String folder = jar.substring(0, Math.max(0, jar.lastIndexOf('/')));
    return entries.contains(jar) || entries.contains(folder.isEmpty() ? "*" : folder + "/*");
  }

  private static String plain(String path) {
    String plain = path.startsWith("./") ? path.substring(2) : path;
    return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
  }
}
