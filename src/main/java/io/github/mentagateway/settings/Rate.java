package io.github.mentagateway.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many calls a destination gets at most in a time, evenly spread.
 *
 * @param text as it was written
 * @param apart from one call to the next; null for no limit
 */
public record Rate(String text, Duration apart) {
  public static final Rate UNLIMITED = new Rate("unlimited", null);

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\s*/\\s*(\\d{0,6})\\s*(s|m|h)");
  private static final Duration SHORTEST = Duration.ofNanos(100_000);

  /**
   * An empty text and {@code unlimited} are {@link #UNLIMITED}.
   *
   * @throws IllegalArgumentException whose message is the rule that was broken
   */
  public static Rate parse(String text) {
    String stripped = text.strip().toLowerCase(Locale.ROOT);
    if (stripped.isEmpty() || stripped.equals("unlimited")) {
      return UNLIMITED;
    }
    Matcher form = FORM.matcher(stripped);
    if (!form.matches() || Long.parseLong(form.group(1)) == 0 || form.group(2).matches("0+")) {
      throw new IllegalArgumentException("must be a number of calls in a time, such as 5/s, 300/m or 10/30s, or unlimited");
    }
    long units = form.group(2).isEmpty() ? 1 : Long.parseLong(form.group(2));
    Duration unit = switch (form.group(3)) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      default -> Duration.ofHours(1);
    };
    Duration apart = unit.multipliedBy(units).dividedBy(Long.parseLong(form.group(1)));
    if (apart.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("must be at most 10000/s: beyond it write unlimited");
    }
    return new Rate(stripped.replaceAll("\\s", ""), apart);
  }

  public boolean isUnlimited() {
    return apart == null;
  }
}
