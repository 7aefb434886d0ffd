package io.github.mentagateway.durable;

import io.github.mentagateway.inbox.Original;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;

/** What a server that takes requests attaches to an exchange, beside the body that its route works on. */
public final class IncomingRequest {
  private static final String PROPERTY = "MentaIncomingRequest";

  private final Original original;
  private final Executor resume;
  private final List<Runnable> whenAnswered = new CopyOnWriteArrayList<>();

  /**
   * @param original the request as it came, to be kept with the notification
   * @param resume where the exchange goes on once the store has answered: the connection's own thread, never the store's
   */
  public IncomingRequest(Original original, Executor resume) {
    this.original = original;
    this.resume = resume;
  }

  public Original original() {
    return original;
  }

  public Executor resume() {
    return resume;
  }

  void whenAnswered(Runnable task) {
    whenAnswered.add(task);
  }

  /** The sender certainly has a 202, and has it in time. Cheap, on any thread. */
  public void answered() {
    whenAnswered.forEach(Runnable::run);
  }

  public void attachTo(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  /** Null when the exchange did not come from such a server. */
  public static IncomingRequest of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, IncomingRequest.class);
  }
}
