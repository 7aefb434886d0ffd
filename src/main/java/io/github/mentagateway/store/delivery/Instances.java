package io.github.mentagateway.store.delivery;

import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Transaction;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that have the store open. Each says now and then that it is there; of one that did not for longer than the lease, whoever
 * notices takes over what it had: its claims, and the answers of which nobody knows; if nobody noticed, it goes on with them. A claim is the number of its instance and a number that
 * rises, so that whoever was taken over can neither begin nor end anything.
 */
public final class Instances implements Part {
  /** Told in the transaction in which an instance is taken over. */
  public interface TakeoverListener {
    void takeOver(Group group, long instance) throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
  /** Of the lease: how often an instance says that it is there. */
  private static final int BEATS = 4;
  /** Of the lease, for what lies between a look at it and the begin of a call. */
  private static final int MARGIN = 10;
  private static final long NANOS_BETWEEN_LOOKS = Duration.ofSeconds(1).toNanos();
  private static final int CLAIM_BITS = 32;
  private static final long CLAIM_MASK = (1L << CLAIM_BITS) - 1;

  private static final String NEW_NUMBER = "update store set instances = instances + 1 returning instances";
  private static final String REGISTER = "insert into instance (number, beat_at, answered_up_to) values (?, ?, 0)";
  private static final String BEAT = "update instance set beat_at = ? where number = ?";
  private static final String REMOVE = "delete from instance where number = ?";
  private static final String HELD = "select " + Delivery.COLUMNS + ", claim, claimed_at from delivery where claim >= ? and claim < ?"
      + " and claim is not null";
  /** Between the claims of two instances that are there are those of one that is not: committed after it was taken over. */
  static final String UNKNOWN = "with gap as (select 0 as low, coalesce((select min(number) from instance), 2147483647) as high union all"
      + " select number + 1, coalesce(lead(number) over (order by number), 2147483647) from instance) select distinct"
      + " delivery.claim / 4294967296 from gap join delivery on delivery.claim >= gap.low * 4294967296"
      + " and delivery.claim < gap.high * 4294967296 and delivery.claim is not null";
  private static final Bulk INTERRUPT = new Bulk("number bigint, attempts integer, last_at bigint, last_took bigint, error text",
      "update delivery set attempts = e.attempts, last_at = e.last_at, last_took = e.last_took, last_outcome = 'interrupted',"
          + " last_error = e.error from e where delivery.number = e.number");
  private static final String INTERRUPTED = "the gateway ended during this attempt";

  private record Held(Delivery delivery, long claim, long claimedAt) {
    Claimed claimed() {
      return new Claimed(delivery, claim, null);
    }
  }

  private final Database database;
  private final Duration lease;
  private final Timing timing;
  private final AttemptFile attempts;
  private final List<TakeoverListener> listeners = new ArrayList<>();
  private Deliveries deliveries;
  private ReadyDeliveries ready;
  private final long store;
  private AttemptFile.Before before = AttemptFile.Before.NONE;
  private volatile long number;
  private long claims;
  private volatile long beatNanos;
  private volatile long beatMillis;
  private long lookedNanos;
  private boolean started;
  private boolean ended;
  private boolean doubtful;
  /** Of the transaction under way. */
  private long newNumber;
  private boolean beating;
  private long beginNanos;
  private long beginMillis;

  public Instances(Database database, Duration lease, Timing timing, AttemptFile attempts, Ids ids) {
    this.store = Long.parseLong(ids.store(), Character.MAX_RADIX);
    this.database = database;
    this.lease = lease;
    this.timing = timing;
    this.attempts = attempts;
  }

  /** @param all who is told of each that is taken over */
  void inherit(Deliveries ofAll, ReadyDeliveries ofThis, List<TakeoverListener> all) {
    deliveries = ofAll;
    ready = ofThis;
    listeners.addAll(all);
  }

  public long number() {
    return newNumber != 0 ? newNumber : number;
  }

  long newClaim() {
    return number() << CLAIM_BITS | claims++ & CLAIM_MASK;
  }

