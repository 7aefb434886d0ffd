package io.github.mentagateway.durable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.delivery.ChannelOptions;
import io.github.mentagateway.delivery.DeliveryEnvironment;
import io.github.mentagateway.envelope.Entities;
import io.github.mentagateway.inbox.Acceptance;
import java.time.Duration;

/**
 * What the component works with.
 *
 * @param acceptance where notifications are taken into custody
 * @param defaults of a channel whose route says nothing else
 * @param sends what one run may send
 * @param comparisons how a copy of an envelope is told from a new one
 * @param rejectUnusable answer what is no envelope with an error instead of the quarantine
 * @param patience how long a stopping channel waits for its attempts under way
 */
public record DurableServices(
    Acceptance acceptance, DeliveryEnvironment environment, ObjectMapper mapper, Entities entities, Comparisons comparisons,
    ChannelOptions defaults, SendLimits sends, boolean rejectUnusable, Duration patience) {

  Custody custody() {
    return new Custody(acceptance, environment.meters());
  }
}
