package io.github.mentagateway.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The deliveries whose route sends on so much that it is written bit by bit, while that is under way; and from which number on, so that
 * what is to be taken back is found without looking at everything that waits.
 */
final class UnfinishedSends {
  private UnfinishedSends() {}

  static void begin(Transaction transaction, long sender, long firstSend) throws SQLException {
    transaction.update("insert into unfinished_sends (sender, first_send) values (?, ?)", insert -> {
      insert.setLong(1, sender);
      insert.setLong(2, firstSend);
    });
  }

  /** Its sends stay. */
  static void end(Transaction transaction, long sender) throws SQLException {
    transaction.update("delete from unfinished_sends where sender = ?", delete -> delete.setLong(1, sender));
  }

  static void takeBack(Transaction transaction, long sender) throws SQLException {
    transaction.update("delete from delivery where state = 'waiting' and sent_by = ?"
        + " and number >= (select first_send from unfinished_sends where sender = ?)", delete -> {
          delete.setLong(1, sender);
          delete.setLong(2, sender);
        });
    end(transaction, sender);
  }

  /** Those of an earlier process: their senders are run again. */
  static void takeAllBack(Transaction transaction) throws SQLException {
    List<Long> senders = new ArrayList<>();
    try (ResultSet row = transaction.prepared("select sender from unfinished_sends").executeQuery()) {
      while (row.next()) {
        senders.add(row.getLong(1));
      }
    }
    for (long sender : senders) {
      takeBack(transaction, sender);
    }
  }
}
