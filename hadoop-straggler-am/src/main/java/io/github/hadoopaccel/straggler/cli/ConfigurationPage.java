package io.github.hadoopaccel.straggler.cli;

import io.github.hadoopaccel.read.config.AccelKey;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import java.util.List;

/** {@code docs/CONFIGURATION.md}, made of the key objects. */
final class ConfigurationPage {
  private ConfigurationPage() {}

  static String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# Configuration\n\n")
        .append("Every key, made by `hadoop jar hadoop-accel-<version>.jar config --markdown`")
        .append(" from the objects that parse them.\n")
        .append("Set them in `mapred-site.xml`, `core-site.xml`, or with `-D` for one job.\n")
        .append("`hadoop jar hadoop-accel-<version>.jar config --check` says what is wrong with")
        .append(" them on a machine.\n\n")
        .append("Erasure coding RS-k-m stores k data and m parity units: any k rebuild a stripe.")
        .append(" h: the units that are asked for beyond k. What holds for a task holds outside of")
        .append(" tasks for each file system object.\n\n")
        .append("Durations: `250ms`, `10s`, `5m`; a bare number counts milliseconds.")
        .append(" Sizes: `32k`, `1m`, binary prefixes.\n\n");
    section(page, "Reading: tasks and clients", ReadKeys.ALL);
    page.append('\n');
    section(page, "Stragglers: the ApplicationMaster", StragglerKeys.ALL);
    return page.toString();
  }

  private static void section(StringBuilder page, String title, List<AccelKey<?>> keys) {
    page.append("## ").append(title).append("\n\n");
    page.append("| key | default | type, allowed values | what it does |\n");
    page.append("|---|---|---|---|\n");
    for (AccelKey<?> key : keys) {
      String type = key.type().equals(key.range()) ? key.type() : key.type() + ": " + key.range();
      page.append("| `")
          .append(key.name())
          .append("` | ")
          .append(key.defaultText().isEmpty() ? "(empty)" : "`" + key.defaultText() + "`")
          .append(" | ")
          .append(type.replace("|", "\\|"))
          .append(" | ")
          .append(key.doc().replace("|", "\\|"))
          .append(" |\n");
    }
  }
}
