package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what an earlier process left waiting into the lanes: in the order of arrival, so that each delivery can be handed out as soon as
 * it is read. What is little is there when the inbox is; of a million the rest is read beside everything else, since intake must not wait
 * for it.
 */
final class Loading {
  private static final Logger LOG = LoggerFactory.getLogger(Loading.class);
  private static final int PAGE = 2_000;

  private final DataSource readers;
  private final Lanes lanes;
  private final Consumer<Throwable> broken;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "inbox-loading");
  private long upTo;
  private long last = Lane.NONE;
  private long read;
  private volatile boolean closed;

  /** @param broken is told when the store cannot be read: what is not known would wait for ever */
  Loading(DataSource readers, Lanes lanes, Consumer<Throwable> broken) {
    this.readers = readers;
    this.lanes = lanes;
    this.broken = broken;
  }

  /** Before anything new is written: whatever has a number by now is read, and nothing else. */
  void start() throws SQLException {
    try (Connection connection = readers.getConnection();
        PreparedStatement select = connection.prepareStatement("select max(number) from delivery");
        ResultSet row = select.executeQuery()) {
      row.next();
      upTo = row.getLong(1);
    }
    lanes.unreadUpTo(upTo);
    if (readPage()) {
      thread.start();
    } else {
      end();
    }
  }

  /** Waits until everything is known. */
  void await() {
    Superseded.joined(ended);
  }

  /** Ends it wherever it is. */
  void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      boolean goesOn = true;
      while (goesOn && !closed) {
        goesOn = readPage();
      }
      if (closed) {
        ended.completeExceptionally(new InboxUnavailableException("the inbox is closed"));
      } else {
        end();
        LOG.info("event=waiting_deliveries_read deliveries={}", read);
      }
    } catch (SQLException | RuntimeException | Error e) {
      ended.completeExceptionally(new InboxUnavailableException("the store cannot be read: " + Sql.explain(e), e));
      broken.accept(e);
    }
  }

  private void end() {
    lanes.allRead();
    ended.complete(null);
    lanes.signal(lanes.readable());
  }

  /** @return whether there may be more */
  private boolean readPage() throws SQLException {
    int size = 0;
    // by state as well: only then H2 takes the order from the index, and does not sort all that waits for each page
    Set<String> channels = new HashSet<>();
    try (Connection connection = readers.getConnection();
        PreparedStatement select = connection.prepareStatement("select number, channel, entity, due_at from delivery"
            + " where state = 'waiting' and number > ? and number <= ? order by state, number limit ?")) {
      select.setLong(1, last);
      select.setLong(2, upTo);
      select.setInt(3, PAGE);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          last = row.getLong("number");
          size++;
          channels.add(row.getString("channel"));
          lanes.read(row.getString("channel"), last, row.getString("entity"), Sql.instant(row, "due_at"));
        }
      }
    }
    read += size;
    lanes.signal(channels);
    return size == PAGE;
  }
}
