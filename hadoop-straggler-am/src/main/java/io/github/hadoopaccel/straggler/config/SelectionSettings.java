package io.github.hadoopaccel.straggler.config;

/**
 * How many of the candidates are selected, and which (seed S0-06). Immutable.
 *
 * @param cap a count, or where {@code percent} a percentage of the candidates
 * @param percent whether {@code cap} is a percentage
 * @param random whether they are picked pseudo-randomly; else the slowest come first
 * @param seed of the random selection
 */
public record SelectionSettings(int cap, boolean percent, boolean random, int seed) {

  static SelectionSettings of(String cap, String order, int seed) {
    boolean percent = cap.endsWith("%");
    int number = Integer.parseInt(percent ? cap.substring(0, cap.length() - 1) : cap);
    return new SelectionSettings(number, percent, order.equals("random"), seed);
  }

  /**
   * The most that may be selected of {@code candidates}: at least one of any. Example: 20 % of 12
   * are 2, of 4 it is 1; a cap of 75 selects 75 of 1000.
   */
  public int limit(int candidates) {
    if (candidates == 0) {
      return 0;
    }
    long limit = percent ? (long) candidates * cap / 100 : cap;
    return (int) Math.max(1, Math.min(candidates, limit));
  }
}
