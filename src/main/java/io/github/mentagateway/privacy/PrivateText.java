package io.github.mentagateway.privacy;

/**
 * The part of a reason or an error that quotes others, such as the beginning of an API's answer, and so may name people. It stands between
 * {@code ⟦} and {@code ⟧}, is kept with the rest, and is shown only when a person asks to reveal it. It reaches from the first mark to the
 * last, so that no content can close it early. In a text that was cut it reaches to the end.
 */
public final class PrivateText {
  private static final char BEGIN = '⟦';
  private static final char END = '⟧';
  private static final String HIDDEN = "***";

  private PrivateText() {}

  /** Marks a text as private. Null and an empty text become an empty one, because there is nothing to hide. */
  public static String mark(String text) {
    return text == null || text.isEmpty() ? "" : BEGIN + reveal(text) + END;
  }

  /** The text for logs, lists and answers: the private part becomes {@code ***}, or nothing when it is empty. Null stays null. */
  public static String hide(String text) {
    int begin = text == null ? -1 : text.indexOf(BEGIN);
    if (begin < 0) {
      return text;
    }
    int end = isCut(text) ? text.length() : end(text, begin);
    return text.substring(0, begin) + (end == begin + 1 && end < text.length() ? "" : HIDDEN) + rest(text, end);
  }

  /**
   * One line of at most {@code max} characters, as {@link Masks#oneLine} makes it. The private part is cut first: it keeps its marks, and
   * the text around it stays readable.
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

  /** The position of the closing mark, or the end of the text when there is none. */
  private static int end(String text, int begin) {
    int last = text.lastIndexOf(END);
    return last < begin ? text.length() : last;
  }

  private static String rest(String text, int end) {
    return text.substring(Math.min(text.length(), end + 1));
  }

  /** A text that was cut may have lost its closing mark. */
  private static boolean isCut(String text) {
    return text.endsWith("...") || text.endsWith("…");
  }
}
