package io.github.hadoopaccel.straggler.cli;

import io.github.hadoopaccel.read.config.AccelKey;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** The keys as a table of four columns, as wide as what is in them. */
final class ConfigTable {
  private static final List<String> HEAD = List.of("KEY", "VALUE", "SET IN", "DEFAULT");

  private ConfigTable() {}

  static void print(Configuration conf, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    Stream.concat(ReadKeys.ALL.stream(), StragglerKeys.ALL.stream())
        .forEach(key -> rows.add(row(key, conf)));
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static List<String> row(AccelKey<?> key, Configuration conf) {
    String value = conf.getTrimmed(key.name());
    boolean set = value != null && !value.isEmpty();
    String[] sources = set ? conf.getPropertySources(key.name()) : null;
    String source = sources == null || sources.length == 0 ? "-" : sources[sources.length - 1];
    return List.of(
        key.name(), shown(set ? value : key.defaultText()), source, shown(key.defaultText()));
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(empty)" : value;
  }
}
