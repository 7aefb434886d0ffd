package io.github.mentagateway.simulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes notifications of resale listings: each is created, perhaps changed, and deleted. Menta has published no payload of them. */
final class ListingGenerator {
  private static final int FEWEST_OPEN = 3;
  private static final double CREATES = 0.35;
  private static final double DELETES = 0.25;
  private static final List<String> TYPES = List.of("SINGLE", "MULTI");

  private final RunIds ids;
  private final RandomGenerator random;
  private final List<Open> open = new ArrayList<>();
  private int created;

  private record Open(String id, BigDecimal price, EnvelopeShape envelope, String type) {}

  ListingGenerator(RunIds ids, RandomGenerator random) {
    this.ids = ids;
    this.random = random;
  }

  Message next(int number, TicketGenerator tickets) {
    double chance = random.nextDouble();
    if (open.size() < FEWEST_OPEN || chance < CREATES) {
      return created(number, tickets.anyId());
    }
    int index = random.nextInt(open.size());
    return chance < CREATES + DELETES ? deleted(number, open.remove(index)) : updated(number, index);
  }

  private Message created(int number, String ticket) {
    Open listing = new Open(ids.of("l", created++), price(), random.nextBoolean() ? EnvelopeShape.FLAT : EnvelopeShape.WRAPPED,
        TYPES.get(random.nextInt(TYPES.size())));
    open.add(listing);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", listing.id);
    data.put("ticketId", ticket);
    data.put("price", listing.price);
    data.put("currency", "ARS");
    return message(number, "listing.created", listing, data);
  }

  private Message updated(int number, int index) {
    Open before = open.get(index);
    BigDecimal price = price();
    // an update holds only what changed
    Open listing = new Open(before.id, price.equals(before.price) ? price.add(BigDecimal.ONE) : price, before.envelope, before.type);
    open.set(index, listing);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", listing.id);
    data.put("price", listing.price);
    return message(number, "listing.updated", listing, data);
  }

  private static Message deleted(int number, Open listing) {
    return message(number, "listing.deleted", listing, Map.of("id", listing.id));
  }

  private static Message message(int number, String action, Open listing, Map<String, Object> data) {
    return new Message(number, action, "listing:" + listing.id, CanonicalJson.of(data), null,
        listing.envelope.write("listing", action, listing.type, data, null));
  }

  /** A price from 1000.00 to 99900.50. */
  private BigDecimal price() {
    return BigDecimal.valueOf(100_000L + random.nextInt(1979) * 5_000L, 2);
  }
}
