package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether it pays to rewrite H2's file at the end. Only a closed file shrinks, and a rewrite takes as long as its live part is
 * large, while a supervisor waits for the process to end.
 *
 * @param fileBytes as it is
 * @param liveBytes what of it is still in use, by H2's own estimate
 */
record Compaction(long fileBytes, long liveBytes) {
  private static final long WORTH_BYTES = 64L << 20;
  private static final long LONGEST_BYTES = 1L << 30;

  boolean pays() {
    long spare = fileBytes - liveBytes;
    return spare >= WORTH_BYTES && spare > liveBytes && liveBytes <= LONGEST_BYTES;
  }

  static Compaction of(Connection connection) throws SQLException {
    Map<String, Long> found = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select setting_name, setting_value from information_schema.settings"
            + " where setting_name in ('info.FILE_SIZE', 'info.FILL_RATE', 'info.CHUNKS_FILL_RATE')")) {
      while (row.next()) {
        found.put(row.getString(1), row.getLong(2));
      }
    }
    long file = found.getOrDefault("info.FILE_SIZE", 0L);
    // how much of the file belongs to chunks, and how much of the chunks is not out of date
    return new Compaction(file, upTo(found.get("info.CHUNKS_FILL_RATE"), upTo(found.get("info.FILL_RATE"), file)));
  }

  /** H2 cuts the per cent off: at most one more of them is meant. Unknown is all. */
  private static long upTo(Long percent, long of) {
    return percent == null ? of : of / 100 * Math.min(100, percent + 1);
  }
}
