package io.github.mentagateway.inbox;

import java.time.Clock;

/** Opens the store that {@code gateway.store.url} names. */
public final class InboxFactory {
  private static final String POSTGRES = "jdbc:postgresql:";

  private InboxFactory() {}

  /**
   * @param clock for retries and records; where several instances share a store, the database's clock decides when something is due
   * @throws InboxUnavailableException with a sentence for the operator that names the setting
   */
  public static Inbox open(InboxOptions options, Clock clock) {
    return options.url().startsWith(POSTGRES)
        ? PostgresFactory.open(options, clock, SharedTiming.REAL)
        : H2Factory.open(options, clock);
  }
}
