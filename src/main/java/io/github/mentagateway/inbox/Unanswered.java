package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * The notifications whose answer did not certainly reach the sender, so that it may send them again whatever came since. Everything
 * that is accepted begins here, and nearly all of it leaves within milliseconds.
 */
interface Unanswered {

  /** The sender certainly has the answer. On any thread; written with whatever is written next. */
  void answered(long notification);

  /** Whether something was answered that is not written yet. */
  boolean hasMarks();

  /** First in a transaction: an arrival that is judged in it finds everything that was answered before. */
  void mark(Transaction transaction) throws SQLException;

  /** One of the same content, if there is any. */
  OptionalLong find(Transaction transaction, byte[] fingerprint) throws SQLException;

  /** Accepted in this transaction. */
  void stage(long notification, byte[] fingerprint);
}
