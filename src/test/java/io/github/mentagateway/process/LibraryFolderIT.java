package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.MariaDbServer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A team brings a JDBC driver and a Camel component in {@code lib/}, with no build, and plain {@code java -jar} finds them. */
class LibraryFolderIT {
  private static final Path JARS = Path.of("target/lib-for-tests");

  @TempDir
  Path home;

  @Test
  void a_driver_and_a_component_that_are_not_in_the_jar_are_used_from_lib() throws Exception {
    try (JarFile jar = new JarFile(GatewayProcess.jar())) {
      assertThat(jar.getEntry("org/hsqldb/jdbc/JDBCDriver.class")).isNull();
      assertThat(jar.getEntry("org/apache/camel/component/seda/SedaComponent.class")).isNull();
    }
    bring("hsqldb");
    bring("camel-seda");
    String database = "jdbc:hsqldb:file:" + home.resolve("legacy") + ";shutdown=true;hsqldb.write_delay=false";
    inLegacyDatabase(database, "create table seats (id varchar(20) primary key, owner varchar(100))",
        "insert into seats values ('00001', 'nobody')",
        "create table told (seat varchar(20), owner varchar(100))", """
        create procedure tell(in seat varchar(20), in owner varchar(100), out result varchar(9), out told int) modifies sql data
        begin atomic
          insert into told values (seat, owner);
          set result = 'OK';
          set told = 1;
        end""");

    try (GatewayProcess gateway = GatewayProcess.in(home).byPlainJava()
        .with("GATEWAY_DATABASE_LEGACY_URL", database)
        .with("GATEWAY_DATABASE_LEGACY_USER", "SA")
        .file("routes/destinations/ticket-ownership.camel.yaml", """
            - route:
                id: ticket-ownership
                from:
                  uri: durable:ticket-ownership
                  steps:
                    - to:
                        uri: kamelet:database-update
                        parameters:
                          database: legacy
                          sql: "update seats set owner = :?newOwnerEmail where id = :?id"
                    - to:
                        uri: kamelet:database-call
                        variableReceive: answer
                        parameters:
                          database: legacy
                          call: tell(:?id, :?newOwnerEmail, :!result, :!told)
                          success: "${body[result]} == 'OK' && ${body[told]} == 1"
                    - to:
                        uri: seda:told
            - route:
                id: told
                from:
                  uri: seda:told
                  steps:
                    - log:
                        message: "told by seda: ${body.action}"
            """)
        .start()) {
      gateway.post(Samples.ticket("00001", "ana@example.com"));
      await().atMost(Duration.ofSeconds(60)).until(() -> gateway.log().contains("told by seda: ticket.updated"));
      gateway.awaitNothingWaiting();
      assertThat(gateway.terminate()).isIn(0, 143);
    }
    assertThat(inLegacyDatabase(database, "select owner from seats where id = '00001'")).containsExactly("ana@example.com");
    assertThat(inLegacyDatabase(database, "select seat || owner from told")).containsExactly("00001ana@example.com");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void a_mariadb_is_reached_by_its_driver_from_lib() throws Exception {
    bring("mariadb");
    String url = MariaDbServer.shared().newDatabase();
    try (Connection database = DriverManager.getConnection(url, MariaDbServer.USER, MariaDbServer.PASSWORD);
        Statement statement = database.createStatement()) {
      statement.execute("CREATE TABLE tickets (id VARCHAR(20) PRIMARY KEY, owner_email VARCHAR(100), last_sequence BIGINT)");
      statement.execute("CREATE TABLE gateway_effects (delivery VARCHAR(400) PRIMARY KEY)");
      statement.execute("CREATE PROCEDURE owner_of(ticket VARCHAR(20), OUT owner VARCHAR(100))"
          + " SELECT owner_email INTO owner FROM tickets WHERE id = ticket");
      try (GatewayProcess gateway = GatewayProcess.in(home).byPlainJava()
          .with("GATEWAY_DATABASE_LEGACY_URL", url)
          .with("GATEWAY_DATABASE_LEGACY_USER", MariaDbServer.USER)
          .with("GATEWAY_DATABASE_LEGACY_PASSWORD", MariaDbServer.PASSWORD)
          .file("routes/destinations/ticket-ownership.camel.yaml", """
              - route:
                  id: ticket-ownership
                  from:
                    uri: durable:ticket-ownership
                    steps:
                      - to:
                          uri: kamelet:database-update
                          parameters:
                            database: legacy
                            sql: |
                              INSERT INTO tickets VALUES (:?data.id, :?newOwnerEmail, :?sequence)
                              ON DUPLICATE KEY UPDATE owner_email = VALUES(owner_email), last_sequence = VALUES(last_sequence)
                            effectTable: gateway_effects
                      - to:
                          uri: kamelet:database-call
                          parameters:
                            database: legacy
                            call: owner_of(:?data.id, :!owner)
                            success: "${body[owner]} == 'ana@example.com'"
              """)
          .start()) {
        gateway.post(Samples.ticket("00001", "ana@example.com"));
        gateway.awaitNothingWaiting();
        assertThat(gateway.log()).doesNotContain("outcome=dead_letter");
      }
      try (ResultSet rows = statement.executeQuery("SELECT CONCAT(owner_email, ' ', delivery) FROM tickets, gateway_effects")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).startsWith("ana@example.com ").endsWith(".ticket-ownership");
        assertThat(rows.next()).isFalse();
      }
    }
  }

  private void bring(String name) throws Exception {
    Path jar = jar(name);
    Files.createDirectories(home.resolve("lib"));
    Files.copy(jar, home.resolve("lib").resolve(jar.getFileName()));
  }

  private static Path jar(String name) throws Exception {
    try (Stream<Path> jars = Files.list(JARS)) {
      return jars.filter(file -> file.getFileName().toString().startsWith(name)).findFirst().orElseThrow();
    }
  }

  /** Through the driver in {@code lib/}: it is on no class path of ours. */
  private List<String> inLegacyDatabase(String url, String... statements) throws Exception {
    Properties login = new Properties();
    login.setProperty("user", "SA");
    login.setProperty("password", "");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar("hsqldb").toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Driver driver = (Driver) loader.loadClass("org.hsqldb.jdbc.JDBCDriver").getDeclaredConstructor().newInstance();
      List<String> found = new java.util.ArrayList<>();
      try (Connection connection = driver.connect(url, login); Statement statement = connection.createStatement()) {
        for (String sql : statements) {
          if (statement.execute(sql)) {
            try (ResultSet rows = statement.getResultSet()) {
              while (rows.next()) {
                found.add(rows.getString(1));
              }
            }
          }
        }
      }
      return found;
    }
  }
}
