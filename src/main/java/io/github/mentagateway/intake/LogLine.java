package io.github.mentagateway.intake;

/** One line of {@code key=value}, whose values cannot break out of it: quoted where needed, control characters escaped, cut. */
final class LogLine {
  private static final int LONGEST_VALUE = 300;

  private final StringBuilder line = new StringBuilder(160);

  LogLine with(String key, Object value) {
    if (value != null) {
      line.append(line.length() == 0 ? "" : " ").append(key).append('=');
      append(value.toString());
    }
    return this;
  }

  private void append(String value) {
    int length = Math.min(value.length(), LONGEST_VALUE);
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
