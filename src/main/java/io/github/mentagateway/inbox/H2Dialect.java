package io.github.mentagateway.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;

/**
 * H2: one process and one writer, so that lanes, heads of entities and unanswered notifications are in memory, and written behind where a
 * start needs them. Numbers are taken from the database a block at a time. What makes a commit durable is {@link RedoLog}.
 */
final class H2Dialect implements Dialect {
  private static final int BLOCK = 10_000;

  private final Clock clock;
  private final MemoryLaneChanges lanes;
  private final RedoLog log;
  private final RedoGroup redo = new RedoGroup();
  private final MemoryHeads heads = new MemoryHeads();
  private final MemoryUnanswered unanswered = new MemoryUnanswered();
  /** The last that was drawn: kept with each transaction, since a sequence is no part of one. */
  private long block;
  private long nextNumber;
  private long endOfBlock;
  private boolean mustWriteBehind;
  private boolean writesBehind;

  H2Dialect(Clock clock, MemoryLaneChanges lanes, RedoLog log) {
    this.clock = clock;
    this.lanes = lanes;
    this.log = log;
  }

  /** Reads what a start must know of the time before it. */
  void recover(Transaction transaction) throws SQLException {
    heads.recover(transaction);
    unanswered.recover(transaction);
    try (ResultSet row = transaction.prepared("select number_block from redo").executeQuery()) {
      row.next();
      block = row.getLong(1);
    }
  }

  @Override
  public Instant begin(Transaction transaction, Preparation preparation) {
    mustWriteBehind = false;
    redo.clear();
    return clock.instant();
  }

  @Override
  public Instant storeTime(Instant local) {
    return local;
  }

  @Override
  public RedoGroup redo() {
    return redo;
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
        block = rows.getLong(1);
        nextNumber = Math.multiplyExact(block, (long) BLOCK);
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
    if (transaction.writes()) {
      transaction.batchOne("update redo set position = ?, number_block = ?", update -> {
        update.setLong(1, log.next());
        update.setLong(2, block);
      });
    }
  }

  /** Until here the commit lives in the heap only. */
  @Override
  public Collection<String> afterCommit(Transaction transaction) {
    if (!redo.isEmpty()) {
      try {
        log.append(redo.bytes(), transaction.isSynced());
      } catch (IOException e) {
        throw new UncheckedIOException("the redo log cannot be written", e);
      }
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
  public void rolledBack() {
    redo.clear();
    heads.rolledBack();
    unanswered.rolledBack();
    lanes.rolledBack();
  }

  @Override
  public Failure judge(Exception failure) {
    return Failure.ONE_BY_ONE;
  }
}
