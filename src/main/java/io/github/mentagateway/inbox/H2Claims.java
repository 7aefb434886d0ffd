package io.github.mentagateway.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** What is handed out at the moment: read from the store when it is claimed, unless it was written just now. */
final class H2Claims {
  private final DataSource readers;
  private final Ids ids;
  private final Lanes lanes;
  private final RecentContent recent;
  private final RunningAttempts running;
  private final Consumer<Throwable> broken;
  private final Map<Long, Entry> claimed = new ConcurrentHashMap<>();

  H2Claims(DataSource readers, Ids ids, Lanes lanes, RecentContent recent, RunningAttempts running, Consumer<Throwable> broken) {
    this.readers = readers;
    this.ids = ids;
    this.lanes = lanes;
    this.recent = recent;
    this.running = running;
    this.broken = broken;
  }

  List<Work> claim(String channel, int most, Instant now) {
    List<ChannelLanes.Claim> claims = lanes.claim(channel, most, now);
    if (claims.isEmpty()) {
      return List.of();
    }
    List<Work> works = new ArrayList<>(claims.size());
    try (Reading reading = new Reading()) {
      reading.readTheUnknown(claims);
      for (ChannelLanes.Claim claim : claims) {
        works.add(work(reading, claim, now));
      }
    } catch (SQLException | IOException | RuntimeException | Error e) {
      // a claim that nobody holds would stop its lane for ever: the next start hands all of them out again
      broken.accept(e);
    }
    return works;
  }

  private Work work(Reading reading, ChannelLanes.Claim claim, Instant now) throws SQLException, IOException {
    Entry entry = reading.entry(claim.number());
    Payload payload = new Payload(entry.payloadKind(), reading.payload(claim.number()));
    Original original = reading.original(entry.notification());
    int attempt = entry.attempts() + 1;
    running.begin(entry.number(), attempt, now);
    claimed.put(entry.number(), entry);
    return new Work(entry.number(), ids.format(entry.number()), ids.format(entry.notification()), entry.channel(), entry.entity(),
        entry.action(), attempt, attempt - entry.forgiven(), claim.probe(), entry.receivedAt(), payload, original);
  }

  /** When the notification of that delivery came; null for {@link Lane#NONE}. */
  Instant receivedAt(long number) {
    Entry known = claimed.get(number);
    known = known == null ? recent.entry(number) : known;
    if (known != null || number == Lane.NONE) {
      return known == null ? null : known.receivedAt();
    }
    try (Connection connection = readers.getConnection()) {
      return DeliveryTable.find(connection, number).map(row -> row.entry().receivedAt()).orElse(null);
    } catch (SQLException e) {
      throw new InboxUnavailableException("the store cannot be read: " + Sql.explain(e), e);
    }
  }

  boolean holds(Work work) {
    return claimed.containsKey(work.number());
  }

  /** @throws IllegalStateException when it is not claimed */
  Entry of(Work work) {
    Entry entry = claimed.get(work.number());
    if (entry == null) {
      throw new IllegalStateException("delivery " + work.deliveryId() + " is not claimed: it was settled or released already");
    }
    return entry;
  }

  /** Only this claim: the next attempt of the same delivery may have been claimed by now. */
  void settled(Entry entry) {
    claimed.remove(entry.number(), entry);
  }

  void release(Work work) {
    Entry entry = of(work);
    claimed.remove(entry.number());
    try {
      running.end(entry.number());
    } catch (IOException e) {
      throw new UncheckedIOException("the list of running attempts cannot be written", e);
    }
    lanes.giveBack(entry);
    lanes.signal(List.of(entry.channel()));
  }

  /** Reads what memory does not have, on one connection for all that is claimed at once; on none when it has all. */
  private final class Reading implements AutoCloseable {
    private final Map<Long, DeliveryTable.Stored> rows = new HashMap<>();
    private final Map<Long, Entry> known = new HashMap<>();
    private Connection connection;

    void readTheUnknown(List<ChannelLanes.Claim> claims) throws SQLException {
      List<Long> unknown = new ArrayList<>();
      for (ChannelLanes.Claim claim : claims) {
        Entry entry = recent.entry(claim.number());
        if (entry == null) {
          unknown.add(claim.number());
        } else {
          known.put(claim.number(), entry);
        }
      }
      if (!unknown.isEmpty()) {
        DeliveryTable.waiting(connection(), unknown).forEach(row -> rows.put(row.entry().number(), row));
      }
    }

    Entry entry(long number) throws SQLException {
      DeliveryTable.Stored row = rows.get(number);
      Entry entry = row == null ? known.get(number) : row.entry();
      if (entry == null) {
        throw new SQLException("delivery " + number + " waits in memory, and not in the store");
      }
      return entry;
    }

    byte[] payload(long number) {
      DeliveryTable.Stored row = rows.get(number);
      return row == null ? null : row.payload();
    }

    Original original(long notification) throws SQLException {
      Original original = recent.original(notification);
      return original == null ? NotificationTable.find(connection(), notification) : original;
    }

    private Connection connection() throws SQLException {
      if (connection == null) {
        connection = readers.getConnection();
      }
      return connection;
    }

    @Override
    public void close() throws SQLException {
      if (connection != null) {
        connection.close();
      }
    }
  }
}
