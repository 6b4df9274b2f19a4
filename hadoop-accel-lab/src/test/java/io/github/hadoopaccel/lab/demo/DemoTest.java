package io.github.hadoopaccel.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A wrong command line ends with code 2 and one line that says why; no folder is touched. */
class DemoTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void missingFileIsNamed() throws IOException {
    assertThat(run("no-such-file")).isEqualTo(2);
    assertThat(firstLine()).isEqualTo("no-such-file: no such file");
  }

  @Test
  void directoryIsNamed() throws IOException {
    assertThat(run(folder.toString())).isEqualTo(2);
    assertThat(firstLine()).isEqualTo(folder + ": is a directory, expected a text file");
  }

  @Test
  void emptyFileIsNamed() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));

    assertThat(run(empty.toString())).isEqualTo(2);
    assertThat(firstLine()).isEqualTo(empty + ": is empty");
  }

  @Test
  void tooFewDataNodesAreRefused() throws IOException {
    assertThat(run("--datanodes", "8")).isEqualTo(2);
    assertThat(firstLine()).contains("--datanodes = 8");
  }

  @Test
  void unreadableSizeIsRefused() throws IOException {
    assertThat(run("--slow-rate", "fast")).isEqualTo(2);
    assertThat(firstLine()).contains("--slow-rate").contains("fast");
  }

  @Test
  void missingJarIsNamed() throws IOException {
    assertThat(run("--jar", "no-such.jar")).isEqualTo(2);
    assertThat(firstLine()).isEqualTo("no drop-in jar at no-such.jar");
  }

  private int run(String... arguments) throws IOException {
    Path work = Files.createDirectories(folder.resolve("work"));
    String[] all =
        Stream.concat(Stream.of("--folder", work.toString()), Stream.of(arguments))
            .toArray(String[]::new);
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int code =
        new CommandLine(new Demo(stream, stream))
            .setErr(new PrintWriter(stream, true))
            .execute(all);
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
    return code;
  }

  private String firstLine() {
    return printed.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
  }
}
