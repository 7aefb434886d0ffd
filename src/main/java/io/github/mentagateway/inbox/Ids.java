package io.github.mentagateway.inbox;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ids as the outside sees them: {@code STORE-NUMBER}, such as {@code k3f9x2-1042}. The store's part keeps an {@code Idempotency-Key} of
 * a test system, or of a store that was made anew, from meaning something else in production.
 */
record Ids(String store) {
  private static final Pattern FORM = Pattern.compile("([a-z0-9]{1,16})-([0-9]{1,18})");

  String format(long number) {
    return store + "-" + number;
  }

  /** Empty when it is no id, or another store's. */
  OptionalLong parse(String id) {
    Matcher matcher = FORM.matcher(id);
    return matcher.matches() && matcher.group(1).equals(store)
        ? OptionalLong.of(Long.parseLong(matcher.group(2)))
        : OptionalLong.empty();
  }
}
