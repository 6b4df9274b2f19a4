package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The policies on the class path, by name. */
public final class StragglerPolicies {
  /** A class path that cannot be read at all fails for ever. */
  private static final int MAX_BROKEN_ENTRIES = 100;

  private StragglerPolicies() {}

  /**
   * The provider called {@code name}; where there is none, {@code problems} gets a sentence that
   * lists those there are.
   *
   * @param loader where third-party providers are looked for
   */
  public static Optional<StragglerPolicyProvider> find(
      String name, ClassLoader loader, Problems problems) {
    Map<String, StragglerPolicyProvider> known = new TreeMap<>();
    collect(loader, known);
    collect(StragglerPolicyProvider.class.getClassLoader(), known);
    StragglerPolicyProvider provider = known.get(name);
    if (provider == null) {
      problems.add(
          StragglerKeys.POLICY
              + " = \""
              + name
              + "\": no such policy on the class path, expected one of "
              + String.join(", ", known.keySet()));
    }
    return Optional.ofNullable(provider);
  }

  /** What a provider calls itself; empty where it cannot say. */
  private static Optional<String> name(StragglerPolicyProvider provider) {
    try {
      return Optional.ofNullable(provider.name());
    } catch (RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  /**
   * Adds what {@code loader} sees; an entry that cannot be loaded, or has no name, hides only
   * itself.
   */
  private static void collect(ClassLoader loader, Map<String, StragglerPolicyProvider> known) {
    Iterator<StragglerPolicyProvider> providers =
        ServiceLoader.load(StragglerPolicyProvider.class, loader).iterator();
    int broken = 0;
    while (broken < MAX_BROKEN_ENTRIES) {
      StragglerPolicyProvider provider;
      try {
        provider = providers.next();
      } catch (NoSuchElementException e) {
        return;
      } catch (ServiceConfigurationError | LinkageError e) {
        broken++;
        continue;
      }
      name(provider).ifPresent(name -> known.putIfAbsent(name, provider));
    }
  }
}
