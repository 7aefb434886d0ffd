package io.github.mentagateway.store.sql;

import java.sql.SQLException;
import java.util.Collection;
import javax.sql.DataSource;

/** What differs between the databases. Methods with a {@link Transaction} are for the writer's thread. */
public interface Database {
  /** What a transaction begins with: the time that counts in it, in microseconds, and the numbers that were asked for. */
  record Begun(long now, long[] numbers) {}

  /** Whether several instances may have it open: then others accept, claim and settle meanwhile. */
  boolean isShared();

  /** The writer's connection, seen to be able to write. */
  Transaction openWriter() throws SQLException;

  /** For questions beside the writer. */
  DataSource readers();

  /**
   * First in a transaction.
   *
   * @param sync whether what is written must be on disk before {@link #commit} returns
   * @param keys what nobody else may change until the commit; null: nothing that others would give a key
   * @param numbers how many are wanted; they rise, in the order of the commits of whoever locks the same keys, and none is given twice
   */
  Begun begin(Transaction transaction, boolean sync, Collection<Long> keys, int numbers) throws SQLException;

  /** When it fails, what was written may be there or not, unless {@link #judge} says that it is not. */
  void commit(Transaction transaction) throws SQLException;

  void rollback(Transaction transaction) throws SQLException;

  /** After a commit, when everybody has been told. @param rows how many were written, about */
  void afterCommit(Transaction transaction, long rows) throws SQLException;

  /** Nothing waits to be written: whether the database still answers. */
  void check(Transaction transaction) throws SQLException;

  /** At the end of a select whose rows are about to be changed: those that somebody else is changing are left out. */
  String skippingLocked();

  /** At the end of a select whose rows must stay as they are until the commit. */
  String locking();

  Failure judge(Exception failure);

  /** The database is left as it is. @param writer null when there is none */
  void close(Transaction writer);

  /** What a failure means for what was to be written together. */
  enum Failure {
    /** One of them may be to blame: each is written alone. */
    ONE_BY_ONE,
    /** They met the changes of another writer: the same once more. */
    AGAIN,
    /** Nothing can be written now, and nothing of this was: later it may. */
    UNAVAILABLE,
    /** The connection is gone, and another one may do. */
    DISCONNECTED,
    /** What the file holds may not be what was written: only a new process may open it. */
    BROKEN
  }
}
