package io.github.mentagateway.durable;

import io.github.mentagateway.delivery.AttemptResult;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Send;
import io.github.mentagateway.inbox.Work;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * One run of a route that reads a durable channel: what it has sent so far, committed together with its completion or not at all, and
 * whether it gave the delivery up. Travels as one object with every copy of the exchange, so that a verdict inside a split counts.
 */
final class RouteRun {
  private static final String PROPERTY = "MentaRun";

  private final Thread thread = Thread.currentThread();
  /** The body that the route began with: sent on as it is, it is not stored again. */
  private final Object original;
  private final List<Send> sends = new ArrayList<>();
  private final Work work;
  private final SendLimits limits;
  /** Of the sends' bodies, the one that the route began with left out. */
  private long bytes;
  private boolean tooMuch;
  private AttemptResult verdict;
  private boolean over;

  private RouteRun(Object original, Work work, SendLimits limits) {
    this.original = original;
    this.work = work;
    this.limits = limits;
  }

  static RouteRun begin(Exchange exchange, Object original, Work work, SendLimits limits) {
    RouteRun run = new RouteRun(original, work, limits);
    exchange.setProperty(PROPERTY, run);
    return run;
  }

  /** Null in a route that reads no durable channel. */
  static RouteRun of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, RouteRun.class);
  }

  Object original() {
    return original;
  }

  Work work() {
    return work;
  }

  /** How many bytes the next send may have. */
  long room() {
    return limits.bytes() - bytes;
  }

  /** @throws SendLimitException when the run has sent too much with this: then nothing of it is sent, and its delivery is given up */
  void send(Exchange exchange, Send send) {
    demandSameRun(exchange, send.channel());
    if (tooMuch) {
      // one exception is enough: of a split each further piece would be one more in the log
      exchange.setRouteStop(true);
      return;
    }
    bytes += ownBytes(send.payload());
    String excess = limits.excess(sends.size() + 1, bytes);
    if (excess != null) {
      tooMuch = true;
      sends.clear();
      end(exchange, send.channel(), new AttemptResult.GivenUp(excess));
      throw new SendLimitException(excess);
    }
    sends.add(send);
  }

  private long ownBytes(Payload payload) {
    return payload.bytes() == null || payload == work.payload() ? 0 : payload.bytes().length;
  }

  /** The first verdict stands: it is nearest to the cause. */
  void end(Exchange exchange, String reservedName, AttemptResult outcome) {
    demandSameRun(exchange, reservedName);
    verdict = verdict == null ? outcome : verdict;
  }

  /** @param failure the route's own exception, or null */
  AttemptResult close(AttemptResult.Failed failure) {
    over = true;
    if (verdict != null) {
      return verdict;
    }
    return failure != null ? failure : new AttemptResult.Done(List.copyOf(sends));
  }

  private void demandSameRun(Exchange exchange, String name) {
    boolean afterwards = over || exchange.getProperty(ExchangePropertyKey.ON_COMPLETION) != null;
    if (afterwards || Thread.currentThread() != thread) {
      throw new IllegalStateException("durable:" + name + " was sent to from outside the run of its route (wireTap, seda, threads,"
          + " parallel processing or onCompletion): what a run sends is committed with it, so send it from the route itself, through"
          + " direct, split, multicast or a kamelet");
    }
  }
}
