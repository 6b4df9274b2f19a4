package io.github.hadoopaccel.read.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;

/**
 * Makes coders by the name of their class. Hadoop loads every registered factory when it needs any
 * coder, in the NameNode too, and a factory that its JVM cannot load ends erasure coding there. So
 * the factories and this class are compiled for Java 8, which Hadoop 3.4 still runs on, and what
 * needs a newer Java comes to light where a coder is made: then Hadoop goes on to its next coder.
 */
final class CoderClass {
  private CoderClass() {}

  /**
   * A new coder.
   *
   * @param simpleName of a class of this package with a constructor for options
   * @throws LinkageError if this JVM is too old for it
   * @throws IllegalArgumentException if the options are not for it
   */
  static <T> T create(String simpleName, Class<T> type, ErasureCoderOptions options) {
    String name = CoderClass.class.getPackage().getName() + "." + simpleName;
    try {
      Class<?> coder = Class.forName(name, true, CoderClass.class.getClassLoader());
      Constructor<?> constructor = coder.getDeclaredConstructor(ErasureCoderOptions.class);
      return type.cast(constructor.newInstance(options));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      throw new IllegalStateException(name + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " cannot be made", e);
    }
  }
}
