package io.github.mentagateway.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** Reads on connections of its own; every decision is a change like any other. */
final class StoredLetters implements Letters {
  private final DataSource readers;
  private final Superseded superseded;
  private final Ids ids;
  private final Writer writer;

  StoredLetters(DataSource readers, Superseded superseded, Ids ids, Writer writer) {
    this.readers = readers;
    this.superseded = superseded;
    this.ids = ids;
    this.writer = writer;
  }

  @Override
  public List<Letter> list(Kind kind, long before, int most) {
    return Superseded.read(readers, connection -> {
      List<Letter> list = new ArrayList<>();
      for (DeliveryTable.Stored stored : DeliveryTable.list(connection, State.of(kind), before, most)) {
        list.add(letter(stored));
      }
      return list;
    });
  }

  @Override
  public Map<String, Long> count(Kind kind) {
    return Superseded.read(readers, connection -> DeliveryTable.count(connection, State.of(kind)));
  }

  @Override
  public Optional<Detail> find(String deliveryId) {
    OptionalLong number = ids.parse(deliveryId);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    return Superseded.read(readers, connection -> {
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
    String entity = Superseded.read(readers, connection -> DeliveryTable.find(connection, number))
        .orElseThrow(Refusals::noSuchDelivery).entry().entity();
    Discard discard = new Discard(number, entity, State.of(kind), reason, ids);
    writer.submit(discard);
    Superseded.joined(discard.future());
  }

  private String decide(Kind kind, String deliveryId, Revision revision, boolean force, boolean replay) {
    long number = ids.parse(deliveryId).orElseThrow(Refusals::noSuchDelivery);
    Entry entry = Superseded.read(readers, connection -> DeliveryTable.find(connection, number))
        .orElseThrow(Refusals::noSuchDelivery).entry();
    // a retry goes to its old place, before what waits; a replay goes to the end, behind it
    return superseded.unless(entry, replay, force, () -> {
      Decision decision = new Decision(number, State.of(kind), ids, revision, replay);
      return new Superseded.Asked<>(decision, decision.future());
    });
  }

  private Letter letter(DeliveryTable.Stored stored) {
    Entry entry = stored.entry();
    return new Letter(entry.number(), ids.format(entry.number()), ids.format(entry.notification()), entry.channel(), entry.action(),
        entry.entity(), stored.state(), entry.attempts(), entry.receivedAt(), stored.since(), stored.reason());
  }
}
