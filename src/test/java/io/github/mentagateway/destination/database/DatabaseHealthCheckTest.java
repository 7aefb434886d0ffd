package io.github.mentagateway.destination.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.settings.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.apache.camel.health.HealthCheck;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseHealthCheckTest {
  @TempDir
  Path home;
  private final Queue<Runnable> looks = new ArrayDeque<>();
  private final MovableClock clock = new MovableClock();
  private DatabasePool pool;

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void a_database_that_is_down_is_a_warning_with_its_name_and_the_log_says_why() throws Exception {
    Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    DatabaseHealthCheck check = check("jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:crm", "");
    assertThat(told(check)).isEmpty();
    server.stop();
    assertThat(told(check)).as("no route has used it").isEmpty();

    try (CapturedLog log = CapturedLog.of("database")) {
      assertThat(pool.isUsed()).isFalse();
      use();
      told(check);
      assertThat(told(check)).matches("warning: databases that are down: crm \\(since 2026-03-01T12:00:\\d\\dZ\\)\\. What needs them"
          + " waits; why, says the log \\(event=database_down\\)");
      told(check);
      assertThat(log.lines()).singleElement().asString().contains("WARN event=database_down database=crm error=\"the database answered SQLState");

      Server again = Server.createTcpServer("-tcpPort", String.valueOf(server.getPort()), "-ifNotExists").start();
      told(check);
      assertThat(told(check)).isEmpty();
      assertThat(log.lines()).last().asString().contains("event=database_up database=crm");
      again.stop();
    }
  }

  @Test
  void its_own_query_is_asked() throws Exception {
    String url = "jdbc:h2:mem:" + home.getFileName();
    try (Connection database = DriverManager.getConnection(url, "sa", ""); Statement statement = database.createStatement()) {
      statement.execute("CREATE TABLE is_primary (n INT)");
      DatabaseHealthCheck check = check(url, "SELECT n FROM is_primary");
      use();
      told(check);
      assertThat(told(check)).isEmpty();

      statement.execute("DROP TABLE is_primary");
      told(check);
      assertThat(told(check)).contains("crm (since ");
    }
  }

  @Test
  void a_request_begins_one_look_at_most_every_ten_seconds_and_waits_for_none() throws Exception {
    DatabaseHealthCheck check = check("jdbc:h2:mem:" + home.getFileName(), "");

    check.call();
    check.call();
    assertThat(looks).hasSize(1);
    clock.move(Duration.ofMinutes(1));
    check.call();
    assertThat(looks).as("one is under way").hasSize(1);
    looks.remove().run();
    check.call();
    assertThat(looks).hasSize(1);
  }

  private DatabaseHealthCheck check(String url, String health) {
    pool = new DatabasePool(new Settings.Database("crm", url, "sa", "", Duration.ofSeconds(30), 2, Duration.ofSeconds(1), health));
    return new DatabaseHealthCheck(Map.of("crm", pool), looks::add, clock);
  }

  private void use() {
    try (Connection connection = pool.getConnection()) {
      assertThat(connection).isNotNull();
    } catch (SQLException down) {
      assertThat(pool.isUsed()).isTrue();
    }
  }

  /** What a request is told, behind which the look that it began has ended. */
  private String told(DatabaseHealthCheck check) {
    clock.move(Duration.ofSeconds(11));
    HealthCheck.Result result = check.call();
    assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
    looks.forEach(Runnable::run);
    looks.clear();
    return result.getMessage().orElse("");
  }
}
