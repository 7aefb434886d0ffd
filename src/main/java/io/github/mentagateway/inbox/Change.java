package io.github.mentagateway.inbox;

import java.sql.SQLException;

/** One thing to be written, together with whatever else waits at that moment. */
interface Change {

  /** What it is about; asked before each {@link #write}. */
  default void prepare(Preparation preparation) {}

  /** May run more than once: with its group and, when the group failed, again. Changes nothing but the transaction. */
  void write(Transaction transaction) throws SQLException;

  /** The transaction is committed (and synced, when it asked for that). */
  default void committed() {}

  /** Tells who asked; after every change of the group has passed {@link #committed}. */
  void answer();

  void failed(Throwable cause);
}
