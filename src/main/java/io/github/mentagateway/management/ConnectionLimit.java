package io.github.mentagateway.management;

import io.github.mentagateway.log.RateLimitedLog;
import io.github.mentagateway.privacy.LogLine;
import io.github.mentagateway.settings.Address;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Closes a connection at once when too many of other machines are open: they must not use up the file descriptors that the intake needs. Those of
 * this machine are not counted, so that a person on it always gets an answer.
 */
final class ConnectionLimit implements Handler<HttpConnection> {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);
  /** Some thirty consoles, or as many scrapers and probes as anybody has. */
  private static final int MOST = 100;

  private final int most;
  private final Predicate<String> counted;
  private final RateLimitedLog refused = new RateLimitedLog(LOG, Clock.systemUTC(), Level.WARN, new LogLine().with("event", "management_connections"));
  private final AtomicInteger open = new AtomicInteger();

  ConnectionLimit() {
    this(MOST, remote -> !new Address(remote, 0).isLoopback());
  }

  /** @param counted which addresses count */
  ConnectionLimit(int most, Predicate<String> counted) {
    this.most = most;
    this.counted = counted;
  }

  @Override
  public void handle(HttpConnection connection) {
    String remote = connection.remoteAddress().hostAddress();
    if (!counted.test(remote)) {
      return;
    }
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      refused.happened(remote, most + " are open, and no more may be", null);
      connection.close();
    } else {
      connection.closeHandler(closed -> open.decrementAndGet());
    }
  }
}
