package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.util.List;
import javax.sql.DataSource;

/** Reads on connections of its own; what is delivered again is a change like any other. */
record StoredDuplicates(DataSource readers, Superseded superseded, Ids ids) implements Duplicates {

  @Override
  public List<Counted> list(long before, int most) {
    return Superseded.read(readers, connection -> DuplicateTable.list(connection, ids, before, most));
  }

  @Override
  public String deliver(String notificationId, boolean force) {
    long number = ids.parse(notificationId).orElseThrow(Refusals::noSuchDelivery);
    if (!Superseded.read(readers, connection -> DuplicateTable.has(connection, number))) {
      throw new RefusedException(
          "of " + notificationId + " no copy came that was not delivered: list shows those of which some did");
    }
    Entry first = Superseded.read(readers, connection -> DeliveryTable.find(connection, number))
        .orElseThrow(Refusals::noSuchDelivery).entry();
    return superseded.unless(first, true, force, () -> {
      DeliverAgain again = new DeliverAgain(number, ids);
      return new Superseded.Asked<>(again, again.future());
    });
  }
}
