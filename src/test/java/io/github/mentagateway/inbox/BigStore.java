package io.github.mentagateway.inbox;

import io.github.mentagateway.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A store with many deliveries waiting, two of each entity, as a gateway would have left it: written in bulk, since taking a million in
 * one by one is a long wait. The one that is due is opened as the product opens it.
 */
final class BigStore {
  static final String PAUSED = "paused";
  private static final List<String> BIG = List.of("notification", "delivery", "lane", "entity_head", "attempt");
  private static final String FAR = "timestamp with time zone '2099-01-01 00:00:00+00'";
  private static final String COLUMNS = "(number, notification, channel, entity, action, received_at, state, since, due_at, attempts,"
      + " forgiven, payload_kind)";

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

  static BigStore h2(String name, Path folder) {
    return new BigStore(name, options("jdbc:h2:file:" + folder.resolve("inbox"), "sa", "", folder), false);
  }

  static BigStore postgres(String name, Path folder) {
    return new BigStore(
        name, options(PostgresServer.shared().newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD, folder), true);
  }

  private static InboxOptions options(String url, String user, String password, Path folder) {
    return new InboxOptions(
        url, user, password, folder, 0, () -> Long.MAX_VALUE, 10_000, Duration.ofHours(48), Duration.ofSeconds(60));
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
    return fill(channel, many, "mod(x, " + many / 2 + ") < " + many / 4);
  }

  /** All of it is due, and a person stopped it. */
  BigStore paused(long many) throws SQLException {
    try (Inbox inbox = open()) {
      inbox.channels().pause(PAUSED, "to see whether it slows the others");
    }
    return fill(PAUSED, many, "false");
  }

  private BigStore fill(String channel, long many, String blocked) throws SQLException {
    long half = many / 2;
    String number = "x + " + last;
    String entity = "'ticket:" + channel + "-' || mod(x, " + half + ")";
    String fingerprint = shared ? "sha256(cast(cast(x as varchar) as bytea))" : "hash('SHA-256', cast(x as varchar))";
    String body = shared ? "'\\x7b7d'" : "X'7b7d'";
    String rows = shared ? " from generate_series(1, " + many + ") as x" : " from system_range(1, " + many + ")";
    String first = " where x <= " + half;
    List<String> statements = new ArrayList<>();
    if (shared) {
      BIG.forEach(table -> statements.add("alter table " + table + " set (autovacuum_enabled = false)"));
    }
    statements.addAll(List.of(
        "insert into notification (number, received_at, action, entity, fingerprint, headers, body, previous) select " + number
            + ", now(), 'ticket.updated', " + entity + ", " + fingerprint + ", 'User-Agent: menta', " + body + ", case when x > " + half
            + " then x - " + half + " + " + last + " end" + rows,
        "insert into delivery " + COLUMNS + " select " + number + ", " + number + ", '" + channel + "', " + entity
            + ", 'ticket.updated', now(), 'waiting', now(), case when x <= " + half + " and " + blocked + " then " + FAR + " end,"
            + " case when x <= " + half + " and " + blocked + " then 1 else 0 end, 0, 'original'" + rows,
        "insert into attempt (delivery, number, started_at, took_ms, outcome, error) select " + number
            + ", 1, now(), 5, 'retry', 'no answer'" + rows + first + " and " + blocked,
        "insert into entity_head (entity, notification, fingerprint, received_at) select " + entity + ", " + number + " + " + half + ", "
            + fingerprint + ", now()" + rows + first));
    long end = last + many;
    statements.addAll(shared
        ? List.of("insert into lane (channel, name, version, next_at) select '" + channel + "', '=' || " + entity + ", 2, case when "
                + blocked + " then " + FAR + " else now() end" + rows + first,
            "select setval('number', " + end + ")")
        : List.of("delete from entity_head_watermark", "insert into entity_head_watermark values (" + end + ")",
            "update unanswered_watermark set notification = " + end,
            "alter sequence number_block restart with " + (end / 10_000 + 1)));
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
