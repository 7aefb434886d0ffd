package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deliveries and their states. Every change names the state that it expects and checks that it found it. */
final class DeliveryTable {
  private static final String COLUMNS =
      "number, notification, channel, entity, action, received_at, attempts, forgiven, due_at, state, since, reason, payload_kind,"
          + " payload";
  private static final String INSERT =
      "insert into delivery (number, notification, channel, entity, action, received_at, state, since, attempts, forgiven, reason,"
          + " payload_kind, payload, replay_of, sent_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String MOVE =
      "update delivery set state = ?, since = ?, attempts = ?, forgiven = ?, due_at = ?, reason = ? where number = ? and state = ?";
  private static final Transaction.Columns MOVE_COLUMNS = new Transaction.Columns(
      "update delivery d set state = m.state, since = m.since, attempts = m.attempts, forgiven = m.forgiven, due_at = m.due_at,"
          + " reason = m.reason from unnest(?, ?, ?, ?, ?, ?, ?, ?) as m(state, since, attempts, forgiven, due_at, reason, number, before)"
          + " where d.number = m.number and d.state = m.before",
      "varchar", "timestamptz", "integer", "integer", "timestamptz", "varchar", "bigint", "varchar");
  private static final String FIND = "select " + COLUMNS + " from delivery where number = ?";

  private DeliveryTable() {}

  /** @param replayOf the delivery that it takes the place of, or null */
  static void insert(Transaction transaction, Entry entry, State state, String reason, byte[] payload, Long replayOf)
      throws SQLException {
    insert(transaction, entry, state, reason, payload, replayOf, null);
  }

  /** One of many that a route sends on, written before its sender is done; {@link UnfinishedSends} takes it back. */
  static void insertSend(Transaction transaction, Entry entry, byte[] payload, long sentBy) throws SQLException {
    insert(transaction, entry, State.WAITING, null, payload, null, sentBy);
  }

  private static void insert(Transaction transaction, Entry entry, State state, String reason, byte[] payload, Long replayOf,
      Long sentBy) throws SQLException {
    transaction.batch(INSERT, insert -> {
      insert.setLong(1, entry.number());
      insert.setLong(2, entry.notification());
      insert.setString(3, entry.channel());
      insert.setString(4, entry.entity());
      insert.setString(5, Sql.action(entry.action()));
      Sql.setTime(insert, 6, entry.receivedAt());
      insert.setString(7, state.column);
      Sql.setTime(insert, 8, transaction.now());
      insert.setInt(9, entry.attempts());
      insert.setInt(10, entry.forgiven());
      insert.setString(11, Sql.reason(reason));
      insert.setString(12, entry.payloadKind());
      insert.setBytes(13, payload);
      insert.setObject(14, replayOf, Types.BIGINT);
      insert.setObject(15, sentBy, Types.BIGINT);
    });
  }

  /** Exactly one that stands as {@code from}; @param as its attempts and the time it is due, as they are from now on */
  static void move(Transaction transaction, Entry as, State from, State to, String reason) throws SQLException {
    if (transaction.dialect().takesColumns()) {
      transaction.batchColumns(MOVE_COLUMNS, to.column, Sql.time(transaction.now()), as.attempts(), as.forgiven(), Sql.time(as.dueAt()),
          Sql.reason(reason), as.number(), from.column);
      return;
    }
    transaction.batchOne(MOVE, update -> {
      update.setString(1, to.column);
      Sql.setTime(update, 2, transaction.now());
      update.setInt(3, as.attempts());
      update.setInt(4, as.forgiven());
      Sql.setTime(update, 5, as.dueAt());
      update.setString(6, Sql.reason(reason));
      update.setLong(7, as.number());
      update.setString(8, from.column);
    });
  }

  /** Back to waiting by a person's hand: the attempts so far no longer count against the limit. */
  static void retry(Transaction transaction, long number, State from) throws SQLException {
    transaction.batchOne("update delivery set state = ?, since = ?, due_at = null, forgiven = attempts where number = ? and state = ?",
        update -> {
          update.setString(1, State.WAITING.column);
          Sql.setTime(update, 2, transaction.now());
          update.setLong(3, number);
          update.setString(4, from.column);
        });
  }

