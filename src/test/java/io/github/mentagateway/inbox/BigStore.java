package io.github.mentagateway.inbox;

import io.github.mentagateway.PostgresServer;
import io.github.mentagateway.store.InboxFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * A store with many deliveries waiting, two of each entity, as a gateway would have left it: written in bulk, since taking a million in
 * one by one is a long wait.
 */
final class BigStore {
  static final String PAUSED = "paused";
  private static final List<String> BIG = List.of("notification", "delivery");
  /** In the year 2099, in microseconds. */
  private static final String FAR = "4070908800000000";

  private final String name;
  private final InboxOptions options;
  private final boolean shared;
  private long last = 1_000_000;

  private BigStore(String name, InboxOptions options, boolean shared) {
    this.name = name;
    this.options = options;
    this.shared = shared;
    open().close();
  }

  static BigStore sqlite(String name, Path folder) {
    return new BigStore(name, Stores.sqlite(folder), false);
  }

  static BigStore postgres(String name, Path folder) {
    return new BigStore(name, Stores.postgres(PostgresServer.shared().newDatabase(), folder), true);
  }

  Inbox open() {
    return InboxFactory.open(options, Clock.systemUTC());
  }

  @Override
  public String toString() {
    return name;
  }

  /** Every second entity waits for another attempt, a long time from now. */
  BigStore halfBlocked(String channel, long many) throws SQLException {
    return fill(channel, many, "x % " + many / 2 + " < " + many / 4);
  }

  /** All of it is due, and a person stopped it. */
  BigStore paused(long many) throws SQLException {
    try (Inbox inbox = open()) {
      inbox.channels().pause(PAUSED, "to see whether it slows the others");
    }
    return fill(PAUSED, many, "1 = 0");
  }

  private BigStore fill(String channel, long many, String blocked) throws SQLException {
    long half = many / 2;
    String rows = "with recursive series (x) as (select 1 union all select x + 1 from series where x < " + many + ") ";
    String number = "x + " + last;
    String entity = "'ticket:" + channel + "-' || (x % " + half + ")";
    String fingerprint = shared ? "sha256(cast(cast(x as text) as bytea))" : "randomblob(32)";
    String body = shared ? "'\\x7b7d'" : "X'7b7d'";
    String first = "x <= " + half;
    List<String> statements = new ArrayList<>();
    if (shared) {
      BIG.forEach(table -> statements.add("alter table " + table + " set (autovacuum_enabled = false)"));
    }
    long end = last + many + 1;
    statements.addAll(List.of(
        "insert into notification (number, received_at, action, entity, fingerprint, previous, instance, headers, body) " + rows + "select "
            + number + ", 1, 'ticket.updated', " + entity + ", " + fingerprint + ", case when x > " + half + " then x - " + half + " + "
            + last + " end, 0, 'User-Agent: menta', " + body + " from series",
        "insert into delivery (number, notification, replay, channel, part, sent, entity, ordered, action, received_at, state, since, attempts,"
            + " forgiven, next_at, due_at, sends, payload_kind) " + rows + "select " + number + ", " + number + ", 0, '" + channel + "', '', 0, "
            + entity + ", 1, 'ticket.updated', 1, 'waiting', 1, 0, 0, case when " + first + " and " + blocked + " then " + FAR + " end,"
            + " case when " + first + " then case when " + blocked + " then " + FAR + " else 1 end end, 0, 'original' from series",
        shared ? "select setval('number', " + end + ")" : "update store set next_number = " + end));
    run(statements);
    last = end;
    return this;
  }

  /** What autovacuum does after a while; until then PostgreSQL has no statistics of its tables. */
  void vacuum() throws SQLException {
    List<String> statements = new ArrayList<>();
    BIG.forEach(table -> statements.add("alter table " + table + " reset (autovacuum_enabled)"));
    BIG.forEach(table -> statements.add("vacuum (analyze) " + table));
    run(statements);
  }

  private void run(List<String> statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(options.url(), options.user(), options.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
