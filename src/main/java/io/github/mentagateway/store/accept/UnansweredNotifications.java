package io.github.mentagateway.store.accept;

import io.github.mentagateway.store.delivery.Instances;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Transaction;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The notifications whose answer did not certainly reach the sender, so that it may send them again whatever came since. Nearly all are
 * answered within milliseconds, and are in memory until they are; of one that is not, a row remembers it for as long as the settings say. How
 * far all are answered is written with each group, so that the next start knows of which it cannot know. That is noted beside the store at once,
 * and each that is answered while an earlier one is not, so that a start in the same folder knows what was answered in the moment before
 * {@code kill -9}.
 */
final class UnansweredNotifications implements Part, Instances.TakeoverListener {
  /** One that is not answered after so many microseconds, or so many later numbers, becomes a row: the mark must not wait for it, since
   * after a crash nothing above the mark counts as answered. */
  private static final long LONGEST_IN_MEMORY = 30_000;
  private static final long NUMBERS_IN_MEMORY = 64;
  private static final long BETWEEN_SWEEPS = 60_000_000;

  private static final Bulk INSERT = new Bulk("notification bigint, fingerprint bytea, up_to bigint",
      "insert into unanswered (notification, fingerprint, up_to) select notification, fingerprint, up_to from e where true"
          + " on conflict (notification) do nothing");
  private static final Bulk DELETE =
      new Bulk("notification bigint", "delete from unanswered where notification in (select e.notification from e)");
  /** What the folder of that instance knows, and the table does not. */
  private static final String RAISE_MARK = "update instance set answered_up_to = ? where number = ? and answered_up_to < ?";
  private static final String MARK = "update instance set answered_up_to = ? where number = ?";
  static final String INHERIT = "insert into unanswered (notification, fingerprint, up_to) select n.number, n.fingerprint,"
      + " cast(? as bigint) from notification n, instance i where i.number = ? and (n.instance, n.number) > (i.number, i.answered_up_to)"
      + " and (n.instance, n.number) < (i.number + 1, 0) and n.fingerprint is not null on conflict (notification) do nothing";
  private static final String SWEEP = "delete from unanswered where up_to <= ?";

  private record Open(byte[] fingerprint, long since) {}

  private final Clock clock;
  private final Uptime uptime;
  private final long kept;
  private final Instances instances;

  /** Accepted here and not answered yet, by number. Guarded by this, as the next five are. */
  private final TreeMap<Long, Open> open = new TreeMap<>();
  private final Map<ByteBuffer, Long> newestOpen = new HashMap<>();
  /** Answered, and perhaps in the table. */
  private final Set<Long> answeredLate = new LinkedHashSet<>();
  /** As it is noted beside the store. */
  private long noted;
  /** Noted beside the store one by one. */
  private final Set<Long> notedAlone = new HashSet<>();
  /** Becoming rows in the transaction under way. */
  private final SortedSet<Long> written = new TreeSet<>();

  private volatile boolean marked;
  private long last;
  private long sweptAt = Long.MIN_VALUE;
  /** As it is written, and as the transaction under way writes it. */
  private long lastMark;
  private long newMark;
  /** Of the transaction under way. */
  private final Map<ByteBuffer, Long> found = new HashMap<>();
  private final Map<Long, byte[]> accepted = new TreeMap<>();
  private List<Long> removing = List.of();

  /** @param kept for how long, of the store being up, a notification stays unanswered */
  UnansweredNotifications(Clock clock, Uptime uptime, Duration kept, Instances instances) {
    this.clock = clock;
    this.uptime = uptime;
    this.kept = kept.toNanos() / 1_000;
    this.instances = instances;
  }

  /** The sender certainly has the answer. On any thread; written with whatever is written next. */
  synchronized void answered(long notification) {
    Open one = open.remove(notification);
    if (one == null) {
      answeredLate.add(notification);
    } else {
      newestOpen.remove(ByteBuffer.wrap(one.fingerprint()), notification);
    }
    marked = true;
    long upTo = open.isEmpty() ? last : firstOpen() - 1;
    if (one == null || upTo < notification || written.contains(notification)) {
      notedAlone.add(notification);
      instances.answered(notification);
    }
    if (upTo > noted) {
      noted = upTo;
      instances.answeredUpTo(upTo);
      forgetNoted();
    }
  }

