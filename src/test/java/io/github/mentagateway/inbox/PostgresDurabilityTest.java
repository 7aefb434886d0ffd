package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.PostgresServer;
import io.github.mentagateway.store.InboxFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise 1 on PostgreSQL: at each acknowledgement its server has flushed the transaction that holds it, and was told to wait for that.
 * Triggers note what each transaction writes, under which setting, and how far the log is right before the commit.
 */
class PostgresDurabilityTest {
  /** The triggers run when all else of a transaction is written: only their own rows and the commit come behind it in the log. */
  private static final String NOTES = """
      create schema noted;
      create table noted.row (number bigserial primary key, transaction bigint, synchronous_commit text, wal pg_lsn, content text);
      create function noted.note() returns trigger language plpgsql security definer as $$ begin
        insert into noted.row (transaction, synchronous_commit, wal, content) values (txid_current(), current_setting('synchronous_commit'),
          pg_current_wal_insert_lsn(), tg_table_name || ' ' || coalesce(new::text, old::text));
        return null;
      end $$;
      do $$ declare one text; begin
        for one in select tablename from pg_tables where schemaname = 'public' loop
          execute format('create constraint trigger noted after insert or update or delete on public.%I deferrable initially deferred'
            || ' for each row execute function noted.note()', one);
        end loop;
      end $$""";
  /** Others see a commit only after its flush, if it waits for one: what is seen here must be flushed, whatever comes behind it. */
  private static final String COMMITS = "select synchronous_commit, wal, pg_current_wal_flush_lsn() as flushed,"
      + " pg_current_wal_flush_lsn() > wal as is_flushed"
      + " from (select synchronous_commit, max(wal) as wal from noted.row where %s group by transaction, synchronous_commit) as written";
  private static final String SINCE = COMMITS.formatted("number > ?");
  /** The first one whose rows hold it, as a text or in bytes. */
  private static final String WITH_TOKEN = COMMITS.formatted("number > ? and transaction = (select min(transaction) from noted.row"
      + " where number > ? and (position(? in content) > 0 or position(encode(convert_to(?, 'UTF8'), 'hex') in content) > 0))");

  private static final PostgresServer SERVER = PostgresServer.shared();

  @TempDir
  Path folder;

  /** The server's own flushes must not hide one that was left out. */
  @BeforeAll
  static void flushSeldom() throws SQLException {
    String url = SERVER.newDatabase();
    run(url, "alter system set wal_writer_delay = '10s'", "select pg_reload_conf()");
  }

  @AfterAll
  static void flushAsUsual() throws SQLException {
    run(SERVER.newDatabase(), "alter system reset wal_writer_delay", "select pg_reload_conf()");
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off", "local"})
  void nothing_is_acknowledged_before_it_is_flushed(String usual) throws SQLException {
    String url = SERVER.newDatabase();
    run(url, "alter database " + url.substring(url.lastIndexOf('/') + 1) + " set synchronous_commit = " + usual);
    Clock clock = Clock.systemUTC();
    InboxOptions options = Stores.postgres(url, folder);

    assertThat(SERVER.setting("fsync")).isEqualTo("on");
    try (Inbox inbox = InboxFactory.open(options, clock); Connection connection = superuser(url)) {
      run(url, NOTES);
      Flushes flushes = new Flushes(connection);
      new AcknowledgementScenario(new InboxDriver(inbox, clock), flushes).run();

      assertThat(flushes.acknowledged).isEqualTo(AcknowledgementScenario.ACKNOWLEDGED);
      assertThat(flushes.tooEarly).isEmpty();
    }
  }

  private static Connection superuser(String url) throws SQLException {
    return DriverManager.getConnection(url, "postgres", "");
  }

  private static void run(String url, String... statements) throws SQLException {
    try (Connection connection = superuser(url); Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What was asked for, and the last row that was noted before. */
  private record Request(String token, long before) {}

  /** Looks at the server from outside, at each acknowledgement. */
  private static final class Flushes implements AcknowledgementScenario.Witness {
    private final Connection connection;
    private final Map<String, Request> requests = new HashMap<>();
    private final List<String> tooEarly = new ArrayList<>();
    private int acknowledged;

    Flushes(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void phase(String name) {}

    @Override
    public synchronized void requested(String name, String token) {
      // a copy's text may have been written before the copy came
      Request first = requests.get(token);
      requests.put(name, new Request(token, first == null ? lastNoted() : first.before));
    }

    private long lastNoted() {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select coalesce(max(number), 0) from noted.row")) {
        row.next();
        return row.getLong(1);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public synchronized void acknowledged(String name) {
      acknowledged++;
      Request request = requests.get(name);
      try (PreparedStatement select = connection.prepareStatement(request.token == null ? SINCE : WITH_TOKEN)) {
        select.setLong(1, request.before);
        if (request.token != null) {
          select.setLong(2, request.before);
          select.setString(3, request.token);
          select.setString(4, request.token);
        }
        judge(name, select.executeQuery());
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private void judge(String name, ResultSet rows) throws SQLException {
      int found = 0;
      while (rows.next()) {
        found++;
        String setting = rows.getString("synchronous_commit");
        if (setting.equals("off") || setting.equals("local")) {
          tooEarly.add(name + " was committed with synchronous_commit=" + setting);
        }
        if (!rows.getBoolean("is_flushed")) {
          tooEarly.add(name + " was acknowledged when the log was flushed to " + rows.getString("flushed") + " only, and its commit is"
              + " behind " + rows.getString("wal"));
        }
      }
      if (found == 0) {
        tooEarly.add(name + " was acknowledged, and nothing of it was committed");
      }
    }
  }
}
