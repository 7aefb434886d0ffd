package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;

/** Reads on connections of its own; every decision goes through the one writer, which knows the lanes. */
final class H2Letters implements Letters {
  private final DataSource readers;
  private final Ids ids;
  private final Lanes lanes;
  private final GroupCommit writer;

  H2Letters(DataSource readers, Ids ids, Lanes lanes, GroupCommit writer) {
    this.readers = readers;
    this.ids = ids;
    this.lanes = lanes;
    this.writer = writer;
  }

  @Override
  public List<Letter> list(Kind kind, long before, int most) {
    return read(connection -> {
      List<Letter> list = new ArrayList<>();
      for (DeliveryTable.Stored stored : DeliveryTable.list(connection, State.of(kind), before, most)) {
        list.add(letter(stored));
      }
      return list;
    });
  }

  @Override
  public Map<String, Long> count(Kind kind) {
    return read(connection -> DeliveryTable.count(connection, State.of(kind)));
  }

  @Override
  public Optional<Detail> find(String deliveryId) {
    OptionalLong number = ids.parse(deliveryId);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    return read(connection -> {
      Optional<DeliveryTable.Stored> found = DeliveryTable.find(connection, number.getAsLong());
      if (found.isEmpty()) {
        return Optional.empty();
      }
      DeliveryTable.Stored stored = found.get();
      return Optional.of(new Detail(letter(stored), NotificationTable.find(connection, stored.entry().notification()),
          new Payload(stored.entry().payloadKind(), stored.payload()), AttemptTable.of(connection, stored.entry().number())));
    });
  }

  @Override
  public void retry(Kind kind, String deliveryId, boolean force) {
    decide(kind, deliveryId, null, force, false);
  }

  @Override
  public String replay(Kind kind, String deliveryId, Revision revision, boolean force) {
    return decide(kind, deliveryId, revision, force, true);
  }

  @Override
  public void discard(Kind kind, String deliveryId, String reason) {
    long number = ids.parse(deliveryId).orElseThrow(Refusals::noSuchDelivery);
    Discard discard = new Discard(number, State.of(kind), reason, ids, lanes);
    writer.submit(discard);
    joined(discard.future());
  }

  /**
   * Looks for a newer delivery here and not on the writer: that reads all that was delivered since, and intake must not wait for it.
   * Meanwhile the lane is kept still, so that what was seen stays true until the decision is written.
   */
  private String decide(Kind kind, String deliveryId, Revision revision, boolean force, boolean replay) {
    long number = ids.parse(deliveryId).orElseThrow(Refusals::noSuchDelivery);
    Entry entry = read(connection -> DeliveryTable.find(connection, number)).orElseThrow(Refusals::noSuchDelivery).entry();
    Refusals refusals = new Refusals(ids, entry);
    boolean reserved = !force;
    if (reserved && !lanes.reserve(entry)) {
      throw refusals.newerUnderWay();
    }
    try {
      if (!force) {
        refuseBehindNewer(entry, refusals, replay);
      }
      Decision decision = new Decision(number, State.of(kind), ids, lanes, revision, replay);
      writer.submit(decision);
      return joined(decision.future());
    } finally {
      if (reserved) {
        lanes.release(entry);
        lanes.signal(List.of(entry.channel()));
      }
    }
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void refuseBehindNewer(Entry entry, Refusals refusals, boolean replay) {
    Optional<Long> delivered = read(connection -> DeliveryTable.newer(connection, entry, State.DELIVERED));
    if (delivered.isPresent()) {
      throw refusals.undoes(delivered.get(), "was delivered");
    }
    // a retry goes to its old place, before what waits; a replay goes to the end, behind it
    Optional<Long> waiting =
        replay ? read(connection -> DeliveryTable.newer(connection, entry, State.WAITING)) : Optional.empty();
    if (waiting.isPresent()) {
      throw refusals.undoes(waiting.get(), "waits to be delivered");
    }
  }

  private Letter letter(DeliveryTable.Stored stored) {
    Entry entry = stored.entry();
    return new Letter(entry.number(), ids.format(entry.number()), ids.format(entry.notification()), entry.channel(), entry.action(),
        entry.entity(), stored.state(), entry.attempts(), entry.receivedAt(), stored.since(), stored.reason());
  }

  private <T> T read(Query<T> query) {
    try (Connection connection = readers.getConnection()) {
      return query.run(connection);
    } catch (SQLException e) {
      throw new InboxUnavailableException("the store cannot be read: " + e.getMessage(), e);
    }
  }

  private interface Query<T> {
    T run(Connection connection) throws SQLException;
  }
}
