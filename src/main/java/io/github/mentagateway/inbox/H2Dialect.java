package io.github.mentagateway.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;

/**
 * H2: one process and one writer, so that lanes, heads of entities and unanswered notifications are in memory, and written behind where a
 * start needs them. Numbers are taken from the database a block at a time.
 */
final class H2Dialect implements Dialect {
  private static final int BLOCK = 10_000;

  private final Clock clock;
  private final MemoryLaneChanges lanes;
  private final MemoryHeads heads = new MemoryHeads();
  private final MemoryUnanswered unanswered = new MemoryUnanswered();
  private final H2File file;
  private long nextNumber;
  private long endOfBlock;
  private boolean mustWriteBehind;
  private boolean writesBehind;

  H2Dialect(Clock clock, MemoryLaneChanges lanes, H2File file) {
    this.clock = clock;
    this.lanes = lanes;
    this.file = file;
  }

  /** Reads what a start must know of the time before it. */
  void recover(Transaction transaction) throws SQLException {
    heads.recover(transaction);
    unanswered.recover(transaction);
  }

  @Override
  public Instant begin(Transaction transaction, Preparation preparation) throws SQLException {
    mustWriteBehind = false;
    heads.begin(transaction, preparation.compared());
    return clock.instant();
  }

  @Override
  public Instant storeTime(Instant local) {
    return local;
  }

  @Override
  public EntityHeads heads() {
    return heads;
  }

  @Override
  public Unanswered unanswered() {
    return unanswered;
  }

  @Override
  public MemoryLaneChanges lanes() {
    return lanes;
  }

  /** A statement for each row is a call in this process, and "update … from" is not known. */
  @Override
  public boolean takesColumns() {
    return false;
  }

  @Override
  public long nextNumber(Transaction transaction) throws SQLException {
    if (nextNumber == endOfBlock) {
      try (ResultSet rows = transaction.prepared("select next value for number_block").executeQuery()) {
        rows.next();
        nextNumber = Math.multiplyExact(rows.getLong(1), (long) BLOCK);
        endOfBlock = nextNumber + BLOCK;
      }
    }
    return nextNumber++;
  }

  /** A start reads the heads that are not written yet from the notifications, which may be about to go. */
  @Override
  public void beforeRemoval() {
    mustWriteBehind = true;
  }

  @Override
  public void beforeCommit(Transaction transaction) throws SQLException {
    writesBehind = heads.wantsWriting() || unanswered.wantsWriting() || mustWriteBehind;
    if (writesBehind) {
      heads.write(transaction);
      unanswered.write(transaction);
    }
  }

  @Override
  public Collection<String> afterCommit(Transaction transaction) throws SQLException {
    if (transaction.isSynced()) {
      file.sync();
    } else {
      file.unsynced();
    }
    if (writesBehind) {
      heads.written();
      unanswered.written();
    }
    heads.committed();
    unanswered.committed();
    return lanes.committed();
  }

  @Override
  public void afterGroup() throws SQLException {
    file.afterGroup();
  }

  @Override
  public void idle(Transaction transaction) throws SQLException {
    file.idle();
  }

  @Override
  public void rolledBack() {
    heads.rolledBack();
    unanswered.rolledBack();
    lanes.rolledBack();
  }

  @Override
  public Failure judge(Exception failure) {
    return Failure.ONE_BY_ONE;
  }
}
