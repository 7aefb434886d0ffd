package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.Collection;

/** One thing to be written, together with whatever else waits at that moment. */
interface Change {

  /** May run twice: once with its group and, when the group failed, once more alone. Changes nothing but the transaction. */
  void write(Transaction transaction) throws SQLException;

  /** The transaction is committed (and synced, when it asked for that): memory may follow. Adds the channels that have work now. */
  void committed(Collection<String> channelsWithWork);

  /** Tells who asked; after every change of the group has passed {@link #committed}. */
  void answer();

  void failed(Throwable cause);
}
