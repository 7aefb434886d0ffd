package io.github.mentagateway.inbox;

import java.time.Instant;

/**
 * Which deliveries a person means. All that is not null must hold.
 *
 * @param destination the name of its channel
 * @param error a part of the reason or of the last error, in any case; what was delivered has none
 * @param since came into its state at this moment or later; {@code until}: before that one. Of what waits: was received then, since with each attempt
 *     that fails it comes into its state once more, and of one entity the older ones would be later than the newer
 */
public record DeliveryFilter(String destination, String state, String action, String entity, String error, Instant since, Instant until) {
  public static final DeliveryFilter ALL = new DeliveryFilter(null, null, null, null, null, null, null);

  public DeliveryFilter at(String channel) {
    return new DeliveryFilter(channel, state, action, entity, error, since, until);
  }

  public DeliveryFilter in(String wanted) {
    return new DeliveryFilter(destination, wanted, action, entity, error, since, until);
  }
}
