package io.github.mentagateway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link OutageClassifierTest}, for a login that a real PostgreSQL or H2 refuses. */
class OutageClassifierIT {
  @TempDir
  Path home;

  @Test
  void a_login_that_is_refused_is_told_without_user_and_password() throws Exception {
    String url = PostgresServer.shared().newDatabase();

    assertThat(OutageClassifierTest.unreachable(home, url + "-not-there"))
        .isEqualTo("the database answered SQLState 3D000: there is no such database");
    assertThat(OutageClassifierTest.unreachable(home, "jdbc:h2:mem:x;INIT=CREATE USER u PASSWORDS 'a-password'"))
        .isEqualTo("the database answered SQLState 42001: no connection");
  }
}
