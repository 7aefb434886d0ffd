package io.github.mentagateway.durable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.delivery.ChannelOptions;
import io.github.mentagateway.delivery.ChannelReader;
import io.github.mentagateway.delivery.DeliveryHandler;
import io.github.mentagateway.delivery.DeliveryServices;
import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.inbox.Acceptance;
import java.time.Duration;

/** The services of the component. */
public final class DurableServices {
  private final Acceptance acceptance;
  private final DeliveryServices delivery;
  private final ObjectMapper mapper;
  private final EntityResolver entities;
  private final Comparisons comparisons;
  private final ChannelOptions defaults;
  private final SendLimits sends;
  private final boolean rejectUnusable;
  private final Duration patience;
  private final ChannelReader.Factory readers;

  /**
   * @param acceptance takes notifications into custody
   * @param comparisons tells a copy of an envelope from a new one
   * @param defaults the options of a channel whose route says nothing else
   * @param sends what one run may send
   * @param rejectUnusable whether what is no envelope is answered with an error, and not quarantined
   * @param patience how long a stopping channel waits for its attempts under way
   * @param readers such as {@code Dispatcher::new}
   */
  public DurableServices(
      Acceptance acceptance, DeliveryServices delivery, ObjectMapper mapper, EntityResolver entities, Comparisons comparisons,
      ChannelOptions defaults, SendLimits sends, boolean rejectUnusable, Duration patience, ChannelReader.Factory readers) {
    this.acceptance = acceptance;
    this.delivery = delivery;
    this.mapper = mapper;
    this.entities = entities;
    this.comparisons = comparisons;
    this.defaults = defaults;
    this.sends = sends;
    this.rejectUnusable = rejectUnusable;
    this.patience = patience;
    this.readers = readers;
  }

  Custody custody() {
    return new Custody(acceptance, delivery.meters());
  }

  DeliveryServices delivery() {
    return delivery;
  }

  ObjectMapper mapper() {
    return mapper;
  }

  EntityResolver entities() {
    return entities;
  }

  Comparisons comparisons() {
    return comparisons;
  }

  ChannelOptions defaults() {
    return defaults;
  }

  SendLimits sends() {
    return sends;
  }

  boolean rejectUnusable() {
    return rejectUnusable;
  }

  Duration patience() {
    return patience;
  }

  ChannelReader reader(String channel, ChannelOptions options, DeliveryHandler handler) {
    return readers.of(channel, options, handler, delivery);
  }
}
