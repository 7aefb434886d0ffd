package io.github.mentagateway.durable;

import io.github.mentagateway.inbox.Original;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;

/**
 * The request that an exchange came from; the server that takes requests attaches it. Its receipt is the only proof of custody, because a
 * variable can be copied from another exchange, or set by the route.
 */
public final class IncomingRequest {
  private static final String PROPERTY = "MentaIncomingRequest";

  private final Original original;
  private final Executor resume;
  private final Exchange exchange;
  private final List<Runnable> whenAnswered = new CopyOnWriteArrayList<>();
  private boolean authenticated;
  private boolean ended;
  /** How many arrivals the route began to store that are not on disk. */
  private int missing;
  private Acknowledgement receipt;

  private IncomingRequest(Exchange exchange, Original original, Executor resume) {
    this.exchange = exchange;
    this.original = original;
    this.resume = resume;
  }

  /**
   * @param exchange the one that the request's route works on
   * @param original the request as it came, which is kept with the notification
   * @param resume runs the rest of the exchange once the store has answered, on a thread that a step may block, never the store's
   */
  public static IncomingRequest attach(Exchange exchange, Original original, Executor resume) {
    IncomingRequest request = new IncomingRequest(exchange, original, resume);
    exchange.setProperty(PROPERTY, request);
    return request;
  }

  /** Null when the exchange did not come from such a server. */
  public static IncomingRequest of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, IncomingRequest.class);
  }

  public Original original() {
    return original;
  }

  public Executor resume() {
    return resume;
  }

  /** The route has checked the sender's credentials. */
  public synchronized void authenticated() {
    authenticated = true;
  }

  /** Called before each store for this request, and followed by {@link #stored}; without that the request is not in custody. */
  synchronized void storing(Exchange sender) {
    if (!authenticated) {
      throw new IntakeRouteException("the intake route stores a request whose credentials no step has asked for: its first step must be"
          + " process with ref: authenticator");
    }
    if (ended || sender != exchange && sender.getPattern() != ExchangePattern.InOut) {
      throw new IntakeRouteException("the intake route does not wait for what it sends to durable: here (wireTap, onCompletion): send it"
          + " from the route itself, before the answer");
    }
    missing++;
  }

  synchronized void stored(Acknowledgement acknowledgement) {
    missing--;
    receipt = receipt == null ? acknowledgement : receipt;
  }

  /**
   * The route has ended, and may store nothing more.
   *
   * @return the receipt of what it stored first; null when it stored nothing, or not all that it began to store is on disk
   */
  public synchronized Acknowledgement end() {
    ended = true;
    return missing == 0 ? receipt : null;
  }

  void whenAnswered(Runnable task) {
    whenAnswered.add(task);
  }

  /** The sender certainly has a 202, in time. Cheap, on any thread. */
  public void answered() {
    whenAnswered.forEach(Runnable::run);
  }
}
