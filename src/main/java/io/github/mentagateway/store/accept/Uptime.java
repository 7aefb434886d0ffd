package io.github.mentagateway.store.accept;

import io.github.mentagateway.store.delivery.Instances;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.sql.SQLException;
import java.time.Clock;

/** For how long a gateway has been up on the store, all in all and in microseconds: the time in which a sender could have tried again. */
final class Uptime implements Part, Instances.TakeoverListener {
  private static final long BETWEEN_WRITES = 10_000_000;
  private static final String READ = "select up_for from store";
  private static final String WRITE = "update store set up_for = ? where up_for < ?";

  private final Clock clock;
  private boolean read;
  private long before;
  private long readAt;
  private long written;

  Uptime(Clock clock) {
    this.clock = clock;
  }

  /** For the writer's thread. */
  long now() {
    return before + Math.max(0, Columns.micros(clock.instant()) - readAt);
  }

  @Override
  public boolean isWaiting() {
    return read && now() - written > BETWEEN_WRITES;
  }

  @Override
  public void ask(Group group) throws SQLException {
    if (!read) {
      before = group.transaction().askOne(READ, row -> row.getLong(1));
      readAt = Columns.micros(clock.instant());
      written = before;
      read = true;
    }
  }

  @Override
  public void write(Group group) throws SQLException {
    if (isWaiting()) {
      writeNow(group);
    }
  }

  /** Also when this process ends. */
  @Override
  public void takeOver(Group group, long instance) throws SQLException {
    writeNow(group);
  }

  private void writeNow(Group group) throws SQLException {
    written = now();
    group.transaction().run(WRITE, written, written);
  }
}
