package io.github.mentagateway.durable;

import io.github.mentagateway.delivery.AttemptResult;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Send;
import io.github.mentagateway.inbox.Work;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * One run of a route that reads a durable channel. It holds what the route has sent so far, which is committed with its completion or not
 * at all, and the verdict of a route that gave the delivery up. Every copy of the exchange has the same object, so that a verdict inside a
 * split counts.
 */
final class RouteRun {
  private static final String PROPERTY = IsolatedCall.RUN;

  private final Thread thread = Thread.currentThread();
  /** The body that the route began with: a send of the same body is not stored again. */
  private final Object original;
  private final List<Send> sends = new ArrayList<>();
  private final Work work;
  private final SendLimits limits;
  /** The length of the sends' bodies, without the one that the route began with. */
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

  /** The run of an exchange; null in a route that reads no durable channel. */
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

  /** @throws SendLimitException when the run sends too much with this: nothing of it is sent then, and its delivery is given up */
  void send(Exchange exchange, Send send) {
    demandSameRun(exchange, send.channel());
    if (tooMuch) {
      // one exception is enough: each further piece of a split would log one more
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

  /** The first verdict stands, because it is nearest to the cause. */
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
