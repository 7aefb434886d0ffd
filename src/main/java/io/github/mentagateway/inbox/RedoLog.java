package io.github.mentagateway.inbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What was committed to the database and may not be in its file yet. A sync of this log costs one write at the end of a file, while the
 * database's own costs every page of every tree that was touched, from leaf to root. So a group is durable when it is here, and
 * {@link Checkpoints} lets the database follow once a second. {@link Recovery} runs again what a crash cut off in between.
 *
 * <p>There are two files, {@code .redo-1} and {@code .redo-2} beside the database. One is written to; when a checkpoint begins they
 * change places, and when it has ended all of the other is in the database.
 */
final class RedoLog implements AutoCloseable {
  private final String store;
  private final RedoFile[] files;
  private int active;
  private long position;
  /** Something was appended since the last sync. */
  private boolean unsynced;

  /**
   * Begins anew: the database holds everything, and is synced.
   *
   * @param position of the last group that the database holds
   */
  RedoLog(Path database, String store, long position) throws IOException {
    this.store = store;
    this.position = position;
    List<Path> paths = paths(database);
    this.files = new RedoFile[] {new RedoFile(paths.get(0)), new RedoFile(paths.get(1))};
    for (RedoFile file : files) {
      file.clear(store);
    }
    syncFolder(paths.get(0).getParent());
  }

  static List<Path> paths(Path database) {
    return List.of(Path.of(database + ".redo-1"), Path.of(database + ".redo-2"));
  }

  /** @return the path of the database's file without its suffix, absolute */
  static Path database(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("select database_path()")) {
      row.next();
      return Path.of(row.getString(1)).toAbsolutePath();
    }
  }

  /** New files in it survive a power failure. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // a system that opens no folders, such as Windows, takes care of it itself
    }
  }

  /** The number that the next group gets: its transaction carries it into the database. */
  synchronized long next() {
    return position + 1;
  }

  /** @param sync whether it must be on disk before anybody is told */
  synchronized void append(byte[] group, boolean sync) throws IOException {
    files[active].append(new RedoFile.Group(position + 1, group));
    position++;
    unsynced = true;
    if (sync) {
      sync();
    }
  }

  private void sync() throws IOException {
    if (unsynced) {
      files[active].sync();
      unsynced = false;
    }
  }

  /**
   * The other file takes over, because a checkpoint begins: what the files held before this one is in the database since the last.
   *
   * @return false when there is nothing to write
   */
  synchronized boolean turn() throws IOException {
    if (files[active].isEmpty()) {
      return false;
    }
    // a group in the new file must never be durable without those before it
    sync();
    active = 1 - active;
    files[active].rewind();
    return true;
  }

  /** The database holds everything, and is synced. */
  synchronized void clear() throws IOException {
    for (RedoFile file : files) {
      file.clear(store);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (RedoFile file : files) {
      file.close();
    }
  }
}