  /** @return whether the delivery was still waiting, so that the attempt counts */
  static boolean countInterrupted(Transaction transaction, RunningAttempts.Slot slot) throws SQLException {
    PreparedStatement update =
        transaction.prepared("update delivery set attempts = ? where number = ? and state = 'waiting' and attempts < ?");
    update.setInt(1, slot.attempt());
    update.setLong(2, slot.number());
    update.setInt(3, slot.attempt());
    return update.executeUpdate() == 1;
  }

  static void setAttempts(Connection connection, long number, int attempts) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("update delivery set attempts = ? where number = ?")) {
      update.setInt(1, attempts);
      update.setLong(2, number);
      update.executeUpdate();
    }
  }

  /** Those of these deliveries that wait, in no order. */
  static List<Stored> waiting(Connection connection, Collection<Long> numbers) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from delivery where number in ("
        + String.join(", ", Collections.nCopies(numbers.size(), "?")) + ") and state = 'waiting'")) {
      int parameter = 0;
      for (long number : numbers) {
        select.setLong(++parameter, number);
      }
      return read(select);
    }
  }

  /** How many dead letters each entity of a channel has. */
  static Map<String, Integer> deadPerEntity(Connection connection, String channel) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "select entity, count(*) from delivery where state = 'dead' and channel = ? and entity is not null group by entity")) {
      select.setString(1, channel);
      Map<String, Integer> counts = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          counts.put(row.getString(1), row.getInt(2));
        }
      }
      return counts;
    }
  }

  /** The first delivery of the same lane that came later and stands so. Reads all that came later and stands so. */
  static Optional<Long> newer(Connection connection, Entry entry, State state) throws SQLException {
    if (entry.entity() == null) {
      return Optional.empty();
    }
    try (PreparedStatement select = connection.prepareStatement(
        "select min(number) from delivery where state = ? and number > ? and channel = ? and entity = ?")) {
      select.setString(1, state.column);
      select.setLong(2, entry.number());
      select.setString(3, entry.channel());
      select.setString(4, entry.entity());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long number = row.getLong(1);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
      }
    }
  }

  static List<Stored> list(Connection connection, State state, long before, int most) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "select " + COLUMNS + " from delivery where state = ? and number < ? order by state desc, number desc limit ?")) {
      select.setString(1, state.column);
      select.setLong(2, before);
      select.setInt(3, most);
      return read(select);
    }
  }

  static Optional<Stored> find(Connection connection, long number) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setLong(1, number);
      return read(select).stream().findFirst();
    }
  }

  /** As the writer sees it: nobody can change it before the transaction ends. */
  static Optional<Stored> find(Transaction transaction, long number) throws SQLException {
    PreparedStatement select = transaction.prepared(FIND);
    select.setLong(1, number);
    return read(select).stream().findFirst();
  }

  static Map<String, Long> count(Connection connection, State state) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select channel, count(*) from delivery where state = ? group by channel")) {
      select.setString(1, state.column);
      Map<String, Long> counts = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          counts.put(row.getString(1), row.getLong(2));
        }
      }
      return counts;
    }
  }

  private static List<Stored> read(PreparedStatement select) throws SQLException {
    List<Stored> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(new Stored(
            entry(row), row.getString("state"), Sql.instant(row, "since"), row.getString("reason"), row.getBytes("payload")));
      }
    }
    return found;
  }

  static Entry entry(ResultSet row) throws SQLException {
    return new Entry(row.getLong("number"), row.getLong("notification"), row.getString("channel"), row.getString("entity"),
        row.getString("action"), Sql.instant(row, "received_at"), row.getInt("attempts"), row.getInt("forgiven"),
        Sql.instant(row, "due_at"), row.getString("payload_kind"));
  }

  /** A row as it is. */
  record Stored(Entry entry, String state, Instant since, String reason, byte[] payload) {}
}
