package io.github.mentagateway.privacy;

/**
 * A part of a reason or an error that quotes what others wrote, such as the start of an API's answer: it may name people. It stands between
 * {@code ⟦} and {@code ⟧}, is kept with the rest, and is shown only when a person asks to have it revealed. It reaches from the first mark
 * to the last, so that no content can close it early; in a text that was cut it reaches to the end.
 */
public final class PrivateText {
  private static final char BEGIN = '⟦';
  private static final char END = '⟧';
  private static final String HIDDEN = "***";

  private PrivateText() {}

  /** Null and empty become empty: there is nothing to hide. */
  public static String mark(String text) {
    return text == null || text.isEmpty() ? "" : BEGIN + reveal(text) + END;
  }

  /** For logs, lists and answers: the private part becomes {@code ***}, or nothing when nothing stands in it; null stays null. */
  public static String hide(String text) {
    int begin = text == null ? -1 : text.indexOf(BEGIN);
    if (begin < 0) {
      return text;
    }
    int end = isCut(text) ? text.length() : end(text, begin);
    return text.substring(0, begin) + (end == begin + 1 && end < text.length() ? "" : HIDDEN) + rest(text, end);
  }

  /**
   * One line of at most {@code max} characters, as {@link Masks#oneLine} makes it. What is cut first is the private part: it stays closed,
   * has no marks in it, and what stands around it is still told.
   */
  public static String oneLine(String text, int max) {
    int begin = text == null ? -1 : text.indexOf(BEGIN);
    if (begin < 0) {
      return Masks.oneLine(text, max);
    }
    int end = end(text, begin);
    String before = Masks.oneLine(text.substring(0, begin), max / 2);
    String after = Masks.oneLine(rest(text, end), max / 4);
    String inside = reveal(text.substring(begin + 1, end));
    return before + BEGIN + Masks.oneLine(inside, max - before.length() - after.length() - 2) + END + after;
  }

  /** The whole text without the marks; null stays null. */
  public static String reveal(String text) {
    return text == null ? null : text.replace(String.valueOf(BEGIN), "").replace(String.valueOf(END), "");
  }

  /** Of the last mark, or of the text when none is behind the first. */
  private static int end(String text, int begin) {
    int last = text.lastIndexOf(END);
    return last < begin ? text.length() : last;
  }

  private static String rest(String text, int end) {
    return text.substring(Math.min(text.length(), end + 1));
  }

  /** Its last mark may be gone with its end. */
  private static boolean isCut(String text) {
    return text.endsWith("...") || text.endsWith("…");
  }
}
