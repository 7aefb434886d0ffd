package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file in which much comes and goes and a little of everything stays, as dead letters do: once with the housekeeping and once without. */
class H2HousekeepingTest {
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

  private long sizeAfterAll(String name, boolean keep) throws Exception {
    // chunks may be used again at once, not only after 45 s
    String url = "jdbc:h2:file:" + folder.resolve(name) + ";WRITE_DELAY=0;RETENTION_TIME=0";
    try (Connection connection = DriverManager.getConnection(url, "sa", ""); Statement statement = connection.createStatement()) {
      statement.execute("create table t(id int primary key, text varchar)");
      connection.setAutoCommit(false);
      H2Housekeeping housekeeping = H2Housekeeping.of(connection);
      try (PreparedStatement insert = connection.prepareStatement("insert into t select x, repeat(x, 200) from system_range(?, ?)");
          PreparedStatement remove = connection.prepareStatement("delete from t where id between ? and ?")) {
        for (int round = 0; round < ROUNDS; round++) {
          for (int group = round * GROUPS; group < (round + 1) * GROUPS; group++) {
            change(insert, group, ROWS_OF_A_GROUP, keep ? housekeeping : null);
          }
          for (int group = round * GROUPS; group < (round + 1) * GROUPS; group++) {
            change(remove, group, ROWS_OF_A_GROUP - ROWS_THAT_STAY, keep ? housekeeping : null);
          }
        }
      }
      assertWhole(statement);
      statement.execute("SHUTDOWN IMMEDIATELY");
    }
    long size = Files.size(folder.resolve(name + ".mv.db"));
    try (Connection after = DriverManager.getConnection(url, "sa", ""); Statement statement = after.createStatement()) {
      assertWhole(statement);
    }
    return size;
  }

  private static void change(PreparedStatement change, int group, int rows, H2Housekeeping housekeeping) throws SQLException {
    change.setInt(1, group * ROWS_OF_A_GROUP);
    change.setInt(2, group * ROWS_OF_A_GROUP + rows - 1);
    assertThat(change.executeUpdate()).isEqualTo(rows);
    change.getConnection().commit();
    if (housekeeping != null) {
      housekeeping.afterGroup();
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
