package io.github.mentagateway.contract;

import io.github.mentagateway.inbox.Contract;
import io.github.mentagateway.inbox.Contract.Field;
import io.github.mentagateway.inbox.Contract.Seen;
import io.github.mentagateway.inbox.Contract.Tally;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.privacy.LogLine;
import io.github.mentagateway.privacy.Masks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what has come since the last look, some notifications at a time, on a thread of its own. What is new stays so until a person acknowledges it.
 * For any thread.
 */
public final class ContractRadar implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContractRadar.class);
  private static final String NO_ACTION = "(no envelope)";
  private static final int LONGEST_ACTION = 200;
  private static final int AT_ONCE = 100;
  private static final int MOST_NEWS = 200;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  /** Intake and deliveries have the store to themselves most of the time, also while there is much to catch up with. */
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(200);
  /** Of several instances one may commit a lower number after a higher one that another one has committed: so long after that was seen it has. */
  private static final Duration COMMITTED = Duration.ofSeconds(5);

  private final Contract contract;
  private final Duration settling;
  private final Clock clock;
  private volatile List<Seen> news = List.of();
  private ScheduledExecutorService thread;
  /** All up to here are committed. */
  private long settled;
  private long newest;
  private Instant newestSeen = Instant.MIN;

  /** @param clock one that never jumps */
  public ContractRadar(Contract contract, Duration settling, Clock clock) {
    this.contract = contract;
    this.settling = settling;
    this.clock = clock;
  }

  public synchronized ContractRadar start() {
    thread = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread made = new Thread(task, "contract-radar");
      made.setDaemon(true);
      made.setPriority(Thread.MIN_PRIORITY);
      return made;
    });
    thread.schedule(this::look, BETWEEN_STEPS.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  private void look() {
    Duration pause = BETWEEN_LOOKS;
    try {
      pause = step() ? BETWEEN_STEPS : BETWEEN_LOOKS;
    } catch (InboxUnavailableException e) {
      LOG.debug("the store does not answer", e);
    } catch (RuntimeException e) {
      LOG.warn("event=contract_not_learned error={}", e.toString());
    } finally {
      // also after an Error: else nothing would be learned until the next start, and nobody told
      again(pause);
    }
  }

  private synchronized void again(Duration pause) {
    if (!thread.isShutdown()) {
      thread.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Looks at the next ones. @return whether there may be more */
  boolean step() {
    long from = contract.position();
    settle();
    List<Contract.Arrived> arrived = contract.after(from, settled, AT_ONCE);
    long to = arrived.isEmpty() ? settled : arrived.get(arrived.size() - 1).number();
    if (!arrived.isEmpty()) {
      contract.add(from, to, found(arrived), settling).ifPresent(all -> all.forEach(ContractRadar::tell));
    }
    refresh();
    return to < settled;
  }

  /** By numbers that were seen, and not by when the notifications came: that does not rise with their numbers. */
  private void settle() {
    Instant now = clock.instant();
    if (!now.isBefore(newestSeen.plus(COMMITTED))) {
      settled = newest;
      newest = contract.newest();
      newestSeen = now;
    }
  }

  private static Map<String, Map<Field, Tally>> found(List<Contract.Arrived> arrived) {
    Map<String, Map<Field, Tally>> found = new HashMap<>();
    for (Contract.Arrived one : arrived) {
      Map<Field, Tally> fields = found.computeIfAbsent(name(one.action()), first -> new HashMap<>());
      Instant at = one.original().receivedAt();
      (one.isRead() ? Shape.of(one.original()) : Shape.TOO_LONG).forEach(field -> fields.merge(field, new Tally(1, at, at, one.number()), Tally::and));
    }
    return found;
  }

  /** Whoever sends chooses it, and it is shown, mailed and logged. */
  private static String name(String action) {
    return action == null ? NO_ACTION : Masks.oneLine(Masks.maskAddresses(action), LONGEST_ACTION);
  }

  private static void tell(Seen one) {
    boolean isAction = one.field().equals(Field.ACTION);
    LOG.warn("{}", new LogLine().with("event", "contract_changed").with("action", one.action())
        .with("what", isAction ? "a new action" : "a new field, or a new type of it").with("field", isAction ? null : one.field().path())
        .with("type", isAction ? null : one.field().type()).with("example", one.exampleId())
        .with("next", "./menta-gateway contract list --new; then contract acknowledge"));
  }

  private void refresh() {
    news = contract.news(MOST_NEWS);
  }

  /** What is new and nobody has acknowledged, some seconds ago at most. */
  public List<Seen> news() {
    return news;
  }

  /** All that was seen. Blocks. */
  public List<Seen> all() {
    return contract.all();
  }

  /** Blocks. As {@link Contract#acknowledge}. */
  public int acknowledge(String action, Instant upTo) {
    int acknowledged = contract.acknowledge(action, upTo);
    refresh();
    return acknowledged;
  }

  /** Blocks. As {@link Contract#forget}. */
  public int forget(String action, String path) {
    int forgotten = contract.forget(action, path);
    refresh();
    return forgotten;
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
