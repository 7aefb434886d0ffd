package io.github.mentagateway.inbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Looks for a newer delivery in the transaction that writes the decision, with the entity and its lane locked, so that no instance begins
 * or ends anything of it in between. It has a writer of its own: intake does not wait for it.
 */
record SharedSuperseded(Ids ids, ChannelBook channels, Writer aside) implements Superseded {

  @Override
  public <T> T unless(Entry entry, boolean toTheEnd, boolean force, Supplier<Asked<T>> decision) {
    Guarded<T> guarded = new Guarded<>(entry, toTheEnd, force, decision.get());
    aside.submit(guarded);
    return Superseded.joined(guarded.answer);
  }

  private final class Guarded<T> implements Change {
    private final Entry entry;
    private final boolean toTheEnd;
    private final boolean force;
    private final Asked<T> asked;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private Letters.RefusedException refusal;

    Guarded(Entry entry, boolean toTheEnd, boolean force, Asked<T> asked) {
      this.entry = entry;
      this.toTheEnd = toTheEnd;
      this.force = force;
      this.asked = asked;
    }

    @Override
    public void prepare(Preparation preparation) {
      preparation.entity(entry.entity());
      asked.change().prepare(preparation);
    }

    @Override
    public void write(Transaction transaction) throws SQLException {
      refusal = force || entry.entity() == null ? null : refusal(transaction);
      if (refusal == null) {
        asked.change().write(transaction);
      }
    }

    private Letters.RefusedException refusal(Transaction transaction) throws SQLException {
      Refusals refusals = new Refusals(ids, entry);
      boolean underWay = isUnderWay(transaction);
      OptionalLong head = waiting(transaction);
      if (underWay && head.isPresent() && head.getAsLong() > entry.number()) {
        return refusals.newerUnderWay();
      }
      Optional<Long> delivered = DeliveryTable.newer(transaction.connection(), entry, State.DELIVERED);
      if (delivered.isPresent()) {
        return refusals.undoes(delivered.get(), "was delivered");
      }
      Optional<Long> waits = toTheEnd ? DeliveryTable.newer(transaction.connection(), entry, State.WAITING) : Optional.empty();
      return waits.map(newer -> refusals.undoes(newer, "waits to be delivered")).orElse(null);
    }

    /** From here to the commit nobody claims the lane, and whoever had it until its lease ended has it no more. */
    private boolean isUnderWay(Transaction transaction) throws SQLException {
      PreparedStatement update = transaction.prepared(
          "update lane set token = null, claimed_at = null where channel = ? and name = ? and token is not null and next_at <= ?");
      bind(update);
      Sql.setTime(update, 3, transaction.now());
      update.executeUpdate();
      PreparedStatement select = transaction.prepared("select token is not null from lane where channel = ? and name = ? for update");
      bind(select);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }

    private void bind(PreparedStatement ofLane) throws SQLException {
      ofLane.setString(1, entry.channel());
      ofLane.setString(2, channels.laneOf(entry));
    }

    /** What is under way is what has waited longest. */
    private OptionalLong waiting(Transaction transaction) throws SQLException {
      PreparedStatement select =
          transaction.prepared("select min(number) from delivery where state = 'waiting' and channel = ? and entity = ?");
      select.setString(1, entry.channel());
      select.setString(2, entry.entity());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long number = row.getLong(1);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
      }
    }

    @Override
    public void committed() {
      if (refusal == null) {
        asked.change().committed();
      }
    }

    @Override
    public void answer() {
      if (refusal != null) {
        answer.completeExceptionally(refusal);
        return;
      }
      asked.change().answer();
      asked.answer().whenComplete((value, failure) -> {
        if (failure != null) {
          answer.completeExceptionally(failure);
        } else {
          answer.complete(value);
        }
      });
    }

    @Override
    public void failed(Throwable cause) {
      answer.completeExceptionally(cause);
    }
  }
}
