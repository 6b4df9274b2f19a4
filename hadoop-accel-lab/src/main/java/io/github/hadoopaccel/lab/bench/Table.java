package io.github.hadoopaccel.lab.bench;

import java.util.ArrayList;
import java.util.List;

/** Rows of text below a row of headings, as aligned text or as Markdown. For one thread. */
public final class Table {
  private final int leftColumns;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table with headings and nothing else.
   *
   * @param leftColumns columns that are aligned to the left, the first ones
   */
  public Table(int leftColumns, String... headings) {
    this.leftColumns = leftColumns;
    rows.add(List.of(headings));
  }

  /** Adds a row with as many cells as there are headings. */
  public void add(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          cells.length + " cells below " + rows.get(0).size() + " headings");
    }
    rows.add(List.of(cells));
  }

  /** The table; ends with a line feed. */
  public String render(boolean markdown) {
    StringBuilder text = new StringBuilder();
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (int r = 0; r < rows.size(); r++) {
      if (markdown) {
        text.append("| ").append(String.join(" | ", rows.get(r))).append(" |\n");
        if (r == 0) {
          text.append("|").append("---|".repeat(leftColumns));
          text.append("---:|".repeat(widths.length - leftColumns)).append('\n');
        }
      } else {
        text.append(aligned(rows.get(r), widths)).append('\n');
      }
    }
    return text.toString();
  }

  private String aligned(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String format = (i == 0 ? "%" : "  %") + (i < leftColumns ? "-" : "") + widths[i] + "s";
      line.append(format.formatted(row.get(i)));
    }
    return line.toString().stripTrailing();
  }
}
