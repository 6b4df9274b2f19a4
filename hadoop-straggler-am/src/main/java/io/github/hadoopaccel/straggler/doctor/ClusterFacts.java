package io.github.hadoopaccel.straggler.doctor;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the NameNode and DataNodes tell.
 *
 * @param dataNodes what is known of the DataNodes, or {@code null} where this user may not ask
 * @param refusal why this user may not ask, or {@code null}
 * @param policies the enabled erasure coding policies
 */
record ClusterFacts(String uri, DataNodes dataNodes, String refusal, List<Policy> policies) {

  ClusterFacts {
    policies = List.copyOf(policies);
  }

  /**
   * The DataNodes.
   *
   * @param versions version of Hadoop, and how many of those asked run it
   */
  record DataNodes(int live, int dead, int racks, Map<String, Integer> versions) {}

  /**
   * An enabled policy.
   *
   * @param decodable whether this machine can rebuild its units
   * @param complaint what the NameNode says is missing for it, or {@code null}
   */
  record Policy(
      String name,
      String codec,
      int dataUnits,
      int parityUnits,
      boolean decodable,
      String complaint) {

    int units() {
      return dataUnits + parityUnits;
    }

    /** Racks over which a block group must be spread for one of them to be dispensable. */
    int racks() {
      return (units() + parityUnits - 1) / parityUnits;
    }
  }

  static String names(Collection<Policy> policies) {
    return String.join(", ", policies.stream().map(Policy::name).toList());
  }
}
