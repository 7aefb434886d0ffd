package io.github.mentagateway.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the text of a setting. Every method throws an {@link IllegalArgumentException} whose message is the rule that was broken. */
public final class Parse {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB|TB)?", Pattern.CASE_INSENSITIVE);

  private Parse() {}

  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be a whole number with a unit: ms, s, m, h or d, such as 5s");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** A size in bytes: a plain number counts bytes, and KB is 1024 of them. */
  static long size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be a size such as 262144, 512KB or 256MB");
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2).toUpperCase(Locale.ROOT);
    int shift = 10 * List.of("B", "KB", "MB", "GB", "TB").indexOf(unit);
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
  }

  static int port(String text) {
    int port = whole(text);
    if (port > 65535) {
      throw new IllegalArgumentException("must have a port between 0 and 65535");
    }
    return port;
  }

  static int whole(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("must be a whole number");
    }
    return Integer.parseInt(text);
  }

  static int positive(String text) {
    int number = whole(text);
    if (number == 0) {
      throw new IllegalArgumentException("must be a whole number above 0");
    }
    return number;
  }

  static double decimal(String text, double least, double most) {
    try {
      double number = Double.parseDouble(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // the error below states the rule
    }
    throw new IllegalArgumentException("must be a number between " + least + " and " + most);
  }

  static boolean yesOrNo(String text) {
    return oneOf(text, "true", "false").equals("true");
  }

  static String oneOf(String text, String... choices) {
    if (!Arrays.asList(choices).contains(text)) {
      throw new IllegalArgumentException("must be one of: " + String.join(", ", choices));
    }
    return text;
  }

  /** The comma-separated parts without blanks around them; an empty text is an empty list. */
  static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::trim).filter(part -> !part.isEmpty()).toList();
  }
}
