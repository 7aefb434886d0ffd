package io.github.mentagateway.inbox;

import java.nio.charset.StandardCharsets;

/** Texts from outside in a form that every database keeps. */
public final class Texts {
  private static final int LONGEST_REASON = 2000;
  private static final int LONGEST_ACTION = 200;

  private Texts() {}

  /**
   * Without what PostgreSQL cannot keep in a text: NUL, and halves of a character. Two names that differ in nothing else become one, on
   * either database. Null for null.
   */
  public static String storable(String text) {
    if (text == null) {
      return null;
    }
    boolean clean = true;
    for (int i = 0; i < text.length() && clean; i++) {
      clean = text.charAt(i) != 0 && !Character.isSurrogate(text.charAt(i));
    }
    return clean ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\u0000', '\ufffd');
  }

  /** Cut: a reason that is too long must not fail what carries it. */
  public static String reason(String text) {
    return storable(cut(text, LONGEST_REASON));
  }

  /** Cut to the column, in memory too: what is handed out at once is what it would be after a start. */
  public static String action(String text) {
    return storable(cut(text, LONGEST_ACTION));
  }

  private static String cut(String text, int longest) {
    return text == null || text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
