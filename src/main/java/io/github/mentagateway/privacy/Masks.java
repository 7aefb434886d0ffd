package io.github.mentagateway.privacy;

/**
 * Makes a text fit to be logged or kept. Every method takes time in proportion to the text, whatever stands in it. Null stays null, and
 * masking twice changes nothing more.
 */
public final class Masks {
  private static final String HIDDEN = "***";
  /** National ids and telephone numbers have at least seven digits; amounts, ports, years and status codes have fewer. */
  private static final int FEWEST_DIGITS = 7;
  private static final int DIGITS_SHOWN = 2;

  private Masks() {}

  /**
   * {@code ana.paz@example.com} becomes {@code a***@example.com} (also with {@code %40}, as in URLs); seven and more digits in a
   * row, or a national id written {@code 30.123.456}, become {@code ***56}.
   */
  public static String maskAddresses(String text) {
    return text == null ? null : maskDigits(maskMail(text));
  }

  /** One line of at most {@code max} characters: control and direction characters are escaped, and a longer text ends in "...". */
  public static String oneLine(String text, int max) {
    if (text == null) {
      return null;
    }
    StringBuilder line = new StringBuilder(Math.min(text.length(), max) + 8);
    for (int i = 0; i < text.length() && line.length() <= max; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (isUnsafe(c)) {
            line.append(String.format("\\u%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    return line.length() <= max ? line.toString() : cut(line, max);
  }

  private static String cut(StringBuilder line, int max) {
    int end = Math.max(0, max - 3);
    if (end > 0 && Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end) + "...".substring(0, Math.min(3, max));
  }

  /** Line and paragraph separators, terminal escapes, and characters that change the direction of the text. */
  private static boolean isUnsafe(char c) {
    int type = Character.getType(c);
    return Character.isISOControl(c) || type == Character.FORMAT || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static String maskMail(String text) {
    if (text.indexOf('@') < 0 && !text.contains("%40")) {
      return text;
    }
    StringBuilder masked = new StringBuilder(text.length());
    int copied = 0;
    int floor = 0;
    for (int i = 0; i < text.length(); i++) {
      int sign = text.charAt(i) == '@' ? 1 : text.startsWith("%40", i) ? 3 : 0;
      if (sign == 0) {
        continue;
      }
      int start = i;
      while (start > floor && isLocal(text.charAt(start - 1))) {
        start--;
      }
      int end = i + sign;
      while (end < text.length() && isDomain(text.charAt(end))) {
        end++;
      }
      if (start < i && end > i + sign) {
        masked.append(text, copied, start);
        if (!Character.isSurrogate(text.charAt(start))) {
          masked.append(text.charAt(start));
        }
        masked.append(HIDDEN).append(text, i, end);
        copied = end;
        i = end - 1;
      }
      // the search never goes back beyond a sign that was seen, which keeps the time linear
      floor = i + 1;
    }
    return masked.append(text, copied, text.length()).toString();
  }

  /** Excludes {@code / = ? &}: an address may hold them, but in the URLs of our errors they end the word before it. */
  private static boolean isLocal(char c) {
    return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || "._%+-'!#$*^`{|}~".indexOf(c) >= 0;
  }

  private static boolean isDomain(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-';
  }

  private static String maskDigits(String text) {
    StringBuilder masked = new StringBuilder(text.length());
    for (int i = 0; i < text.length();) {
      int end = endOfNumber(text, i);
      if (end - i >= FEWEST_DIGITS) {
        masked.append(HIDDEN).append(text, end - DIGITS_SHOWN, end);
        i = end;
      } else {
        // the rest of a short number is no number of its own
        int next = Math.max(end, i + 1);
        masked.append(text, i, next);
        i = next;
      }
    }
    return masked.toString();
  }

  private static int endOfNumber(String text, int start) {
    int end = endOfDigits(text, start);
    boolean afterDot = start > 0 && text.charAt(start - 1) == '.';
    if (end - start < 1 || end - start > 2 || afterDot) {
      return end;
    }
    int second = groupOfThree(text, end);
    int third = second < 0 ? -1 : groupOfThree(text, second);
    // a fourth group makes it an IP address or a version
    boolean more = third >= 0 && text.startsWith(".", third) && endOfDigits(text, third + 1) > third + 1;
    return third < 0 || more ? end : third;
  }

  private static int groupOfThree(String text, int dot) {
    boolean group = dot < text.length() && text.charAt(dot) == '.' && endOfDigits(text, dot + 1) == dot + 4;
    return group ? dot + 4 : -1;
  }

  private static int endOfDigits(String text, int start) {
    int end = start;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
