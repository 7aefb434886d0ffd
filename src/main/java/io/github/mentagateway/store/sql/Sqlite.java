package io.github.mentagateway.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.mentagateway.failure.Causes;
import io.github.mentagateway.inbox.InboxUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A file of SQLite, for one process. A commit is an append to the log beside the file; with {@code synchronous=FULL} it ends in an fsync
 * of the log, which carries all commits before it too, with {@code NORMAL} it ends before that. Which of both is said between two
 * transactions.
 *
 * <p>The pragma acts when it is prepared: a prepared statement that is kept would do nothing.
 */
public final class Sqlite implements Database {
  public static final String SCHEME = "jdbc:sqlite:";

  private static final int READERS = 4;
  /** In bytes: what must still fit onto the disk for the store to be opened. */
  private static final int ROOM = 4 << 20;
  /** Drawn numbers are written as used so many at a time: what a loss of power takes back is never given again. */
  private static final long RESERVED_AT_ONCE = 10_000;
  /** Its transactions begin with the lock of the file. */
  private static final String ALONE = "select 1";
  private static final Map<String, String> DIFFERENCES = Map.of("integer", "integer", "bytes", "blob", "numbers", "", "hot", "");

  private final Clock clock;
  private final String url;
  private final HikariDataSource readers;
  private final Checkpoints checkpoints;
  private Boolean synced;
  private long next;
  private long reserved;
  private long nextBefore;
  private long reservedBefore;

  private Sqlite(String url, Clock clock, HikariDataSource readers) throws SQLException {
    this.url = url;
    this.clock = clock;
    this.readers = readers;
    this.checkpoints = new Checkpoints(connect(url));
  }

  /** @throws InboxUnavailableException with a sentence for the operator that names the setting */
  public static Sqlite open(String url, Clock clock) {
    HikariDataSource readers = null;
    boolean opened = false;
    try {
      Path file = file(url);
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (Connection connection = connect(url)) {
        try (Statement statement = connection.createStatement()) {
          // both are kept in the file; the first only before there is a table
          statement.execute("pragma auto_vacuum = incremental");
          statement.execute("pragma journal_mode = wal");
        }
        Schema.migrate(connection, ALONE, DIFFERENCES);
      }
      readers = new HikariDataSource(config(url));
      Sqlite sqlite = new Sqlite(url, clock, readers);
      opened = true;
      return sqlite;
    } catch (SQLException | IOException | UnsatisfiedLinkError e) {
      throw new InboxUnavailableException("gateway.store.url is '" + url + "': it cannot be opened: " + cause(e), e);
    } finally {
      if (!opened && readers != null) {
        readers.close();
      }
    }
  }

  public static Path file(String url) {
    return Path.of(url.substring(SCHEME.length()));
  }

