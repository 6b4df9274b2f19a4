package io.github.hadoopaccel.straggler.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Class paths made of real folders, jars and archives. */
class TaskClassPathTest {
  private static final String NAME = "org.example.Wanted";
  private static final String FILE = "org/example/Wanted.class";

  @TempDir Path folder;
  private final Configuration conf = new Configuration();

  @BeforeEach
  void nothingByDefault() {
    conf.set("mapreduce.application.classpath", "/nowhere");
    conf.set("yarn.application.classpath", "/nowhere/*");
  }

  private Visibility search(Map<String, String> environment) {
    return new TaskClassPath(conf, environment::get, Set.of(NAME)).search(false);
  }

  private Visibility search() {
    return search(Map.of());
  }

  private static byte[] jar(String... files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String file : files) {
        zip.putNextEntry(new ZipEntry(file));
        zip.write(1);
      }
    }
    return bytes.toByteArray();
  }

  private Path wantedJar(String name) throws IOException {
    return Files.write(folder.resolve(name), jar("a/Other.class", FILE));
  }

  @Test
  void aJarIsFoundByNameByWildcardAndBehindAVariable() throws IOException {
    Path jar = wantedJar("x.jar");
    Files.writeString(folder.resolve("broken.jar"), "no jar");
    for (String entry : new String[] {jar.toString(), folder + "/*", "$HOME_/*", "{{HOME_}}/*"}) {
      conf.set("mapreduce.application.classpath", "/nowhere," + entry);
      assertThat(search(Map.of("HOME_", folder.toString())).onNode())
          .containsEntry(NAME, jar.toString());
    }
    conf.set("mapreduce.application.classpath", "/nowhere");
    conf.set("yarn.application.classpath", "${HOME_}/x.jar");
    assertThat(search(Map.of("HOME_", folder.toString())).way(NAME)).contains(InstallWay.NODES);
  }

  @Test
  void aFolderOfClassesIsSearched() throws IOException {
    Files.createDirectories(folder.resolve(FILE).getParent());
    Files.write(folder.resolve(FILE), new byte[1]);
    conf.set("mapreduce.application.classpath", folder.toString());
    assertThat(search().onNode()).containsEntry(NAME, folder.toString());
  }

  @Test
  void whatIsNowhereIsSaidWithWhatWasSearched() throws IOException {
    Files.write(folder.resolve("x.jar"), jar("a/Other.class"));
    conf.set("mapreduce.application.classpath", folder + "/*");
    Visibility nowhere = search();
    assertThat(nowhere.way(NAME)).isEmpty();
    assertThat(nowhere.place(NAME)).isEqualTo("nowhere");
    assertThat(nowhere.complete()).isTrue();
    assertThat(nowhere.described()).contains(folder + "/*").contains("/nowhere/*");
  }

  @Test
  void unknownVariablesAreSaidExceptThoseOfContainersAndSiteFiles() {
    conf.set("mapreduce.application.classpath", "$PWD/*,$HADOOP_CONF_DIR,$HADOOP_MAPRED_HOME/*");
    Visibility unknown = search();
    assertThat(unknown.unresolved()).containsExactly("$HADOOP_MAPRED_HOME");
    assertThat(unknown.complete()).isFalse();
  }

  @Test
  void hadoopsDefaultsHoldWhereNothingIsSet() {
    conf.set("mapreduce.application.classpath", "");
    conf.set("yarn.application.classpath", "");
    assertThat(search().searched())
        .contains("$HADOOP_MAPRED_HOME/share/hadoop/mapreduce/*")
        .contains("$HADOOP_COMMON_HOME/share/hadoop/common/lib/*");
  }

  @Test
  void aJarOfTheJobIsFound() throws IOException {
    Path jar = wantedJar("x.jar");
    conf.set("tmpjars", jar.toUri().toString());
    assertThat(search().way(NAME)).contains(InstallWay.JOB);
    conf.set("mapreduce.job.classloader", "true");
    assertThat(search().way(NAME)).contains(InstallWay.JOB);
    conf.set("mapreduce.job.classloader.system.classes", "org.example.");
    assertThat(search().way(NAME)).isEmpty();
    assertThat(search().hidden()).containsExactly(NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmpjars", "mapreduce.job.classpath.files", "mapreduce.job.cache.files"})
  void aJarOfTheJobThatIsElsewhereLeavesTheSearchIncomplete(String property) throws IOException {
    conf.set(property, "hdfs://nn/lib/x.jar");
    assertThat(search().way(NAME)).isEmpty();
    assertThat(search().complete()).isFalse();
    assertThat(search().described()).contains("not looked into: hdfs://nn/lib/x.jar");
    conf.set(property, "hdfs://nn/lib/y.jar," + wantedJar("x.jar").toUri());
    assertThat(search().way(NAME)).contains(InstallWay.JOB);
  }

  @Test
  void aPathWithoutASchemeIsOfTheDefaultFileSystem() throws IOException {
    conf.set("mapreduce.job.classpath.files", "/no/such/x.jar");
    assertThat(search().complete()).isTrue();
    conf.set("fs.defaultFS", "hdfs://nn");
    assertThat(search().unread()).containsExactly("/no/such/x.jar");
    conf.set("mapreduce.job.classpath.files", wantedJar("x.jar").toString());
    assertThat(search().way(NAME)).contains(InstallWay.JOB);
  }

  @Test
  void filesOfTheCacheAreLookedAtWhereTheContainerHasThemAsJars() throws IOException {
    conf.set("mapreduce.job.cache.files", "hdfs://nn/data.txt,hdfs://nn/x.jar#data");
    assertThat(search().complete()).isTrue();
    conf.set("mapreduce.job.cache.files", "hdfs://nn/accel#x.jar");
    assertThat(search().unread()).containsExactly("hdfs://nn/accel#x.jar");
    conf.set("mapreduce.job.cache.files", wantedJar("x.jar").toUri() + "#y.jar");
    assertThat(search().way(NAME)).contains(InstallWay.JOB);
  }

  @Test
  void aJarInAZipIsFoundWhereTheClassPathLeads() throws IOException {
    Path archive = folder.resolve("mr.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("share/lib/x.jar"));
      zip.write(jar("a/Other.class", FILE));
      zip.putNextEntry(new ZipEntry("share/after.txt"));
      zip.write(1);
    }
    conf.set("mapreduce.application.framework.path", archive.toUri() + "#mr");
    for (String found : new String[] {"$PWD/mr/share/lib/*", "mr/share/lib/x.jar"}) {
      conf.set("mapreduce.application.classpath", found);
      assertThat(search().inArchive()).as(found).containsEntry(NAME, "share/lib/x.jar");
      assertThat(search().way(NAME)).contains(InstallWay.ARCHIVE);
    }
    for (String not : new String[] {"$PWD/mr/share/*", "$PWD/other/share/lib/*"}) {
      conf.set("mapreduce.application.classpath", not);
      assertThat(search().way(NAME)).as(not).isEmpty();
    }
  }

  @Test
  void classesInACompressedTarAreFound() throws IOException {
    Path archive = folder.resolve("mr.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      byte[] jar = jar(FILE);
      TarArchiveEntry entry = new TarArchiveEntry("./lib/x.jar");
      entry.setSize(jar.length);
      tar.putArchiveEntry(entry);
      tar.write(jar);
      tar.closeArchiveEntry();
    }
    conf.set("mapreduce.application.framework.path", archive.toUri().toString());
    conf.set("mapreduce.application.classpath", "$PWD/mr.tar.gz/lib/*");
    assertThat(search().inArchive()).containsEntry(NAME, "lib/x.jar");
  }

  @Test
  void anArchiveThatCannotBeReadLeavesTheSearchIncomplete() throws IOException {
    conf.set("mapreduce.application.framework.path", folder.resolve("gone.zip").toUri().toString());
    assertThat(search().archiveFailure()).contains("gone.zip");
    Path strange = Files.write(folder.resolve("mr.rar"), new byte[1]);
    conf.set("mapreduce.application.framework.path", strange.toUri().toString());
    assertThat(search().archiveFailure()).contains("neither zip");
    conf.set("mapreduce.application.framework.path", "hdfs://nn/mr.zip");
    assertThat(search().archiveFailure()).contains("--offline");
    assertThat(search().complete()).isFalse();
  }
}
