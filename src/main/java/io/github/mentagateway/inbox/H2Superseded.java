package io.github.mentagateway.inbox;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Looks for a newer delivery here and not on the writer: that reads all that was delivered since, and intake must not wait for it.
 * Meanwhile the lane is kept still, so that what was seen stays true until the decision is written.
 */
record H2Superseded(DataSource readers, Ids ids, Lanes lanes, Loading loading, Writer writer) implements Superseded {

  @Override
  public <T> T unless(Entry entry, boolean toTheEnd, boolean force, Supplier<Asked<T>> decision) {
    // a letter that waits again at its old number would be read a second time
    loading.await();
    if (force) {
      return carryOut(decision.get());
    }
    Refusals refusals = new Refusals(ids, entry);
    if (!lanes.reserve(entry)) {
      throw refusals.newerUnderWay();
    }
    try {
      newer(entry, State.DELIVERED).ifPresent(newer -> {
        throw refusals.undoes(newer, "was delivered");
      });
      if (toTheEnd) {
        newer(entry, State.WAITING).ifPresent(newer -> {
          throw refusals.undoes(newer, "waits to be delivered");
        });
      }
      return carryOut(decision.get());
    } finally {
      lanes.release(entry);
      lanes.signal(List.of(entry.channel()));
    }
  }

  private <T> T carryOut(Asked<T> asked) {
    writer.submit(asked.change());
    return Superseded.joined(asked.answer());
  }

  private Optional<Long> newer(Entry entry, State state) {
    return Superseded.read(readers, connection -> DeliveryTable.newer(connection, entry, state));
  }
}
