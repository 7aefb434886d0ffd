package io.github.mentagateway.store.sql;

import io.github.mentagateway.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A store with many deliveries that wait, a quarter of them in one line, as many in history, and as many acts: how its database comes to the rows of a
 * statement. PostgreSQL is asked before it has looked at its tables, and after.
 */
public final class PlannedStore {
  public static final String CHANNEL = "mail";
  /** The line of which so many wait. */
  public static final String LINE = "ticket:line";
  public static final long MANY = 8_000;

  private static final String SERIES = "with recursive series (x) as (select 1 union all select x + 1 from series where x < " + MANY + ") ";
  private static final String ENTITY = "case when x <= " + MANY / 4 + " then '" + LINE + "' else 'ticket:' || x end";
  private static final String NOTIFICATIONS = "insert into notification (number, received_at, action, entity, fingerprint, instance, headers,"
      + " body) " + SERIES;
  private static final String DELIVERIES = "insert into delivery (number, notification, replay, channel, part, sent, entity, ordered, action,"
      + " received_at, state, since, attempts, forgiven, due_at, sends, payload_kind) " + SERIES;
  private static final List<String> HISTORY = List.of(
      NOTIFICATIONS + "select x, x, 'ticket.updated', " + ENTITY + ", %s, 1, '', %s from series",
      DELIVERIES + "select x, x, 0, 'mail', '', 0, " + ENTITY + ", 1, 'ticket.updated', x, 'delivered', x, 1, 0, null, 0, 'original' from series");
  private static final List<String> WAITING = List.of(
      NOTIFICATIONS + "select x + " + MANY + ", x, 'ticket.updated', " + ENTITY + ", %s, 1, '', %s from series",
      DELIVERIES + "select x + " + MANY + ", x + " + MANY + ", 0, 'mail', '', 0, " + ENTITY + ", 1, 'ticket.updated', x, 'waiting', x, 0, 0,"
          + " case when x = 1 or x > " + MANY / 4 + " then x end, 0, 'original' from series",
      "insert into act (number, began_at, who, what, about, outcome, done, refused, next_step) " + SERIES
          + "select x, x, 'anna', 'retry', 'deadletters', 'done', 1, 0, case when x % 1000 = 0 then x end from series");

  private static final Pattern READ = Pattern.compile("actual rows=(\\d+) loops=(\\d+)|Rows Removed by [A-Za-z ]+: (\\d+)");

  private final Database database;
  private final Transaction transaction;
  private final String name;

  private PlannedStore(String name, Database database) throws SQLException {
    this.name = name;
    this.database = database;
    try (Connection connection = database.readers().getConnection(); Statement statement = connection.createStatement()) {
      statement.executeUpdate("insert into store (one, id, next_number, instances, up_for) values (1, 'plans', 10000, 0, 0)");
    }
    this.transaction = database.openWriter();
  }

  public static Stream<PlannedStore> all(Path folder) throws SQLException {
    return Stream.of(
        new PlannedStore("SQLite", Sqlite.open("jdbc:sqlite:" + folder.resolve("inbox.db"), Clock.systemUTC())).filled("randomblob(32)", "X'7b7d'", List.of()),
        postgres("young PostgreSQL", false),
        postgres("PostgreSQL that was analyzed when nothing waited", true),
        postgres("PostgreSQL", false).withStatistics());
  }

  private static PlannedStore postgres(String name, boolean analyzedBefore) throws SQLException {
    PlannedStore store = new PlannedStore(name, Postgres.open(PostgresServer.shared().newDatabase(), PostgresServer.USER,
        PostgresServer.PASSWORD, () -> null));
    store.run("alter table notification set (autovacuum_enabled = false)");
    store.run("alter table delivery set (autovacuum_enabled = false)");
    store.run("alter table act set (autovacuum_enabled = false)");
    return store.filled("sha256(cast(cast(x as text) as bytea))", "'\\x7b7d'", analyzedBefore ? List.of("analyze") : List.of());
  }

