package io.github.mentagateway.store.lease;

import io.github.mentagateway.inbox.LeasedState;
import io.github.mentagateway.store.write.Writer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** By the store's own clock, which is the same for all instances. */
public final class StoredLeases implements LeasedState {
  private static final String ACQUIRE = "insert into leased_state (name, holder, held_until, content) values (?, ?, ?, '')"
      + " on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until"
      + " where leased_state.holder = excluded.holder or leased_state.held_until <= ?";
  private static final String CONTENT = "select content from leased_state where name = ?";
  private static final String WRITE = "update leased_state set content = ? where name = ? and holder = ?";

  private final Writer writer;

  public StoredLeases(Writer writer) {
    this.writer = writer;
  }

  @Override
  public Optional<String> acquire(String name, String holder, Duration lease) {
    long micros = TimeUnit.MILLISECONDS.toMicros(lease.toMillis());
    return writer.decide(group -> group.transaction().run(ACQUIRE, name, holder, group.now() + micros, group.now()) == 0
        ? Optional.empty() : Optional.of(group.transaction().askOne(CONTENT, row -> row.getString(1), name)));
  }

  @Override
  public boolean write(String name, String holder, String text) {
    return writer.decide(group -> group.transaction().run(WRITE, text, name, holder) == 1);
  }
}
