package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.Backlogs;
import io.github.mentagateway.store.channel.CircuitBreakers;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.write.Writer;

/** All that waits in a channel: looked for beside the writer, and decided upon in its transactions. */
public final class StoredBacklogs implements Backlogs {
  private final Queries queries;
  private final Writer writer;
  private final Redelivery.Parts parts;
  private final CircuitBreakers breakers;

  StoredBacklogs(Queries queries, Writer writer, Redelivery.Parts parts, CircuitBreakers breakers) {
    this.queries = queries;
    this.writer = writer;
    this.parts = parts;
    this.breakers = breakers;
  }

  @Override
  public Step move(Move move, long after) {
    return writer.decide(new MoveStep(move, Candidates.of(queries, move.from(), after), parts, breakers));
  }

  @Override
  public Step discard(String channel, String reason, boolean dryRun, long after) {
    return writer.decide(new DiscardStep(channel, reason, dryRun, Candidates.of(queries, channel, after), parts, breakers));
  }
}
