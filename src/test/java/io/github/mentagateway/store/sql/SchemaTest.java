package io.github.mentagateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store is made and brought up to date in one step, whoever else opens it, and whatever happens in the middle. */
class SchemaTest {
  private static final String ALONE = "select 1 from pg_advisory_xact_lock(1)";
  private static final Map<String, String> RIGHT =
      Map.of("integer", "bigint", "bytes", "bytea", "numbers", "create sequence number start 10000;", "hot", "");

  private static final String SINCE_VERSION_2 = "drop table act; drop table act_about; drop index delivery_replayed;"
      + " drop table leased_state; drop table contract; drop table contract_field;";

  private final String url = PostgresServer.shared().newDatabase();
  @TempDir
  Path folder;

  @Test
  void of_several_that_open_an_empty_database_at_the_same_moment_one_makes_the_store_and_all_open_it() throws Exception {
    List<CompletableFuture<Postgres>> opened = IntStream.range(0, 6).mapToObj(i -> CompletableFuture.supplyAsync(this::open,
        task -> new Thread(task).start())).toList();

    for (CompletableFuture<Postgres> each : opened) {
      each.join().close(null);
    }
    assertThat(ask("select version from store_version")).isEqualTo("4");
  }

  @Test
  void a_script_that_fails_leaves_nothing_behind_and_the_next_start_makes_the_store() throws Exception {
    Map<String, String> wrong = Map.of("integer", "bigint", "bytes", "bytea", "numbers", "", "hot", "with (nonsense = 1)");

    try (Connection connection = connect()) {
      assertThatThrownBy(() -> Schema.migrate(connection, ALONE, wrong)).isInstanceOf(SQLException.class).hasMessageContaining("nonsense");
    }
    assertThat(tables()).isEqualTo("0");

    try (Connection connection = connect()) {
      Schema.migrate(connection, ALONE, RIGHT);
    }
    assertThat(ask("select version from store_version")).isEqualTo("4");
  }

  @Test
  void a_process_that_dies_in_the_middle_leaves_nothing_behind() throws Exception {
    Map<String, String> dies = Map.of("integer", "bigint", "bytes", "bytea", "numbers", "select pg_terminate_backend(pg_backend_pid());",
        "hot", "");

    try (Connection connection = connect()) {
      assertThatThrownBy(() -> Schema.migrate(connection, ALONE, dies)).isInstanceOf(SQLException.class)
          .hasMessageContaining("terminating connection due to administrator command");
    }
    assertThat(tables()).isEqualTo("0");
    open().close(null);
  }

  @Test
  void a_store_that_flyway_made_is_taken_over_and_brought_up_to_date() throws Exception {
    open().close(null);
    run("drop table store_version; alter table channel drop column paced_until; " + SINCE_VERSION_2
        + " create table flyway_schema_history (version text, success boolean); insert into flyway_schema_history values ('1', true);"
        + " insert into store values (1, 'kept', 1, 1, 0)");

    open().close(null);

    assertThat(ask("select version from store_version")).isEqualTo("4");
    assertThat(ask("select id from store")).isEqualTo("kept");
    assertThat(ask("select count(paced_until) from channel")).isEqualTo("0");
  }

  @Test
  void a_store_of_flyway_gets_its_version_and_only_what_it_lacks() throws Exception {
    open().close(null);
    run("drop table store_version; " + SINCE_VERSION_2 + " create table flyway_schema_history (version text, success boolean);"
        + " insert into flyway_schema_history values (null, true), ('1', true), ('2', true); insert into store values (1, 'kept', 1, 1, 0)");

    open().close(null);

    assertThat(ask("select version from store_version")).isEqualTo("4");
    assertThat(ask("select id from store")).isEqualTo("kept");
  }

  @Test
  void a_store_of_flyway_in_sqlite_is_taken_over_too() throws Exception {
    String file = Sqlite.SCHEME + folder.resolve("inbox.db");
    Sqlite.open(file, Clock.systemUTC()).close(null);
    try (Connection connection = DriverManager.getConnection(file); Statement statement = connection.createStatement()) {
      statement.executeUpdate("drop table store_version; alter table channel drop column paced_until; " + SINCE_VERSION_2
          + " create table flyway_schema_history (version text, success boolean); insert into flyway_schema_history values ('1', 1)");
    }

    Sqlite.open(file, Clock.systemUTC()).close(null);

    try (Connection connection = DriverManager.getConnection(file); Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select version, (select count(paced_until) from channel) from store_version")) {
      assertThat(List.of(row.getInt(1), row.getInt(2))).containsExactly(4, 0);
    }
  }

  @Test
  void a_store_of_the_version_before_acts_gets_them_and_keeps_its_data() throws Exception {
    open().close(null);
    run(SINCE_VERSION_2 + " update store_version set version = 2; insert into store values (1, 'kept', 1, 1, 0)");

    open().close(null);

    assertThat(ask("select version from store_version")).isEqualTo("4");
    assertThat(ask("select id from store")).isEqualTo("kept");
    assertThat(ask("select count(*) from act a join act_about b on b.act = a.number")).isEqualTo("0");
  }

  @Test
  void a_store_in_sqlite_of_the_version_before_acts_gets_them_too() throws Exception {
    String file = Sqlite.SCHEME + folder.resolve("inbox.db");
    Sqlite.open(file, Clock.systemUTC()).close(null);
    try (Connection connection = DriverManager.getConnection(file); Statement statement = connection.createStatement()) {
      statement.executeUpdate(SINCE_VERSION_2 + " update store_version set version = 2; insert into channel (name, ordered, hold) values ('kept', 1, 0)");
    }

    Sqlite.open(file, Clock.systemUTC()).close(null);

    try (Connection connection = DriverManager.getConnection(file); Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select version, (select count(*) from act), (select name from channel) from store_version")) {
      assertThat(List.of(row.getInt(1), row.getInt(2), row.getString(3))).containsExactly(4, 0, "kept");
    }
  }

  @Test
  void a_database_with_tables_of_something_else_is_refused_and_left_alone() throws Exception {
    run("create table orders (id text)");

    assertThatThrownBy(this::open).hasMessageContaining("it cannot be opened: it holds tables of something else, such as orders: give the gateway a"
        + " database, or a schema, of its own");
    assertThat(tables()).isEqualTo("1");
  }

  @Test
  void a_store_of_a_newer_version_is_left_as_it_is() throws Exception {
    open().close(null);
    run("update store_version set version = 9");

    open().close(null);

    assertThat(ask("select version from store_version")).isEqualTo("9");
  }

  @Test
  void sqlite_is_made_of_the_same_scripts_and_opens_again() throws Exception {
    String file = Sqlite.SCHEME + folder.resolve("inbox.db");
    for (int start = 0; start < 2; start++) {
      Sqlite.open(file, Clock.systemUTC()).close(null);
    }

    try (Connection connection = DriverManager.getConnection(file); Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select version, (select count(*) from sqlite_master where type = 'index'"
            + " and name not like 'sqlite_%'), (select count(paced_until) from channel) from store_version")) {
      assertThat(List.of(row.getInt(1), row.getInt(2), row.getInt(3))).containsExactly(4, 16, 0);
    }
  }

  private Postgres open() {
    return Postgres.open(url, PostgresServer.USER, PostgresServer.PASSWORD, () -> null);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD);
  }

  private String tables() {
    return ask("select count(*) from pg_tables where schemaname = 'public'");
  }

  private String ask(String sql) {
    return PostgresServer.shared().ask(url, sql);
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
