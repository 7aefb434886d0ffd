package io.github.mentagateway.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.LeasedState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was told of the store's own troubles, kept in the store, so that one of the instances on it tells them: whoever has the lease. When it dies,
 * another one goes on a minute later, and tells under the same id what may have been told already.
 */
final class SharedMemory implements AlertMemory {
  private static final Logger LOG = LoggerFactory.getLogger(SharedMemory.class);
  private static final Duration SHORTEST_LEASE = Duration.ofMinutes(1);
  private static final int INTERVALS = 3;

  private final LeasedState state;
  private final String name;
  private final String holder = UUID.randomUUID().toString();
  private final Duration lease;
  private AlertBook taken;

  SharedMemory(LeasedState state, String name, Duration interval) {
    this.state = state;
    this.name = name;
    Duration several = interval.multipliedBy(INTERVALS);
    this.lease = several.compareTo(SHORTEST_LEASE) > 0 ? several : SHORTEST_LEASE;
  }

  @Override
  public Optional<AlertBook> take() {
    try {
      Optional<String> text = state.acquire(name, holder, lease);
      taken = text.isPresent() ? AlertJson.read(text.get()) : null;
    } catch (JsonProcessingException e) {
      LOG.warn("event=alerts_forgotten next=\"what is wrong now is told again\"");
      taken = new AlertBook(Map.of());
    } catch (InboxUnavailableException e) {
      // this instance tells so itself, among its own troubles
      taken = null;
    }
    return Optional.ofNullable(taken).map(book -> new AlertBook(book.entries()));
  }

  @Override
  public boolean keep(AlertBook book) {
    if (book.equals(taken)) {
      return true;
    }
    try {
      if (state.write(name, holder, AlertJson.write(book))) {
        taken = new AlertBook(book.entries());
        return true;
      }
      LOG.warn("event=alerts_not_kept reason=\"another instance has taken over\" next=\"that one tells, perhaps again, under the same id\"");
    } catch (InboxUnavailableException e) {
      LOG.warn("event=alerts_not_kept error=\"{}\" next=\"what was just told is told again, under the same id\"", e.getMessage());
    }
    return false;
  }
}
