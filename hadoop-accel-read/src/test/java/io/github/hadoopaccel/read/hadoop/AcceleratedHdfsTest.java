package io.github.hadoopaccel.read.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.AbstractFileSystem;
import org.apache.hadoop.fs.FilterFs;
import org.apache.hadoop.fs.Hdfs;
import org.junit.jupiter.api.Test;

/**
 * The filter hides nothing of the stock file system. Method: by reflection over the release that
 * the build runs on, since a later one may give {@link Hdfs} a method that {@link FilterFs} does
 * not pass on.
 */
class AcceleratedHdfsTest {
  /** Deprecated in Hadoop, declared by the stock class only; {@code Token} has them now. */
  private static final Set<String> OF_THE_STOCK_CLASS_ALONE =
      Set.of("renewDelegationToken", "cancelDelegationToken");

  private static Stream<Method> instanceMethods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(each -> Modifier.isPublic(each.getModifiers()))
        .filter(each -> !Modifier.isStatic(each.getModifiers()) && !each.isSynthetic());
  }

  private static Class<?> whereDeclared(Method stock) {
    try {
      return AcceleratedHdfs.class
          .getMethod(stock.getName(), stock.getParameterTypes())
          .getDeclaringClass();
    } catch (NoSuchMethodException e) {
      return Object.class;
    }
  }

  @Test
  void whateverTheStockClassOverridesIsPassedOnToIt() {
    List<String> lost =
        instanceMethods(Hdfs.class)
            .filter(each -> !OF_THE_STOCK_CLASS_ALONE.contains(each.getName()))
            .filter(each -> !FilterFs.class.isAssignableFrom(whereDeclared(each)))
            .map(Method::toString)
            .toList();
    assertThat(lost).isEmpty();
  }

  @Test
  void whateverAnotherReleaseMayOverrideIsPassedOnToItToo() {
    List<String> lost =
        instanceMethods(AbstractFileSystem.class)
            .filter(each -> !Modifier.isFinal(each.getModifiers()))
            .filter(each -> !FilterFs.class.isAssignableFrom(whereDeclared(each)))
            .map(Method::getName)
            .sorted()
            .toList();
    // By the URI, which both have in common.
    assertThat(lost).containsExactly("checkScheme", "equals", "hashCode");
  }

  @Test
  void everyWayOfFileContextToOpenAFileIsOurs() {
    List<Method> ours =
        instanceMethods(AbstractFileSystem.class)
            .filter(each -> each.getName().startsWith("open"))
            .toList();
    assertThat(ours).hasSize(3);
    assertThat(ours)
        .allSatisfy(each -> assertThat(whereDeclared(each)).isEqualTo(AcceleratedHdfs.class));
  }
}
