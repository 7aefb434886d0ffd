package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Lists what the lanes know; a pause is in the store before it holds, so that it outlives the process. */
final class H2Channels implements Channels {
  private final Lanes lanes;
  private final MemoryLaneChanges changes;
  private final Writer writer;

  H2Channels(Lanes lanes, MemoryLaneChanges changes, Writer writer) {
    this.lanes = lanes;
    this.changes = changes;
    this.writer = writer;
  }

  @Override
  public List<Status> list() {
    return lanes.status();
  }

  @Override
  public void pause(String channel, String reason) {
    decide(new Decided(channel, reason));
  }

  @Override
  public boolean resume(String channel) {
    return decide(new Decided(channel, null));
  }

  private boolean decide(Decided decided) {
    writer.submit(decided);
    return Superseded.joined(decided.future);
  }

  private final class Decided implements Change {
    private final String channel;
    private final String reason;
    private final CompletableFuture<Boolean> future = new CompletableFuture<>();
    private boolean changed;

    /** @param reason null: it goes on */
    Decided(String channel, String reason) {
      this.channel = channel;
      this.reason = reason;
    }

    @Override
    public void write(Transaction transaction) throws SQLException {
      Pause pause = reason == null ? null : PauseTable.pause(transaction, channel, reason);
      changed = pause != null || PauseTable.resume(transaction, channel);
      changes.stage(channel, () -> lanes.pause(channel, pause));
      transaction.mustSync();
    }

    @Override
    public void answer() {
      future.complete(changed);
    }

    @Override
    public void failed(Throwable cause) {
      future.completeExceptionally(cause);
    }
  }
}