  private PlannedStore filled(String fingerprint, String body, List<String> between) throws SQLException {
    for (String sql : Stream.of(HISTORY, between, WAITING).flatMap(List::stream).toList()) {
      run(sql.contains("%s") ? String.format(sql, fingerprint, body) : sql);
    }
    run("insert into instance (number, beat_at, answered_up_to) values (1, 1, " + 2 * MANY + "), (2, 1, 0), (3, 1, 0)");
    run("insert into channel (name, ordered, hold, down_since, next_probe_at) values ('mail', 1, 0, 1, 1)");
    run("insert into channel_failure (channel, delivery, entity, tried_at) values ('mail', " + (2 * MANY - 1) + ", '=a', 1), ('mail', "
        + (2 * MANY - 2) + ", '=b', 2)");
    return this;
  }

  private PlannedStore withStatistics() throws SQLException {
    run("analyze");
    return this;
  }

  private void run(String sql) throws SQLException {
    Connection connection = transaction.connection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
  }

  public boolean isShared() {
    return database.isShared();
  }

  /** What is asked beside the writer. */
  public Queries queries() {
    return new Queries(database.readers(), isShared());
  }

  public String skippingLocked() {
    return database.skippingLocked();
  }

  /** The steps by which it comes to the rows of the big tables, each as the database says it; nothing of it is kept. */
  public List<String> steps(Bulk bulk, Object... row) throws SQLException {
    Connection connection = transaction.connection();
    Object[] values = new Object[row.length];
    for (int i = 0; i < row.length; i++) {
      values[i] = isShared() ? connection.createArrayOf(bulk.types[i], row[i] instanceof byte[] bytes ? new byte[][] {bytes} : new Object[] {row[i]}) : row[i];
    }
    return steps(isShared() ? bulk.withArrays() : bulk.withValues(), values);
  }

  /** On PostgreSQL as the writer has them: planned once for whatever the values are. */
  public List<String> steps(String sql, Object... values) throws SQLException {
    List<String> lines = new ArrayList<>();
    transaction.connection().setAutoCommit(false);
    try {
      if (isShared()) {
        explainPlanned(sql, values, lines);
      } else {
        transaction.ask("explain query plan " + sql, row -> lines.add(row.getString(4)), values);
      }
    } finally {
      transaction.connection().rollback();
    }
    return lines;
  }

  private void explainPlanned(String sql, Object[] values, List<String> lines) throws SQLException {
    String numbered = sql;
    for (int i = 1; numbered.contains("?"); i++) {
      numbered = numbered.replaceFirst("\\?", "\\$" + i);
    }
    String literals = Stream.of(values).map(PlannedStore::literal).collect(Collectors.joining(", "));
    try (Statement statement = transaction.connection().createStatement()) {
      statement.execute("discard plans; deallocate all; prepare planned as " + numbered);
      try (ResultSet row = statement.executeQuery("explain (analyze, timing off, summary off) execute planned"
          + (literals.isEmpty() ? "" : "(" + literals + ")"))) {
        while (row.next()) {
          lines.add(row.getString(1));
        }
      }
    }
  }

  private static String literal(Object value) {
    return value == null || value instanceof Number ? String.valueOf(value) : "'" + value.toString().replace("'", "''") + "'";
  }

  /** Those of these steps that would read many rows for one. */
  public List<String> wide(List<String> steps) {
    return steps.stream().filter(isShared() ? PlannedStore::readsMany : PlannedStore::readsAll).toList();
  }

  /** Of the small tables it may. */
  private static boolean readsAll(String step) {
    return step.equals("USE TEMP B-TREE FOR ORDER BY") || step.startsWith("SCAN ") && !step.matches("SCAN (e|h|i|f|CONSTANT ROW)( .*)?");
  }

  /** As it was run: rows that came of a step and those it threw away. */
  private static boolean readsMany(String step) {
    Matcher rows = READ.matcher(step);
    return rows.find() && (rows.group(3) != null ? Long.parseLong(rows.group(3)) : Long.parseLong(rows.group(1)) * Long.parseLong(rows.group(2)))
        > 100;
  }

  public void close() {
    database.close(transaction);
  }

  @Override
  public String toString() {
    return name;
  }
}
