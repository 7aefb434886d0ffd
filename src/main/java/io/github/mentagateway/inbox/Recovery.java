package io.github.mentagateway.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an H2 file up to its {@link RedoLog}, before anybody else looks at it: the groups that a process committed, and that a crash
 * kept from the file, are run again. With the schema that they were written for, so before it is migrated.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private Recovery() {}

  /** @return how many groups were run again */
  static int run(Connection connection) throws SQLException, IOException {
    Path database = RedoLog.database(connection);
    List<Path> left = new ArrayList<>();
    for (Path path : RedoLog.paths(database)) {
      if (Files.exists(path) && Files.size(path) > 0) {
        left.add(path);
      }
    }
    if (left.isEmpty()) {
      return 0;
    }
    if (!hasPosition(connection)) {
      throw new IOException("beside it is the redo log of another store, " + left.get(0) + ". If the store's file was put here from"
          + " somewhere else, its own .redo files belong beside it. Otherwise move this file away, and keep it");
    }
    int count = redo(connection, left, position(connection));
    sync(connection);
    if (count > 0) {
      LOG.info("event=redone groups={}", count);
    }
    return count;
  }

  private static int redo(Connection connection, List<Path> paths, long from) throws SQLException, IOException {
    String store = Schema.read(connection).store();
    List<RedoFile.Reader> files = new ArrayList<>();
    try {
      for (Path path : paths) {
        files.add(new RedoFile.Reader(path, store));
      }
      // the one that was written to first
      files.sort(Comparator.comparingLong(file -> file.peek() == null ? Long.MAX_VALUE : file.peek().number()));
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      long position = from;
      for (RedoFile.Reader file : files) {
        position = redo(connection, file, position);
      }
      connection.setAutoCommit(autoCommit);
      // also when nothing was missing: an earlier start may have ended between those groups and this
      passNumbersGiven(connection);
      return (int) (position - from);
    } finally {
      for (RedoFile.Reader file : files) {
        file.close();
      }
    }
  }

  /** @return the number of the last group that the database holds now */
  private static long redo(Connection connection, RedoFile.Reader file, long from) throws SQLException, IOException {
    long position = from;
    while (file.peek() != null) {
      RedoFile.Group group = file.next();
      if (group.number() > position) {
        if (group.number() != position + 1) {
          throw new IOException("its redo log goes on at group " + group.number() + ", and the file ends with group " + position
              + ": they are not of the same moment. Put the .redo files back that were beside this file. If they are lost, move those"
              + " that are there away, and keep them: what they hold was acknowledged");
        }
        RedoGroup.run(group.bytes(), connection);
        connection.commit();
        position++;
      }
    }
    return position;
  }

  /** The sequence is not part of a transaction, and what it gave out last may have been lost. */
  private static void passNumbersGiven(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("alter sequence number_block restart with (select greatest(base_value, (select number_block + 1 from redo))"
          + " from information_schema.sequences where sequence_name = 'NUMBER_BLOCK')");
    }
  }

  private static boolean hasPosition(Connection connection) throws SQLException {
    try (ResultSet table = connection.getMetaData().getTables(null, null, "REDO", null)) {
      return table.next();
    }
  }

  static long position(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("select position from redo")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The only statement of H2 that ends in fsync. */
  static void sync(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    }
  }
}