  /** Those that the mark tells of, unless a row says, or is about to say, that they are not answered. */
  private void forgetNoted() {
    for (Iterator<Long> each = notedAlone.iterator(); each.hasNext();) {
      long number = each.next();
      if (number <= noted && !answeredLate.contains(number) && !written.contains(number)) {
        each.remove();
        instances.forgetAnswered(number);
      }
    }
  }

  @Override
  public boolean isWaiting() {
    return marked || hasOld();
  }

  private synchronized boolean hasOld() {
    return !open.isEmpty() && open.firstEntry().getValue().since() + LONGEST_IN_MEMORY < Columns.micros(clock.instant());
  }

  @Override
  public void begin() {
    found.clear();
    accepted.clear();
    removing = List.of();
  }

  @Override
  public void ask(Group group) throws SQLException {
    marked = false;
    synchronized (this) {
      removing = List.copyOf(answeredLate);
    }
    group.transaction().queue(DELETE, rows(removing));
    mark(group);
  }

  void found(byte[] fingerprint, long notification) {
    found.merge(ByteBuffer.wrap(fingerprint), notification, Math::max);
  }

  /** The newest one of the same content that is not answered, if there is any. */
  OptionalLong find(byte[] fingerprint) {
    ByteBuffer content = ByteBuffer.wrap(fingerprint);
    Long here;
    synchronized (this) {
      here = newestOpen.get(content);
    }
    Long elsewhere = found.get(content);
    if (here == null && elsewhere == null) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Math.max(here == null ? 0 : here, elsewhere == null ? 0 : elsewhere));
  }

  void accepted(long notification, byte[] fingerprint) {
    accepted.put(notification, fingerprint);
    found(fingerprint, notification);
  }

  /** Before anything else is decided: what is accepted in this group is not answered yet. */
  private void mark(Group group) throws SQLException {
    Transaction transaction = group.transaction();
    long upTo = uptime.now() + kept;
    List<Object[]> old = new ArrayList<>();
    long mark;
    synchronized (this) {
      long before = Columns.micros(clock.instant()) - LONGEST_IN_MEMORY;
      for (Map.Entry<Long, Open> entry : open.entrySet()) {
        if (entry.getValue().since() >= before && entry.getKey() > last - NUMBERS_IN_MEMORY) {
          break;
        }
        old.add(new Object[] {entry.getKey(), entry.getValue().fingerprint(), upTo});
        written.add(entry.getKey());
      }
      Long firstLeft = written.isEmpty() ? firstOpen() : open.higherKey(written.last());
      mark = firstLeft == null ? last : firstLeft - 1;
    }
    transaction.queue(INSERT, old);
    if (mark != lastMark) {
      transaction.queue(MARK, mark, instances.number());
      newMark = mark;
    }
    long up = uptime.now();
    if (up - sweptAt > BETWEEN_SWEEPS || sweptAt == Long.MIN_VALUE) {
      sweptAt = up;
      transaction.run(SWEEP, up);
    }
  }

  private Long firstOpen() {
    return open.isEmpty() ? null : open.firstKey();
  }

  @Override
  public synchronized void committed() {
    lastMark = newMark;
    removing.forEach(answeredLate::remove);
    for (Long number : written) {
      Open one = open.remove(number);
      if (one != null) {
        newestOpen.remove(ByteBuffer.wrap(one.fingerprint()), number);
      } else {
        // answered while its row was written
        answeredLate.add(number);
        marked = true;
      }
    }
    long now = Columns.micros(clock.instant());
    accepted.forEach((number, fingerprint) -> {
      open.put(number, new Open(fingerprint, now));
      newestOpen.put(ByteBuffer.wrap(fingerprint), number);
      last = Math.max(last, number);
    });
    written.clear();
    forgetNoted();
  }

  @Override
  public synchronized void failed() {
    // of a commit in doubt they may be rows
    written.stream().filter(number -> !open.containsKey(number)).forEach(answeredLate::add);
    written.clear();
    marked = true;
    newMark = lastMark;
  }

  /** Of its last ones nobody knows which were answered, unless its folder is this one: none of them counts as answered. */
  @Override
  public void takeOver(Group group, long instance) throws SQLException {
    long answered = instances.answeredBy(instance);
    group.transaction().run(RAISE_MARK, answered, instance, answered);
    group.transaction().run(INHERIT, uptime.now() + kept, instance);
    group.transaction().run(DELETE, rows(instances.answeredToo(instance)));
  }

  private static List<Object[]> rows(Collection<Long> numbers) {
    return numbers.stream().map(number -> new Object[] {number}).toList();
  }
}