  /** Connections that only read, beside the process that has the file. */
  public static DataSource reading(String url) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(10_000);
    SQLiteDataSource connections = new SQLiteDataSource(config);
    connections.setUrl(url);
    return connections;
  }

  private static String cause(Throwable failure) {
    for (Throwable cause : Causes.of(failure)) {
      if (cause instanceof UnsatisfiedLinkError || String.valueOf(cause.getMessage()).contains("No native library found")) {
        return "the library of SQLite cannot be loaded (" + cause.getMessage() + "). It is unpacked to " + System.getProperty("org.sqlite.tmpdir",
            System.getProperty("java.io.tmpdir")) + ": that folder must be writable and not mounted with noexec; another one is taken with"
            + " java -Dorg.sqlite.tmpdir=FOLDER";
      }
    }
    return Columns.explain(Causes.root(failure));
  }

  private static Connection connect(String url) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", "10000");
    properties.setProperty("transaction_mode", "IMMEDIATE");
    properties.setProperty("cache_size", "-8192");
    // after each insert the driver would look for the key that SQLite made: nothing here asks for it
    properties.setProperty("jdbc.get_generated_keys", "false");
    return DriverManager.getConnection(url, properties);
  }

  private static HikariConfig config(String url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(READERS);
    config.setMinimumIdle(0);
    config.addDataSourceProperty("busy_timeout", "10000");
    return config;
  }

  @Override
  public boolean isShared() {
    return false;
  }

  /** Written, whatever the file system says is free. With less the store would open, and fail with one of the next writes. */
  private void takeRoom() throws SQLException {
    Path file = file(url).toAbsolutePath();
    Path room = file.resolveSibling(file.getFileName() + ".room");
    try {
      try {
        Files.write(room, new byte[ROOM]);
      } finally {
        Files.deleteIfExists(room);
      }
    } catch (IOException e) {
      throw new SQLiteException("[SQLITE_FULL] " + ROOM + " bytes do not fit into its folder any more: " + e.getMessage(),
          SQLiteErrorCode.SQLITE_FULL);
    }
  }

  @Override
  public Transaction openWriter() throws SQLException {
    takeRoom();
    Connection connection = connect(url);
    try (Statement statement = connection.createStatement()) {
      // checkpoints are made beside the writer
      statement.execute("pragma wal_autocheckpoint = 0");
      // a write that is seen to work: else the first notification would find out that nothing can be written
      statement.execute("update store set one = one");
    }
    Transaction writer = new Transaction(connection, false);
    synced = null;
    if (reserved == 0) {
      reserved = writer.askOne("select next_number from store", row -> row.getLong(1));
      next = reserved;
    }
    return writer;
  }

  @Override
  public DataSource readers() {
    return readers;
  }

  @Override
  public Begun begin(Transaction transaction, boolean sync, Collection<Long> keys, int numbers) throws SQLException {
    nextBefore = next;
    reservedBefore = reserved;
    boolean reserve = next + numbers > reserved;
    synchronous(transaction, sync || reserve);
    transaction.connection().setAutoCommit(false);
    if (reserve) {
      reserved = next + numbers + RESERVED_AT_ONCE;
      transaction.run("update store set next_number = ?", reserved);
    }
    long[] drawn = new long[numbers];
    for (int i = 0; i < numbers; i++) {
      drawn[i] = next++;
    }
    return new Begun(Columns.micros(clock.instant()), drawn);
  }

  private void synchronous(Transaction transaction, boolean sync) throws SQLException {
    if (synced == null || synced != sync) {
      try (Statement pragma = transaction.connection().createStatement()) {
        pragma.execute(sync ? "pragma synchronous = full" : "pragma synchronous = normal");
      }
      synced = sync;
    }
  }

  @Override
  public void commit(Transaction transaction) throws SQLException {
    transaction.connection().setAutoCommit(true);
  }

  @Override
  public void rollback(Transaction transaction) throws SQLException {
    next = nextBefore;
    reserved = reservedBefore;
    Connection connection = transaction.connection();
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
      return;
    }
    // a commit that failed: the driver takes the transaction for ended
    try (Statement rollback = connection.createStatement()) {
      rollback.execute("rollback");
    } catch (SQLException ended) {
      // by the failure itself
    }
  }

  @Override
  public void afterCommit(Transaction transaction, long rows) throws SQLException {
    checkpoints.written(transaction, rows);
  }

  @Override
  public void check(Transaction transaction) throws SQLException {
    transaction.askOne("select one from store", row -> row.getInt(1));
  }

  @Override
  public String skippingLocked() {
    return "";
  }

  @Override
  public String locking() {
    return "";
  }

  /** By SQLite's primary result codes. */
  @Override
  public Failure judge(Exception failure) {
    if (!(failure instanceof SQLiteException sqlite)) {
      return Failure.ONE_BY_ONE;
    }
    if (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
      // the disk has no room for the index of the log, which SQLite does not call a full disk: it counts what it wrote as not written
      return Failure.UNAVAILABLE;
    }
    return switch (primary(sqlite)) {
      case 5, 6 -> Failure.AGAIN; // busy, locked
      case 7, 8, 13, 14 -> Failure.UNAVAILABLE; // out of memory, read only, disk full, cannot open
      case 10, 11, 26 -> Failure.BROKEN; // input or output, corrupt, no database
      default -> Failure.ONE_BY_ONE;
    };
  }

  private static int primary(SQLiteException failure) {
    return failure.getResultCode().code & 0xff;
  }

  static boolean isConstraint(SQLException failure) {
    return failure instanceof SQLiteException sqlite && (primary(sqlite) == SQLiteErrorCode.SQLITE_CONSTRAINT.code
        || primary(sqlite) == SQLiteErrorCode.SQLITE_TOOBIG.code);
  }

  @Override
  public void close(Transaction writer) {
    checkpoints.close();
    readers.close();
    try {
      if (writer != null) {
        writer.run("update store set next_number = ?", next);
        writer.close();
      }
    } catch (SQLException e) {
      // the numbers that were reserved are skipped
    }
  }
}
