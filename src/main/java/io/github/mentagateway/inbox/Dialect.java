package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;

/** What differs between the databases inside a transaction. For the thread of its writer only. */
interface Dialect {

  /** First in a transaction. @return the time that counts in it */
  Instant begin(Transaction transaction, Preparation preparation) throws SQLException;

  /** A time of this process as the store's clock will show it then. */
  Instant storeTime(Instant local);

  EntityHeads heads();

  Unanswered unanswered();

  LaneChanges lanes();

  /** Whether a statement may take an array for each column: {@link Transaction.Columns}. */
  boolean takesColumns();

  /** Rises along each lane, and is never given twice. */
  long nextNumber(Transaction transaction) throws SQLException;

  /** Notifications are about to be removed: whatever has to be remembered of them must be written elsewhere. */
  void beforeRemoval();

  /** The last statements of a transaction. */
  void beforeCommit(Transaction transaction) throws SQLException;

  /**
   * Committed: makes it durable when it has to be, and lets memory follow.
   *
   * @return the channels that have work now
   */
  Collection<String> afterCommit(Transaction transaction) throws SQLException;

  /** Everybody has been told of what was committed. */
  void afterGroup() throws SQLException;

  /** Nothing waits to be written: time to look after the store. */
  void idle(Transaction transaction) throws SQLException;

  void rolledBack();

  /** What a failure before the commit means for the others that were to be written with it. */
  Failure judge(Exception failure);

  enum Failure {
    /** One of them may be to blame: each is written alone. */
    ONE_BY_ONE,
    /** They met the changes of another writer: the same once more. */
    AGAIN,
    /** The store is to blame: none of them can be written now. */
    STORE
  }
}
