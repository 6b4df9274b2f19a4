package io.github.hadoopaccel.read.config;

import java.util.List;

/** Says everything that is wrong with the {@code accel.} keys of a configuration. */
public final class InvalidConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidConfigurationException(List<String> lines) {
    super(
        (lines.size() == 1 ? "Invalid configuration: " : "Invalid configuration:\n  ")
            + String.join("\n  ", lines));
  }
}
