package io.github.mentagateway.simulator;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes notifications of unlocked shows, notify-me subscriptions and payouts. Of the latter two menta has published only the action. */
final class OtherNotificationGenerator {
  private static final int SHOWS_PER_EVENT = 4;

  private final RunIds ids;
  private final RandomGenerator random;
  private int shows;
  private int subscriptions;

  OtherNotificationGenerator(RunIds ids, RandomGenerator random) {
    this.ids = ids;
    this.random = random;
  }

  /** Unlocks one more show. Its ids are texts, or numbers, as another of menta's pages has them. */
  Message unlocked(int number) {
    int show = shows++;
    boolean numbers = random.nextInt(3) == 0;
    Object eventId = numbers ? ids.number(show / SHOWS_PER_EVENT) : event(show);
    Object showId = numbers ? ids.number(show) : ids.of("s", show);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("eventId", eventId);
    data.put("showId", showId);
    return message(number, "event", "event.unlock", "event:" + eventId + "/" + showId, data);
  }

  /** Makes a subscription, or changes one. */
  Message subscribed(int number, String mail) {
    int subscription = subscriptions > 0 && random.nextBoolean() ? random.nextInt(subscriptions) : subscriptions++;
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", ids.of("n", subscription));
    data.put("email", mail);
    data.put("eventId", event(random.nextInt(shows + 1)));
    return message(number, "notifyMe", "notifyMe.created.updated", null, data);
  }

  Message paidOut(int number) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("eventId", event(random.nextInt(shows + 1)));
    data.put("amount", BigDecimal.valueOf(random.nextLong(100_000_00L), 2));
    data.put("currency", "ARS");
    return message(number, "payouts", "payouts.delivered", null, data);
  }

  private String event(int show) {
    return ids.of("e", show / SHOWS_PER_EVENT);
  }

  private Message message(int number, String family, String action, String entity, Map<String, Object> data) {
    EnvelopeShape envelope = random.nextBoolean() ? EnvelopeShape.FLAT : EnvelopeShape.WRAPPED;
    return new Message(number, action, entity, CanonicalJson.of(data), null, envelope.write(family, action, null, data, null));
  }
}
