package io.github.mentagateway.privacy;

/**
 * A part of a reason or an error that quotes what others wrote, such as the start of an API's answer: it may name people. It stands between
 * {@code ⟦} and {@code ⟧}, is kept with the rest, and is shown only when a person asks to have it revealed. It reaches from the first mark
 * to the last, so that no content can close it early; one whose end was cut off reaches to the end.
 */
public final class PrivateText {
  private static final char BEGIN = '⟦';
  private static final char END = '⟧';
  private static final String HIDDEN = "***";

  private PrivateText() {}

  /** Null and empty become empty: there is nothing to hide. */
  public static String mark(String text) {
    return text == null || text.isEmpty() ? "" : BEGIN + text + END;
  }

  /** For logs, lists and answers: the private part becomes {@code ***}, or nothing when nothing stands in it; null stays null. */
  public static String hide(String text) {
    int begin = text == null ? -1 : text.indexOf(BEGIN);
    if (begin < 0) {
      return text;
    }
    int last = text.lastIndexOf(END);
    int end = last < begin ? text.length() : last;
    return text.substring(0, begin) + (last == begin + 1 ? "" : HIDDEN) + text.substring(Math.min(text.length(), end + 1));
  }

  /** The whole text without the marks; null stays null. */
  public static String reveal(String text) {
    return text == null ? null : text.replace(String.valueOf(BEGIN), "").replace(String.valueOf(END), "");
  }
}
