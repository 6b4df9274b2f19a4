package io.github.hadoopaccel.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated text has the length asked for, ends with a line, and repeats for the same seed. */
class GeneratedTextTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 100, 65_535, 65_536, 65_537, 300_000})
  void lengthIsExactAndTheLastByteEndsALine(long bytes) throws IOException {
    byte[] text = generate(bytes, 1);

    assertThat(text).hasSize((int) bytes);
    assertThat(text[text.length - 1]).isEqualTo((byte) '\n');
  }

  @Test
  void sameSeedGivesTheSameText() throws IOException {
    assertThat(generate(200_000, 7)).isEqualTo(generate(200_000, 7));
    assertThat(generate(200_000, 7)).isNotEqualTo(generate(200_000, 8));
  }

  @Test
  void everyLineHasSixWords() throws IOException {
    String text = new String(generate(100_000, 3), StandardCharsets.US_ASCII);
    String[] lines = text.split("\n");

    for (int i = 0; i < lines.length - 1; i++) {
      assertThat(lines[i].split(" ")).as(lines[i]).hasSize(6);
    }
  }

  private static byte[] generate(long bytes, long seed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GeneratedText.write(out, bytes, seed);
    return out.toByteArray();
  }
}
