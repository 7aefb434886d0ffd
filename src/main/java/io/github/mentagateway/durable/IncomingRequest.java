package io.github.mentagateway.durable;

import io.github.mentagateway.inbox.Original;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;

/**
 * What a server that takes requests attaches to an exchange, beside the body that its route works on.
 *
 * @param original the request as it came, to be kept with the notification
 * @param resume where the exchange goes on once the store has answered: the connection's own thread, never the store's
 */
public record IncomingRequest(Original original, Executor resume) {
  private static final String PROPERTY = "MentaIncomingRequest";

  public void attachTo(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  /** Null when the exchange did not come from such a server. */
  public static IncomingRequest of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, IncomingRequest.class);
  }
}
