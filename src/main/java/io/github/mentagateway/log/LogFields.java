package io.github.mentagateway.log;

import io.github.mentagateway.privacy.LogLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.message.Message;

/**
 * The {@code key=value} pairs of a message. The keys are read in the text that the code wrote, before its placeholders are filled in, so that
 * nothing from outside can bring a field of its own; or in a {@link LogLine}, which no value breaks out of.
 */
final class LogFields {
  private static final String PLACEHOLDER = "{}";
  private static final Object[] FILLED_IN = {};
  private static final Pattern WORD = Pattern.compile("(?:([A-Za-z_]\\w*)=)?(\"(?:[^\"\\\\]|\\\\.)*+\"|\\S+)");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");

  private final Map<String, String> fields = new LinkedHashMap<>();

  private LogFields() {}

  static Map<String, String> of(String logger, Message message) {
    LogFields all = new LogFields();
    Object[] values = message.getParameters() == null ? FILLED_IN : message.getParameters();
    boolean ours = logger != null && logger.startsWith("io.github.mentagateway");
    if (values.length > 0 && (ours || values[0] instanceof LogLine)) {
      all.read(message.getFormat(), values);
    } else if (ours && message.getFormattedMessage().startsWith("event=")) {
      all.read(message.getFormattedMessage(), FILLED_IN);
    }
    return all.fields;
  }

  private void read(String text, Object[] values) {
    int used = 0;
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      StringBuilder value = new StringBuilder(plain(word.group(2)));
      for (int at = value.indexOf(PLACEHOLDER); at >= 0 && used < values.length; used++) {
        String given = String.valueOf(values[used]);
        if (values[used] instanceof LogLine) {
          read(given, FILLED_IN);
        }
        value.replace(at, at + PLACEHOLDER.length(), given);
        at = value.indexOf(PLACEHOLDER, at + given.length());
      }
      if (word.group(1) != null) {
        fields.putIfAbsent(word.group(1), value.toString());
      }
    }
  }

  private static String plain(String value) {
    if (value.startsWith("'") && value.endsWith("'") && value.length() > 1) {
      return value.substring(1, value.length() - 1);
    }
    if (!value.startsWith("\"") || !value.endsWith("\"") || value.length() < 2) {
      return value;
    }
    return ESCAPED.matcher(value.substring(1, value.length() - 1)).replaceAll(escape -> Matcher.quoteReplacement(
        escape.group(1) == null ? escape.group(2) : String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }
}
