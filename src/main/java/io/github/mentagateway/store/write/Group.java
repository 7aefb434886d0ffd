package io.github.mentagateway.store.write;

import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Transaction;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** What is written in one transaction. */
public final class Group {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Set<Long> keys = new HashSet<>();
  private boolean all;
  private boolean sync;
  private int numbers;
  private Transaction transaction;
  private Database.Begun begun;
  private int drawn;
  private long rows;

  /** Nobody else may accept, send or settle anything of it until the commit. Null is nothing. */
  public void lock(String entity) {
    if (entity != null) {
      long key = FNV_OFFSET;
      for (int i = 0; i < entity.length(); i++) {
        key = (key ^ entity.charAt(i)) * FNV_PRIME;
      }
      keys.add(key);
    }
  }

  /** As {@link #lock(String)}, for a content that has no entity. */
  public void lock(byte[] content) {
    long key = ~FNV_OFFSET;
    for (byte one : content) {
      key = (key ^ one) * FNV_PRIME;
    }
    keys.add(key);
  }

  /** Nobody else may change anything that has an entity until the commit. */
  public void lockAll() {
    all = true;
  }

  /** So many new numbers at the most. */
  public void wantNumbers(int most) {
    numbers += most;
  }

  /** It must be on disk before anybody is told. */
  public void mustSync() {
    sync = true;
  }

  int numbers() {
    return numbers;
  }

  void begin(Database database, Transaction on) throws SQLException {
    transaction = on;
    begun = database.begin(on, sync, all ? null : keys, numbers);
  }

  public Transaction transaction() {
    return transaction;
  }

  /** The time that counts, in microseconds. */
  public long now() {
    return begun.now();
  }

  public long nextNumber() {
    return begun.numbers()[drawn++];
  }

  /** For the cost of moving them into the file. */
  public void wrote(long more) {
    rows += more;
  }

  long rows() {
    return rows;
  }
}