  /** Whether it may be relied on that nobody else has it. Cheap, on any thread. */
  boolean stands(Claimed claimed) {
    if (claimed.claim() >>> CLAIM_BITS != number) {
      return false;
    }
    long lasts = lease.toNanos() - lease.toNanos() / MARGIN;
    return !database.isShared()
        || timing.nanos().getAsLong() - beatNanos < lasts && timing.wallMillis().getAsLong() - beatMillis < lasts / 1_000_000;
  }

  @Override
  public void begin() {
    newNumber = 0;
    beating = false;
    // before the database says what time it is: this process may be stopped between the two
    beginNanos = timing.nanos().getAsLong();
    beginMillis = timing.wallMillis().getAsLong();
  }

  @Override
  public boolean isWaiting() {
    return database.isShared() && isBeatDue(timing.nanos().getAsLong());
  }

  private boolean isBeatDue(long nanos) {
    return nanos - beatNanos >= lease.toNanos() / BEATS;
  }

  @Override
  public void ask(Group group) throws SQLException {
    if (ended) {
      return;
    }
    if (!started) {
      start(group);
    } else if (doubtful) {
      giveBackTheUnknown(group);
    }
    if (started && database.isShared()) {
      // nanoseconds may stand still while the machine is suspended, and others take over meanwhile
      if (isBeatDue(beginNanos) || beginMillis - beatMillis >= lease.toMillis() / BEATS) {
        beat(group);
      }
      if (beginNanos - lookedNanos >= NANOS_BETWEEN_LOOKS) {
        takeOverTheSilent(group);
      }
    }
  }

  /** A commit that failed may have happened all the same: then this instance has claims of which it does not know. */
  private void giveBackTheUnknown(Group group) throws SQLException {
    List<Claimed> unknown = new ArrayList<>();
    for (Held held : held(group, number)) {
      if (!ready.has(held.delivery().number(), held.claim())) {
        unknown.add(held.claimed());
      }
    }
    deliveries.giveBackNow(group, unknown);
  }

  private void start(Group group) throws SQLException {
    try {
      before = attempts.before(store);
    } catch (IOException e) {
      throw new UncheckedIOException("the file of the attempts under way cannot be read", e);
    }
    if (database.isShared()) {
      if (before.instance() != 0) {
        takeOverIfThere(group, before.instance());
      }
      takeOverTheSilent(group);
    } else {
      for (long one : group.transaction().ask("select number from instance", row -> row.getLong(1))) {
        takeOver(group, one, begunBy(one));
      }
      takeOverTheUnknown(group);
    }
    register(group);
  }

  private void takeOverIfThere(Group group, long instance) throws SQLException {
    if (group.transaction().askOne("select number from instance where number = ?" + database.locking(), row -> row.getLong(1), instance) != null) {
      takeOver(group, instance, begunBy(instance));
    }
  }

  private void register(Group group) throws SQLException {
    newNumber = group.transaction().askOne(NEW_NUMBER, row -> row.getLong(1));
    claims = 0;
    group.transaction().run(REGISTER, newNumber, group.now());
    beating = true;
  }

  private void beat(Group group) throws SQLException {
    beating = true;
    if (group.transaction().run(BEAT, group.now(), number) == 1) {
      return;
    }
    LOG.warn("event=lease_ended instance={} nothing was heard of this instance for longer than gateway.store.lease, and another one has"
        + " taken over what it had. next=\"it begins anew\"", number);
    // what it has claimed since, without knowing
    takeOver(group, number, Map.of());
    register(group);
  }

  private void takeOverTheSilent(Group group) throws SQLException {
    lookedNanos = beginNanos;
    for (long one : group.transaction().ask("select number from instance where beat_at <= ? and number <> ?" + database.skippingLocked(),
        row -> row.getLong(1), group.now() - micros(lease), number)) {
      LOG.warn("event=instance_silent instance={} next=\"its deliveries go on here\"", one);
      takeOver(group, one, begunBy(one));
    }
    takeOverTheUnknown(group);
  }

  private void takeOverTheUnknown(Group group) throws SQLException {
    for (long one : group.transaction().ask(UNKNOWN, row -> row.getLong(1))) {
      LOG.warn("event=instance_unknown instance={} it has claims, and is not in the table of instances. next=\"its deliveries go on here\"", one);
      takeOver(group, one, begunBy(one));
    }
  }

