package io.github.mentagateway.inbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The channels that a person has paused. */
final class PauseTable {
  private PauseTable() {}

  static Map<String, Pause> all(Transaction transaction) throws SQLException {
    Map<String, Pause> pauses = new HashMap<>();
    try (ResultSet row = transaction.prepared("select channel, since, reason from channel_pause").executeQuery()) {
      while (row.next()) {
        pauses.put(row.getString("channel"), new Pause(Sql.instant(row, "since"), row.getString("reason")));
      }
    }
    return pauses;
  }

  /** Paused once more, it keeps its time. Returns how it is paused now. */
  static Pause pause(Transaction transaction, String channel, String reason) throws SQLException {
    Pause before = all(transaction).get(channel);
    Pause pause = new Pause(before == null ? transaction.now() : before.since(), Sql.reason(reason));
    PreparedStatement merge =
        transaction.prepared("merge into channel_pause (channel, since, reason) key (channel) values (?, ?, ?)");
    merge.setString(1, channel);
    merge.setObject(2, Sql.time(pause.since()));
    merge.setString(3, pause.reason());
    merge.executeUpdate();
    return pause;
  }

  /** @return false when it was not paused */
  static boolean resume(Transaction transaction, String channel) throws SQLException {
    PreparedStatement delete = transaction.prepared("delete from channel_pause where channel = ?");
    delete.setString(1, channel);
    return delete.executeUpdate() == 1;
  }
}
