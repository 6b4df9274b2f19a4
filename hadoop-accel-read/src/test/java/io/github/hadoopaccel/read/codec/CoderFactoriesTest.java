package io.github.hadoopaccel.read.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How Hadoop gets at the coders, in whatever JVM and whenever it looks for them. */
class CoderFactoriesTest {
  private static final int JAVA_8 = 52;

  /** Else the registry of an older JVM fails for good, and with it erasure coding. */
  @ParameterizedTest
  @ValueSource(classes = {RsAccelCoderFactory.class, XorAccelCoderFactory.class, CoderClass.class})
  void whatHadoopLoadsInEveryJvmIsForJava8(Class<?> type) throws IOException {
    try (DataInputStream in =
        new DataInputStream(type.getResourceAsStream(type.getSimpleName() + ".class"))) {
      assertThat(in.readInt()).isEqualTo(0xcafebabe);
      in.readUnsignedShort();
      assertThat(in.readUnsignedShort()).isLessThanOrEqualTo(JAVA_8);
    }
  }

  @Test
  void optionsThatAreRefusedAreRefusedAsHadoopDoes() {
    assertThatThrownBy(() -> new RsAccelCoderFactory().createDecoder(options(200, 56)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new XorAccelCoderFactory().createEncoder(options(2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one parity unit");
    assertThatThrownBy(
            () -> CoderClass.create("NoSuchDecoder", RawErasureDecoder.class, options(2, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("NoSuchDecoder");
  }

  private static ErasureCoderOptions options(int dataUnits, int parityUnits) {
    return new ErasureCoderOptions(dataUnits, parityUnits);
  }

  /** A JVM in miniature, whose registry was filled before our jar could be seen. */
  @Test
  void aRegistryThatWasFilledTooEarlyIsNoHindrance() throws Exception {
    try (Isolated loader = new Isolated()) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader.withoutServices());
      try {
        loader
            .loadClass("org.apache.hadoop.io.erasurecode.CodecRegistry")
            .getMethod("getInstance")
            .invoke(null);
      } finally {
        thread.setContextClassLoader(before);
      }
      assertThat(loader.coderOfAStream()).isEqualTo("RsAccelDecoder");
    }
  }

  /** Has classes of its own for all that is on the class path of this JVM. */
  private static final class Isolated extends URLClassLoader {
    Isolated() throws IOException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() throws IOException {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
        urls.add(new java.io.File(entry).toURI().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    /** The same classes; of the services those of Hadoop alone. */
    ClassLoader withoutServices() {
      return new ClassLoader(this) {
        @Override
        public java.util.Enumeration<URL> getResources(String name) throws IOException {
          List<URL> hadoops = new ArrayList<>();
          for (URL each : java.util.Collections.list(super.getResources(name))) {
            if (each.getPath().contains("hadoop-common-")) {
              hadoops.add(each);
            }
          }
          return java.util.Collections.enumeration(hadoops);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
          return Isolated.this.getResourceAsStream(name);
        }
      };
    }

    String coderOfAStream() throws Exception {
      Class<?> configuration = loadClass(Configuration.class.getName());
      Class<?> layout = loadClass("io.github.hadoopaccel.read.striping.EcLayout");
      Object decoder =
          loadClass(HadoopUnitDecoder.class.getName())
              .getConstructor(configuration, String.class, layout, boolean.class)
              .newInstance(
                  configuration.getConstructor().newInstance(),
                  "rs",
                  layout.getConstructor(int.class, int.class, int.class).newInstance(6, 3, 64),
                  true);
      return (String) decoder.getClass().getMethod("coder").invoke(decoder);
    }
  }
}
