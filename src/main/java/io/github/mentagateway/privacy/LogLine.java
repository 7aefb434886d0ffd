package io.github.mentagateway.privacy;

/**
 * One line of {@code key=value} pairs. A value cannot break out of it: it is quoted where needed, its control characters are escaped, and
 * it is cut. The caller masks what identifies a person: see {@link Masks}.
 */
public final class LogLine {
  private static final int LONGEST_VALUE = 300;

  private final StringBuilder line = new StringBuilder(160);

  /** Adds a value, which is cut after 300 characters and left out when it is null. */
  public LogLine with(String key, Object value) {
    return with(key, value, LONGEST_VALUE);
  }

  /** @param longest how many characters of the value are shown */
  public LogLine with(String key, Object value, int longest) {
    if (value != null) {
      line.append(line.length() == 0 ? "" : " ").append(key).append('=');
      append(value.toString(), longest);
    }
    return this;
  }

  private void append(String value, int longest) {
    int length = Math.min(value.length(), longest);
    boolean plain = length > 0;
    for (int i = 0; i < length && plain; i++) {
      char c = value.charAt(i);
      plain = c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\';
    }
    if (plain) {
      line.append(value, 0, length);
      return;
    }
    line.append('"');
    for (int i = 0; i < length; i++) {
      appendQuoted(value.charAt(i));
    }
    line.append('"');
  }

  private void appendQuoted(char c) {
    if (c == '"' || c == '\\') {
      line.append('\\').append(c);
    } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == '\u2028' || c == '\u2029') {
      line.append(String.format("\\u%04x", (int) c));
    } else {
      line.append(c);
    }
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
