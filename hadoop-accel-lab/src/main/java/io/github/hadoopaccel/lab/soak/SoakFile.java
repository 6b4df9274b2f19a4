package io.github.hadoopaccel.lab.soak;

import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * A file that was written, and where its units are.
 *
 * @param groups for each block group the DataNodes that hold its units, one unit each
 * @param gate closed while more of its units are bad than it can bear
 */
record SoakFile(Path path, SoakPlan.FileSpec spec, List<Set<String>> groups, ReadGate gate) {

  /** Whether every group keeps enough units when all units on {@code dataNodes} are bad. */
  boolean bears(Set<String> dataNodes) {
    return groups.stream()
        .allMatch(
            group ->
                group.stream().filter(dataNodes::contains).count() <= spec.policy().parityUnits());
  }

  long lengthBytes() {
    return spec.lengthBytes();
  }

  @Override
  public String toString() {
    return path + " of " + spec.lengthBytes() + " bytes";
  }
}
