package io.github.mentagateway.check;

import java.util.Collection;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/** What a value of a type looks like. */
final class Values {
  private static final Pattern PLAIN_DURATION = Pattern.compile("[+-]?\\d+|(?i)P.*|0+[a-z]+");
  private static final Pattern SECRET = Pattern.compile("(?i).*(password|passphrase|secret|token|authorization|apikey|accesskey).*");

  private Values() {}

  /** What a value of the type must be; null when this is one, or the type is not known here. */
  static String rule(String type, String value) {
    return switch (type) {
      case "boolean" -> value.matches("(?i)true|false") ? null : "true or false";
      case "integer" -> value.matches("[+-]?\\d+") ? null : "a whole number";
      case "number" -> value.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?") ? null : "a number";
      case "duration" -> isDuration(value) ? null : "a time such as 500ms, 10s or 1m30s, without a blank";
      default -> null;
    };
  }

  /** Camel takes what it does not understand for no time at all. */
  private static boolean isDuration(String value) {
    try {
      return PLAIN_DURATION.matcher(value).matches() || value.matches("\\d.*") && TimeUtils.toMilliSeconds(value) != 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether Camel takes the value for one of the words: capitals, dashes and underscores make no difference to it. */
  static boolean isOneOf(Collection<String> words, String value) {
    return words.stream().anyMatch(word -> bare(word).equalsIgnoreCase(bare(value)));
  }

  private static String bare(String word) {
    return word.replace("-", "").replace("_", "");
  }

  /** A value that may be shown; one whose name sounds like a secret is hidden. */
  static String shown(String name, String value) {
    return isSecret(name) ? "***" : value.length() > 60 ? value.substring(0, 60) + "…" : value;
  }

  static boolean isSecret(String name) {
    return SECRET.matcher(name).matches();
  }
}
