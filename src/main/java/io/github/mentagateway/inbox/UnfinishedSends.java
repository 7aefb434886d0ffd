package io.github.mentagateway.inbox;

import java.sql.PreparedStatement;
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
    PreparedStatement insert = transaction.prepared("insert into unfinished_sends (sender, first_send) values (?, ?)");
    insert.setLong(1, sender);
    insert.setLong(2, firstSend);
    insert.executeUpdate();
  }

  /** Its sends stay. */
  static void end(Transaction transaction, long sender) throws SQLException {
    PreparedStatement delete = transaction.prepared("delete from unfinished_sends where sender = ?");
    delete.setLong(1, sender);
    delete.executeUpdate();
  }

  static void takeBack(Transaction transaction, long sender) throws SQLException {
    PreparedStatement delete = transaction.prepared("delete from delivery where state = 'waiting' and sent_by = ?"
        + " and number >= (select first_send from unfinished_sends where sender = ?)");
    delete.setLong(1, sender);
    delete.setLong(2, sender);
    delete.executeUpdate();
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