  /** Up to which number the notifications of that instance are answered, as far as this folder knows. */
  public long answeredBy(long instance) {
    return instance == before.instance() ? before.answeredUpTo() : 0;
  }

  /** Those notifications of that instance which are answered whatever else is written of them, as far as this folder knows. */
  public Set<Long> answeredToo(long instance) {
    return instance == before.instance() ? before.answeredToo() : instance == number() ? attempts.answeredToo() : Set.of();
  }

  /** So far all of this instance's are answered: also after {@code kill -9}, whatever has been written of it. On any thread. */
  public void answeredUpTo(long number) {
    try {
      attempts.answeredUpTo(number);
    } catch (IOException e) {
      answerNotNoted(e);
    }
  }

  /** As {@link #answeredUpTo}, this one alone. */
  public void answered(long notification) {
    try {
      attempts.answered(notification);
    } catch (IOException e) {
      answerNotNoted(e);
    }
  }

  /** What is written elsewhere tells that this one is answered. On any thread. */
  public void forgetAnswered(long notification) {
    attempts.forgetAnswered(notification);
  }

  private static void answerNotNoted(IOException e) {
    LOG.error("event=answer_not_noted error={}", e.toString());
  }

  /** What that instance had really begun, when its file is here; null: nobody knows, and all that it had claimed counts as begun. */
  private Map<Long, AttemptFile.Slot> begunBy(long instance) {
    if (instance != before.instance()) {
      return null;
    }
    Map<Long, AttemptFile.Slot> begun = new HashMap<>();
    before.attempts().forEach(slot -> begun.put(slot.number(), slot));
    return begun;
  }

  private void takeOver(Group group, long instance, Map<Long, AttemptFile.Slot> begun) throws SQLException {
    Transaction transaction = group.transaction();
    List<Claimed> lost = new ArrayList<>();
    List<Object[]> tried = new ArrayList<>();
    List<Object[]> interrupted = new ArrayList<>();
    for (Held held : held(group, instance)) {
      Delivery delivery = held.delivery();
      if (deliveries.isEnding(delivery)) {
        continue;
      }
      AttemptFile.Slot slot = begun == null ? null : begun.get(delivery.number());
      if (begun == null || slot != null && slot.attempt() == delivery.attempts() + 1) {
        long startedAt = slot == null ? held.claimedAt() : slot.startedAt();
        tried.add(new Object[] {delivery.number()});
        interrupted.add(new Object[] {delivery.number(), delivery.attempts() + 1, startedAt,
            Math.max(0, group.now() - startedAt) / 1_000, INTERRUPTED});
      }
      lost.add(held.claimed());
    }
    transaction.run(Deliveries.KEEP_ATTEMPT, tried);
    transaction.run(INTERRUPT, interrupted);
    deliveries.giveBackNow(group, lost);
    for (TakeoverListener listener : listeners) {
      listener.takeOver(group, instance);
    }
    transaction.run(REMOVE, instance);
  }

  private List<Held> held(Group group, long instance) throws SQLException {
    return group.transaction().ask(HELD + database.locking(),
        row -> new Held(Delivery.read(row), row.getLong("claim"), row.getLong("claimed_at")), instance << CLAIM_BITS,
        instance + 1 << CLAIM_BITS);
  }

  /** This process ends: whoever comes next need not wait for the end of the lease. Attempts that are still under way count as interrupted. */
  void leave(Group group) throws SQLException {
    takeOver(group, number, attempts.underWay());
    ended = true;
  }

  @Override
  public void reopened() {
    doubtful = true;
  }

  @Override
  public void committed() {
    doubtful = false;
    if (newNumber != 0) {
      number = newNumber;
      newNumber = 0;
      ready.forgetReady();
      started = true;
      try {
        attempts.start(number, store);
      } catch (IOException e) {
        LOG.error("event=attempts_not_noted error={}", e.toString());
      }
    }
    if (beating) {
      beatNanos = beginNanos;
      beatMillis = beginMillis;
    }
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
