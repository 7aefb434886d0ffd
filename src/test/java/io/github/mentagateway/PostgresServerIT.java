package io.github.mentagateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** That the PostgreSQL of the tests is one with which a test of durability means something. */
class PostgresServerIT {

  @Test
  void it_syncs_each_commit_to_the_disk() {
    PostgresServer server = PostgresServer.shared();

    assertThat(server.setting("fsync")).isEqualTo("on");
    assertThat(server.setting("synchronous_commit")).isEqualTo("on");
    assertThat(server.setting("full_page_writes")).isEqualTo("on");
    assertThat(Integer.parseInt(server.setting("max_connections"))).isGreaterThanOrEqualTo(100);
  }

  @Test
  void each_test_has_a_database_of_its_own_whose_user_is_no_superuser() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String one = server.newDatabase();
    String other = server.newDatabase();

    run(one, "create table only_here (id int)");

    assertThat(one).isNotEqualTo(other);
    assertThatThrownBy(() -> run(other, "select * from only_here")).hasMessageContaining("only_here");
    assertThatThrownBy(() -> run(one, "alter system set fsync = off")).hasMessageContaining("superuser");
  }

  @Test
  void what_was_committed_outlives_a_crash_and_the_server_comes_back_at_its_old_port() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      String url = server.newDatabase();
      run(url, "create table kept (id int)");
      for (PostgresServer.Stop how : PostgresServer.Stop.values()) {
        run(url, "insert into kept values (1)");
        server.stop(how);
        assertThatThrownBy(() -> run(url, "select 1")).isInstanceOf(SQLException.class);
        server.startAgain();
      }
      assertThat(server.ask(url, "select count(*) from kept")).isEqualTo("2");
      assertThat(server.setting("fsync")).isEqualTo("on");
    }
  }

  @Test
  void connections_can_be_dropped_from_outside() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String url = server.newDatabase();
    try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD)) {
      server.dropConnections(url);

      assertThatThrownBy(() -> connection.createStatement().execute("select 1")).isInstanceOf(SQLException.class);
    }
  }

  private static void run(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
