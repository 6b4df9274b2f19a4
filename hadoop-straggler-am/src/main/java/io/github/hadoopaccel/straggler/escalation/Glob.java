package io.github.hadoopaccel.straggler.escalation;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern in which {@code *} stands for any text, {@code /} and nothing included, and everything
 * else for itself. Immutable.
 *
 * <p>Each piece between two stars is taken where it comes first, which is right for stars alone;
 * with Knuth, Morris and Pratt's search (1977) the text is passed once, whatever the pattern.
 * Example: {@code /hot/*.ec} fits {@code /hot/a/b.ec} and not {@code /hot/a.ec.tmp}.
 */
final class Glob {
  private final List<String> pieces;

  Glob(String pattern) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int star = pattern.indexOf('*'); star >= 0; star = pattern.indexOf('*', from)) {
      parts.add(pattern.substring(from, star));
      from = star + 1;
    }
    parts.add(pattern.substring(from));
    pieces = List.copyOf(parts);
  }

  boolean fits(String text) {
    String first = pieces.get(0);
    if (pieces.size() == 1) {
      return text.equals(first);
    }
    String last = pieces.get(pieces.size() - 1);
    int end = text.length() - last.length();
    if (end < first.length() || !text.startsWith(first) || !text.endsWith(last)) {
      return false;
    }
    int from = first.length();
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      from = endOfFirst(piece, text, from, end);
      if (from < 0) {
        return false;
      }
    }
    return true;
  }

  /** Where {@code piece} ends that comes first in {@code from .. end}; negative if none does. */
  private static int endOfFirst(String piece, String text, int from, int end) {
    if (piece.isEmpty()) {
      return from;
    }
    int[] border = borders(piece);
    int matched = 0;
    for (int i = from; i < end; i++) {
      matched = extend(piece, border, matched, text.charAt(i));
      if (matched == piece.length()) {
        return i + 1;
      }
    }
    return -1;
  }

  private static int extend(String piece, int[] border, int matched, char next) {
    int length = matched;
    while (length > 0 && piece.charAt(length) != next) {
      length = border[length - 1];
    }
    return piece.charAt(length) == next ? length + 1 : 0;
  }

  /** Length of the longest beginning that is also the end, for each prefix. */
  private static int[] borders(String piece) {
    int[] border = new int[piece.length()];
    for (int i = 1; i < border.length; i++) {
      border[i] = extend(piece, border, border[i - 1], piece.charAt(i));
    }
    return border;
  }
}
