package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
    Files.createDirectories(home.resolve("lib"));
    try (Stream<Path> jars = Files.list(JARS)) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, home.resolve("lib").resolve(jar.getFileName()));
      }
    }
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

  /** Through the driver in {@code lib/}: it is on no class path of ours. */
  private List<String> inLegacyDatabase(String url, String... statements) throws Exception {
    Path jar;
    try (Stream<Path> jars = Files.list(JARS)) {
      jar = jars.filter(file -> file.getFileName().toString().startsWith("hsqldb")).findFirst().orElseThrow();
    }
    Properties login = new Properties();
    login.setProperty("user", "SA");
    login.setProperty("password", "");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
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
