package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.MovableClock;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files in which much comes and goes and a little of everything stays, as dead letters do. */
class H2FileTest {
  private static final int BLOCK = 4_096;
  private static final int ROUNDS = 12;
  private static final int GROUPS = 100;
  private static final int ROWS_OF_A_GROUP = 100;
  private static final int ROWS_THAT_STAY = 10;
  private static final int ROWS_AT_THE_END = ROUNDS * GROUPS * ROWS_THAT_STAY;
  @TempDir Path folder;

  @Test
  void room_that_removed_rows_leave_behind_is_used_again() throws Exception {
    long kept = sizeAfterAll("kept", true);
    long left = sizeAfterAll("left", false);

    assertThat(kept).as("with housekeeping; without it %d", left).isLessThan(left / 2);
  }

  @Test
  void while_nothing_is_written_it_goes_on_until_the_room_is_used_again() throws Exception {
    String url = url("idle");
    try (Connection connection = DriverManager.getConnection(url, "sa", ""); Statement statement = connection.createStatement()) {
      fill(connection, null);
      H2File file = H2File.of(connection, Clock.systemUTC());
      assertThat(file.percentInUse()).isLessThan(H2File.FULL_ENOUGH / 2);
      for (int second = 0; second < 100; second++) {
        file.idle();
      }
      assertThat(file.percentInUse()).isGreaterThanOrEqualTo(H2File.FULL_ENOUGH);
      assertWhole(statement);
      statement.execute("SHUTDOWN IMMEDIATELY");
    }
    try (Connection after = DriverManager.getConnection(url, "sa", ""); Statement statement = after.createStatement()) {
      assertWhole(statement);
    }
  }

  @Test
  void what_nobody_waits_for_is_synced_after_64_groups_or_a_second_or_when_nothing_comes() throws Exception {
    try (Connection real = DriverManager.getConnection(url("unsynced"), "sa", "")) {
      AtomicInteger syncs = new AtomicInteger();
      MovableClock clock = new MovableClock();
      H2File file = H2File.of(counting(real, syncs), clock);

      for (int group = 1; group <= 128; group++) {
        commitUnsynced(file);
        assertThat(syncs).as("after group %d", group).hasValue(group / 64);
      }
      commitUnsynced(file);
      clock.move(Duration.ofMillis(999));
      file.afterGroup();
      assertThat(syncs).hasValue(2);
      clock.move(Duration.ofMillis(1));
      file.afterGroup();
      assertThat(syncs).hasValue(3);
      file.idle();
      assertThat(syncs).as("nothing to sync").hasValue(3);
      commitUnsynced(file);
      file.idle();
      assertThat(syncs).hasValue(4);
      file.release();
    }
  }

  private static void commitUnsynced(H2File file) throws SQLException {
    file.unsynced();
    file.afterGroup();
  }

  /** Each statement that {@link H2File} makes is one that syncs. */
  private static Connection counting(Connection real, AtomicInteger syncs) {
    return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("createStatement")) {
            syncs.incrementAndGet();
          }
          return method.invoke(real, arguments);
        });
  }

  /** Of all that was written since the last sync, the end of the power leaves one write on the disk, and none of those before it. */
  @Test
  void what_was_synced_is_whole_whatever_the_power_leaves_of_what_was_not() throws Exception {
    List<byte[]> writes = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url("power"), "sa", ""); Statement statement = connection.createStatement()) {
      statement.execute("create table t(id int primary key, version int, text varchar)");
      statement.execute("insert into t select x, 0, repeat(x, 200) from system_range(1, 500)");
      connection.setAutoCommit(false);
      H2File file = H2File.of(connection, Clock.systemUTC());
      file.sync();
      writes.add(Files.readAllBytes(folder.resolve("power.mv.db")));
      for (int version = 1; version <= 60; version++) {
        int first = version % 20 * 25 + 1;
        statement.execute("update t set version = " + version + " where id between " + first + " and " + (first + 24));
        connection.commit();
        file.unsynced();
        writes.add(Files.readAllBytes(folder.resolve("power.mv.db")));
      }
      statement.execute("SHUTDOWN IMMEDIATELY");
    }

    for (int last = 2; last < writes.size(); last++) {
      Files.write(folder.resolve("left" + last + ".mv.db"), withOneWrite(writes.get(0), writes.get(last - 1), writes.get(last)));
      try (Connection connection = DriverManager.getConnection(url("left" + last), "sa", "");
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(
              "select count(*), max(version), count(case when text = repeat(id, 200) then 1 end) from t")) {
        row.next();
        assertThat(List.of(row.getInt(1), row.getInt(2), row.getInt(3))).as("write " + last).containsExactly(500, 0, 500);
      }
    }
  }

  private static byte[] withOneWrite(byte[] synced, byte[] before, byte[] after) {
    byte[] left = Arrays.copyOf(synced, after.length);
    byte[] old = Arrays.copyOf(before, after.length);
    for (int i = 0; i < after.length; i++) {
      if (old[i] != after[i]) {
        int block = i / BLOCK * BLOCK;
        System.arraycopy(after, block, left, block, BLOCK);
        i = block + BLOCK - 1;
      }
    }
    return left;
  }

  private String url(String name) {
    // chunks may be used again at once, not only after 45 s
    return "jdbc:h2:file:" + folder.resolve(name) + ";WRITE_DELAY=0;RETENTION_TIME=0";
  }

  private long sizeAfterAll(String name, boolean keep) throws Exception {
    String url = url(name);
    try (Connection connection = DriverManager.getConnection(url, "sa", ""); Statement statement = connection.createStatement()) {
      fill(connection, keep ? H2File.of(connection, Clock.systemUTC()) : null);
      assertWhole(statement);
      statement.execute("SHUTDOWN IMMEDIATELY");
    }
    long size = Files.size(folder.resolve(name + ".mv.db"));
    try (Connection after = DriverManager.getConnection(url, "sa", ""); Statement statement = after.createStatement()) {
      assertWhole(statement);
    }
    return size;
  }

  private static void fill(Connection connection, H2File file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table t(id int primary key, text varchar)");
    }
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement("insert into t select x, repeat(x, 200) from system_range(?, ?)");
        PreparedStatement remove = connection.prepareStatement("delete from t where id between ? and ?")) {
      for (int round = 0; round < ROUNDS; round++) {
        for (int group = round * GROUPS; group < (round + 1) * GROUPS; group++) {
          change(insert, group, ROWS_OF_A_GROUP, file);
        }
        for (int group = round * GROUPS; group < (round + 1) * GROUPS; group++) {
          change(remove, group, ROWS_OF_A_GROUP - ROWS_THAT_STAY, file);
        }
      }
    }
  }

  private static void change(PreparedStatement change, int group, int rows, H2File file) throws SQLException {
    change.setInt(1, group * ROWS_OF_A_GROUP);
    change.setInt(2, group * ROWS_OF_A_GROUP + rows - 1);
    assertThat(change.executeUpdate()).isEqualTo(rows);
    change.getConnection().commit();
    if (file != null) {
      file.unsynced();
      file.afterGroup();
    }
  }

  private static void assertWhole(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("select count(*), count(case when text = repeat(id, 200) then 1 end) from t")) {
      row.next();
      assertThat(row.getInt(1)).isEqualTo(ROWS_AT_THE_END);
      assertThat(row.getInt(2)).isEqualTo(ROWS_AT_THE_END);
    }
  }
}
