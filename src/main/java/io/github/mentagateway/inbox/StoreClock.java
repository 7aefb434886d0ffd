package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * The time that several instances agree on: the database's. {@link #sql} is the expression that yields it, with one parameter to bind.
 *
 * @param instead a time that counts in place of the database's, for tests that move the time; null: the database's own
 */
record StoreClock(Supplier<Instant> instead) {
  static final StoreClock OF_THE_DATABASE = new StoreClock(() -> null);

  static final String SQL = "coalesce(cast(? as timestamp with time zone), clock_timestamp())";

  Instant parameter() {
    return instead.get();
  }
}
