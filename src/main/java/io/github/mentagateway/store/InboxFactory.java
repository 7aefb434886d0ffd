package io.github.mentagateway.store;

import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.InboxOptions;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Journal;
import io.github.mentagateway.store.delivery.AttemptFile;
import io.github.mentagateway.store.delivery.Timing;
import io.github.mentagateway.store.journal.StoredJournal;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Postgres;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.sql.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Supplier;

/** Opens the store that {@code gateway.store.url} names. */
public final class InboxFactory {
  private static final String ATTEMPTS = "inbox.attempts";

  private InboxFactory() {}

  /**
   * @param clock for retries and records; where several instances share a store, the database's clock decides when something is due
   * @throws InboxUnavailableException with a sentence for the operator that names the setting
   */
  public static Inbox open(InboxOptions options, Clock clock) {
    return open(options, clock, Timing.REAL);
  }

  /**
   * What a store has received, for reading beside whoever has it open.
   *
   * @throws InboxUnavailableException with a sentence for the operator that names the setting
   */
  public static Journal openJournal(String url, String user, String password) {
    if (url.startsWith(Postgres.SCHEME)) {
      return new StoredJournal(new Queries(Postgres.reading(url, user, password), true));
    }
    Path file = Sqlite.file(url);
    if (!Files.exists(file)) {
      throw new InboxUnavailableException("gateway.store.url is '" + url + "': there is no such file. Nothing was received yet, or this is"
          + " not the folder of the gateway");
    }
    return new StoredJournal(new Queries(Sqlite.reading(url), false));
  }

  /**
   * A store to try something out in, which is thrown away afterwards.
   *
   * @param id what the ids of all that is in it begin with, so that they are the same each time
   */
  public static Inbox openScratch(InboxOptions options, Clock clock, String id) {
    return open(options, clock, Timing.REAL, () -> id);
  }

  /** @param timing the clocks beside the store's own, which tests move */
  public static Inbox open(InboxOptions options, Clock clock, Timing timing) {
    return open(options, clock, timing, StoreId::draw);
  }

  private static Inbox open(InboxOptions options, Clock clock, Timing timing, Supplier<String> newId) {
    boolean shared = options.url().startsWith(Postgres.SCHEME);
    AttemptFile attempts = null;
    Database database = null;
    boolean opened = false;
    try {
      Path file = shared ? options.folder().resolve(ATTEMPTS) : attemptsBeside(Sqlite.file(options.url()));
      Files.createDirectories(file.toAbsolutePath().getParent());
      // first: it is what tells a second process that there is one
      attempts = new AttemptFile(file);
      database = shared
          ? Postgres.open(options.url(), options.user(), options.password(), timing.insteadOfTheDatabases())
          : Sqlite.open(options.url(), clock);
      SqlInbox inbox = new SqlInbox(options, clock, timing, database, attempts, StoreId.of(database.readers(), newId));
      opened = true;
      return inbox;
    } catch (AttemptFile.InUseException e) {
      throw new InboxUnavailableException(inUse(options, shared), e);
    } catch (SQLException | IOException e) {
      throw new InboxUnavailableException("gateway.store.url is '" + options.url() + "': it cannot be opened: " + Columns.explain(e), e);
    } finally {
      if (!opened) {
        close(database, attempts);
      }
    }
  }

  /** Of the file that is meant, by whatever way it was named. */
  private static Path attemptsBeside(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path real = Files.exists(absolute) ? absolute.toRealPath() : absolute;
    return real.resolveSibling(real.getFileName() + ".attempts");
  }

  private static String inUse(InboxOptions options, boolean shared) {
    return shared
        ? "another gateway runs in this folder already: stop that one, or run this one in a folder of its own"
        : "gateway.store.url is '" + options.url() + "': another process has this store open already. Stop that one, or run this one in a"
            + " folder of its own: a file of SQLite serves one gateway. To run several, let them share a PostgreSQL:"
            + " gateway.store.url=jdbc:postgresql://HOST/DATABASE";
  }

  private static void close(Database database, AttemptFile attempts) {
    if (database != null) {
      database.close(null);
    }
    if (attempts != null) {
      try {
        attempts.close();
      } catch (IOException e) {
        // nothing was written to it
      }
    }
  }
}
