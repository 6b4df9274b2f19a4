package io.github.hadoopaccel.read.hedge;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The hedge policies by name: this project's four, and those of others on the class path. */
public final class HedgePolicies {
  /** A class path that cannot be read at all fails for ever. */
  private static final int MAX_BROKEN_ENTRIES = 100;

  private HedgePolicies() {}

  /**
   * The provider called {@code name}; the class path is searched only for names that are not this
   * project's.
   *
   * @param loader where third-party providers are looked for
   */
  public static Optional<HedgePolicyProvider> find(String name, ClassLoader loader) {
    HedgePolicyProvider own = own().get(name);
    return Optional.ofNullable(own != null ? own : all(loader).get(name));
  }

  /**
   * Every provider there is, by name.
   *
   * @param loader where third-party providers are looked for; they cannot take the name of a policy
   *     of this project
   */
  public static Map<String, HedgePolicyProvider> all(ClassLoader loader) {
    Map<String, HedgePolicyProvider> known = own();
    collect(loader, known);
    collect(HedgePolicyProvider.class.getClassLoader(), known);
    return known;
  }

  private static Map<String, HedgePolicyProvider> own() {
    Map<String, HedgePolicyProvider> known = new TreeMap<>();
    own(known, "adaptive", HedgePolicies::adaptive);
    own(known, "never", settings -> HedgePolicy.never());
    own(
        known,
        "fixed-delay",
        settings ->
            HedgePolicy.afterFixedDelay(settings.fixedDelayNanos(), settings.stuckDelayNanos()));
    own(
        known,
        "always",
        settings -> HedgePolicy.always(Math.max(1, settings.extraUnits()), adaptive(settings)));
    return known;
  }

  private static HedgePolicy adaptive(HedgeSettings settings) {
    return new AdaptiveHedge(
        settings.minDelayNanos(),
        settings.unknownDelayNanos(),
        settings.stuckDelayNanos(),
        settings.peerMultiple(),
        settings.missProbability());
  }

  private static void own(
      Map<String, HedgePolicyProvider> known,
      String name,
      Function<HedgeSettings, HedgePolicy> make) {
    known.put(
        name,
        new HedgePolicyProvider() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public HedgePolicy create(HedgeSettings settings, UnaryOperator<String> property) {
            return make.apply(settings);
          }
        });
  }

  /** Adds what {@code loader} sees; an entry that cannot be loaded or named hides only itself. */
  private static void collect(ClassLoader loader, Map<String, HedgePolicyProvider> known) {
    Iterator<HedgePolicyProvider> providers =
        ServiceLoader.load(HedgePolicyProvider.class, loader).iterator();
    int broken = 0;
    while (broken < MAX_BROKEN_ENTRIES) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        add(providers.next(), known);
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        broken++;
      }
    }
  }

  private static void add(HedgePolicyProvider provider, Map<String, HedgePolicyProvider> known) {
    String name = provider.name();
    if (name != null) {
      known.putIfAbsent(name, provider);
    }
  }
}
