package io.github.mentagateway.inbox;

import io.github.mentagateway.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How tests open a store: as the product does, with a lease that only a clock that is moved can end. */
public final class Stores {
  static final Duration LEASE = Duration.ofDays(365);
  private static final long QUEUE_BYTES = 64L << 20;
  private static final Duration UNANSWERED = Duration.ofHours(48);

  private Stores() {}

  /** A file in that folder. */
  public static InboxOptions sqlite(Path folder) {
    return sqlite(folder, 0, () -> Long.MAX_VALUE);
  }

  static InboxOptions sqlite(Path folder, long minFree, LongSupplier free) {
    return options("jdbc:sqlite:" + folder.resolve("inbox.db"), "", "", folder, minFree, free);
  }

  /** @param folder for what is not in the database */
  static InboxOptions postgres(String url, Path folder) {
    return options(url, PostgresServer.USER, PostgresServer.PASSWORD, folder, 0, () -> Long.MAX_VALUE);
  }

  static InboxOptions options(String url, String user, String password, Path folder, long minFree, LongSupplier free) {
    return new InboxOptions(url, user, password, folder, minFree, free, InboxSuite.QUEUE, QUEUE_BYTES, InboxSuite.HORIZON, UNANSWERED, LEASE);
  }
}
