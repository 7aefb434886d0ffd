package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.util.List;

/** Reads on connections of its own; what is delivered again goes through the one writer. */
final class H2Duplicates implements Duplicates {
  private final Ids ids;
  private final Lanes lanes;
  private final GroupCommit writer;
  private final Superseded superseded;

  H2Duplicates(Superseded superseded, Ids ids, Lanes lanes, GroupCommit writer) {
    this.superseded = superseded;
    this.ids = ids;
    this.lanes = lanes;
    this.writer = writer;
  }

  @Override
  public List<Counted> list(long before, int most) {
    return superseded.read(connection -> DuplicateTable.list(connection, ids, before, most));
  }

  @Override
  public String deliver(String notificationId, boolean force) {
    long number = ids.parse(notificationId).orElseThrow(Refusals::noSuchDelivery);
    if (!superseded.read(connection -> DuplicateTable.has(connection, number))) {
      throw new RefusedException("of " + notificationId + " no copy came that was not delivered: list shows those of which some did");
    }
    Entry first = superseded.read(connection -> DeliveryTable.find(connection, number)).orElseThrow(Refusals::noSuchDelivery).entry();
    return superseded.unless(first, true, force, () -> {
      DeliverAgain again = new DeliverAgain(number, ids, lanes);
      writer.submit(again);
      return again.future();
    });
  }
}
