package io.github.mentagateway.check;

import java.util.Collection;
import java.util.regex.Pattern;

/** What a value of a type looks like. */
final class Values {
  private static final Pattern DURATION = Pattern.compile("[+-]?\\d.*|P.*");
  private static final Pattern SECRET = Pattern.compile("(?i).*(password|passphrase|secret|token|authorization|apikey|accesskey).*");

  private Values() {}

  /** What a value of the type must be; null when this is one, or the type is not known here. */
  static String rule(String type, String value) {
    return switch (type) {
      case "boolean" -> value.matches("(?i)true|false") ? null : "true or false";
      case "integer" -> value.matches("[+-]?\\d+") ? null : "a whole number";
      case "number" -> value.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?") ? null : "a number";
      case "duration" -> DURATION.matcher(value).matches() ? null : "a time such as 500ms, 10s or 1m";
      default -> null;
    };
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
