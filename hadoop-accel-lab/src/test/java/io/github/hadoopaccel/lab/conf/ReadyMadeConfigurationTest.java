package io.github.hadoopaccel.lab.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.config.ConfigurationCheck;
import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.straggler.am.AccelSpeculator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.AbstractFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.erasurecode.CodecRegistry;
import org.apache.hadoop.mapreduce.InputFormat;
import org.junit.jupiter.api.Test;

/** The files that operators paste name classes that exist and are what Hadoop expects there. */
class ReadyMadeConfigurationTest {
  private static final Path FOLDER = Path.of(System.getProperty("conf.folder"));

  private static Configuration load(String file) {
    Path path = FOLDER.resolve(file);
    assertThat(Files.isRegularFile(path)).as("%s", path).isTrue();
    Configuration conf = new Configuration(false);
    conf.addResource(new org.apache.hadoop.fs.Path(path.toUri()));
    return conf;
  }

  @Test
  void coreSiteNamesTheFileSystems() {
    Configuration conf = load("core-site.xml");
    assertThat(FileSystem.class).isAssignableFrom(conf.getClass("fs.hdfs.impl", Object.class));
    assertThat(AbstractFileSystem.class)
        .isAssignableFrom(conf.getClass("fs.AbstractFileSystem.hdfs.impl", Object.class));
  }

  @Test
  void coreSiteOrdersTheCodersThatThereAre() {
    Configuration conf = load("core-site.xml");
    for (String codec : List.of("rs", "xor")) {
      assertThat(conf.getTrimmedStrings("io.erasurecode.codec." + codec + ".rawcoders"))
          .containsExactlyInAnyOrder(CodecRegistry.getInstance().getCoderNames(codec));
    }
  }

  @Test
  void mapredSiteNamesTheInputFormatAndTheHook() {
    Configuration conf = load("mapred-site.xml");
    Class<?> format = conf.getClass("mapreduce.job.inputformat.class", Object.class);
    assertThat(InputFormat.class).isAssignableFrom(format);
    assertThat(conf.getClass("yarn.app.mapreduce.am.job.speculator.class", Object.class))
        .isEqualTo(AccelSpeculator.class);
  }

  @Test
  void nothingInThemIsWrong() {
    Problems problems = new Problems();
    ConfigurationCheck.checkAll(load("core-site.xml"), problems);
    ConfigurationCheck.checkAll(load("mapred-site.xml"), problems);
    assertThat(problems.lines()).isEmpty();
  }
}
