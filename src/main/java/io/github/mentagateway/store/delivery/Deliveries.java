package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Texts;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Transaction;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The statements of deliveries: first what ends, then what begins, then the lines whose first one has ended get another. What is due at once
 * is claimed in the same statement for whoever reads its channel here and has room for it.
 */
public final class Deliveries implements Part {
  /** The latest attempt of before becomes a row. */
  static final Bulk KEEP_ATTEMPT = new Bulk("number bigint",
      "insert into attempt (delivery, number, started_at, took, outcome, error) select d.number, d.attempts, d.last_at, d.last_took,"
          + " d.last_outcome, d.last_error from e join delivery d on d.number = e.number where d.last_at is not null");
  static final Bulk END = new Bulk("number bigint, claim bigint, state text, since bigint, attempts integer, forgiven integer,"
      + " next_at bigint, due_at bigint, sends integer, last_at bigint, last_took bigint, last_outcome text, last_error text",
      "update delivery set state = e.state, since = e.since, attempts = e.attempts, forgiven = e.forgiven, next_at = e.next_at,"
          + " due_at = e.due_at, claim = null, claimed_at = null, sends = e.sends, reason = null, last_at = e.last_at,"
          + " last_took = e.last_took, last_outcome = e.last_outcome, last_error = e.last_error from e"
          + " where delivery.number = e.number and delivery.claim = e.claim and delivery." + State.WAITS);
  static final Bulk GIVE_BACK = new Bulk("number bigint, claim bigint, now bigint",
      "update delivery set claim = null, claimed_at = null, due_at = case when ordered = 0 then"
          + " case when next_at > e.now then next_at else e.now end end from e"
          + " where delivery.number = e.number and delivery.claim = e.claim and delivery." + State.WAITS);
  private static final Bulk INSERT = new Bulk("number bigint, notification bigint, replay integer, channel text, part text, sent integer,"
      + " entity text, ordered integer, action text, received_at bigint, state text, now bigint, attempts integer, forgiven integer, reason text,"
      + " payload_kind text, due_at bigint, claim bigint",
      "insert into delivery (number, notification, replay, channel, part, sent, entity, ordered, action, received_at, state, since, attempts,"
          + " forgiven, reason, payload_kind, sends, due_at, claim, claimed_at) select number, notification, replay, channel, part, sent, entity,"
          + " ordered, action, received_at, state, now, attempts, forgiven, reason, payload_kind, 0, due_at, claim,"
          + " case when claim is not null then now end from e");
  private static final Bulk INSERT_PAYLOAD = new Bulk("delivery bigint, bytes bytea",
      "insert into payload (delivery, bytes) select delivery, bytes from e");
  private static final String UNCLAIM = "update delivery set claim = null, claimed_at = null where number = ? and claim = ?";
  /** The one that has waited longest, unless a dead letter holds it up; nothing when that one has its time already. */
  static final Bulk NEXT = new Bulk("channel text, entity text, now bigint, hold integer, claim bigint",
      "update delivery set due_at = case when next_at > e.now then next_at else e.now end,"
          + " claim = case when next_at > e.now then null else e.claim end,"
          + " claimed_at = case when next_at > e.now or e.claim is null then null else e.now end from e"
          + " where delivery.number = (select w.number from delivery w where w.channel = e.channel and w.entity = e.entity"
          + " and w.state = 'waiting' and w.ordered = 1 order by w.channel, w.entity, w.number limit 1) and delivery.due_at is null"
          + " and (e.hold = 0 or " + Lines.DEAD + " is null)"
          + " returning delivery.number, delivery.channel, delivery.due_at, delivery.claim");

  private record New(Delivery delivery, State state, String reason, Original original, byte[] bytes) {}

  private final Ids ids;
  private final KnownChannels channels;
  private final Instances instances;
  private final ReadyDeliveries ready;
  private final Consumer<Claimed> unclaim;
  private final Consumer<Content.Row> unreadableTo;

  private final List<Object[]> ended = new ArrayList<>();
  private final List<Object[]> tried = new ArrayList<>();
  private final List<Object[]> givenBack = new ArrayList<>();
  private final List<New> begun = new ArrayList<>();
  private final List<Object[]> payloads = new ArrayList<>();
  private final Lines lines = new Lines();
  /** What was reserved with {@link ReadyDeliveries#reserve}, by channel. */
  private final Map<String, Integer> reserved = new HashMap<>();
  private final List<Claimed> claimed = new ArrayList<>();
  private final List<Claimed> takenBack = new ArrayList<>();
  /** Taken back by a group that failed: nobody has them, and until they are given back its next try finds them here. By number. */
  private final Map<Long, Claimed> loose = new HashMap<>();
  private final List<Content.Row> unreadable = new ArrayList<>();
  private final Set<String> withMore = new HashSet<>();
  private final Map<String, Long> later = new HashMap<>();
  private final Set<String> touched = new LinkedHashSet<>();
  private final Set<String> lookedThrough = new HashSet<>();

  /** @param unclaim gets what was claimed and cannot be handed out, as nobody reads its channel any more; {@code unreadable}: as its
   * notification is not there */
  Deliveries(Ids ids, KnownChannels channels, Instances instances, ReadyDeliveries ready, Consumer<Claimed> unclaim,
      Consumer<Content.Row> unreadable) {
    this.unclaim = unclaim;
    this.unreadableTo = unreadable;
    this.ids = ids;
    this.channels = channels;
    this.instances = instances;
    this.ready = ready;
  }

  @Override
  public void begin() {
    ended.clear();
    tried.clear();
    givenBack.clear();
    begun.clear();
    payloads.clear();
    lines.begin();
    reserved.clear();
    claimed.clear();
    takenBack.clear();
    unreadable.clear();
    withMore.clear();
    later.clear();
    touched.clear();
    lookedThrough.clear();
  }

  /**
   * In this group the table is looked through for whoever reads the channel, who gets what has waited longest: what begins now must not take
   * the room.
   */
  void leaveToLook(String channel) {
    lookedThrough.add(channel);
  }

  /** One that is to be in this line may be inserted, if the channel is one that is ordered. */
  public void about(String channel, String entity) {
    lines.about(channel, entity);
  }

  @Override
  public void ask(Group group) throws SQLException {
    lines.ask(group.transaction());
  }

  /**
   * An attempt ended.
   *
   * @param forgiven whether it does not count against the limit
   * @param nextAt when it is tried again; null unless it stays waiting
   */
  void end(Group group, End end, State state, boolean forgiven, Long nextAt, int sends) {
    Delivery delivery = end.delivery();
    Attempt attempt = end.attempt();
    if (delivery.attempts() > 0) {
      tried.add(new Object[] {delivery.number()});
    }
    ended.add(new Object[] {delivery.number(), end.claimed().claim(), state.column, group.now(), attempt.number(),
        delivery.forgiven() + (forgiven ? 1 : 0), nextAt, delivery.ordered() ? null : nextAt, sends, Columns.micros(attempt.startedAt()),
        attempt.took().toMillis(), attempt.outcome().name().toLowerCase(Locale.ROOT), Texts.reason(attempt.error())});
    touched.add(delivery.channel());
    if (delivery.ordered()) {
      findNext(delivery.channel(), delivery.entity());
    } else if (nextAt != null) {
      later.merge(delivery.channel(), nextAt, Math::min);
    }
  }

  /** No attempt was made. */
  void giveBack(Group group, Claimed unbegun) {
    givenBack.add(givenBackAs(group, unbegun));
    foundAgain(unbegun.delivery());
  }

  /** What nobody has any more, at once: whatever this group is still told of it comes too late. */
  void giveBackNow(Group group, List<Claimed> lost) throws SQLException {
    group.transaction().run(GIVE_BACK, lost.stream().map(one -> givenBackAs(group, one)).toList());
    lost.forEach(one -> foundAgain(one.delivery()));
  }

  private static Object[] givenBackAs(Group group, Claimed claimed) {
    return new Object[] {claimed.delivery().number(), claimed.claim(), group.now()};
  }

  /** Whether its attempt ends in this group. */
  boolean isEnding(Delivery delivery) {
    return ended.stream().anyMatch(one -> (Long) one[0] == delivery.number());
  }

  private void foundAgain(Delivery delivery) {
    touched.add(delivery.channel());
    if (delivery.ordered()) {
      findNext(delivery.channel(), delivery.entity());
    } else {
      withMore.add(delivery.channel());
    }
  }

  /** Whether it was claimed for this process and not handed out yet: then it is claimed by nobody any more. */
  public boolean takeBack(Group group, String channel, long number) throws SQLException {
    Claimed here = ready.takeBack(channel, number);
    Claimed unbegun = here == null ? loose.remove(number) : here;
    if (unbegun == null) {
      return false;
    }
    takenBack.add(unbegun);
    more(channel);
    // another instance may have taken it over, and this one not know that yet
    return group.transaction().run(UNCLAIM, number, unbegun.claim()) == 1;
  }

  /** Whether {@link #takeBack} would take it back. @param claim as its row has it */
  public boolean isUnbegun(Delivery delivery, long claim) {
    Claimed free = loose.get(delivery.number());
    return free != null && free.claim() == claim || ready.isReady(delivery.channel(), delivery.number(), claim);
  }

  /** The line may be without a first one. */
  public void findNext(String channel, String entity) {
    lines.leaveToNext(channel, entity);
    touched.add(channel);
  }

  /** The channel has something that is due and nobody has. */
  public void more(String channel) {
    withMore.add(channel);
    touched.add(channel);
  }

  /**
   * A new delivery.
   *
   * @param original of its notification; null when that is not at hand: then it is not claimed at once
   */
  public void insert(Delivery delivery, State state, String reason, Original original, Payload payload) {
    begun.add(new New(delivery, state, reason, original, payload.bytes()));
    if (!payload.isOriginal()) {
      payloads.add(new Object[] {delivery.number(), payload.bytes()});
    }
    if (state == State.WAITING) {
      touched.add(delivery.channel());
      if (delivery.ordered() && !lines.isKnown(delivery)) {
        findNext(delivery.channel(), delivery.entity());
      }
    }
  }

  /** As a row. Its line is known only now: whatever ends in this group leaves it to {@link #findNext} who is the next. */
  private Object[] inserted(New one, long now) {
    Delivery delivery = one.delivery();
    KnownChannels.State channel = channels.state(delivery.channel());
    boolean due = one.state() == State.WAITING && (!delivery.ordered() || lines.becomesFirst(delivery, channel.hold()));
    Long claim = due && one.original() != null ? claim(delivery.channel(), channel, ready::reserveNew) : null;
    if (claim != null) {
      claimed.add(new Claimed(delivery, claim, Content.work(delivery, ids, false, one.original(), one.bytes())));
    } else if (due) {
      withMore.add(delivery.channel());
    }
    return new Object[] {delivery.number(), delivery.notification(), delivery.replay(), delivery.channel(), delivery.part(),
        delivery.sent() ? 1 : 0, delivery.entity(), delivery.ordered() ? 1 : 0, delivery.action(), delivery.receivedAt(), one.state().column,
        now, delivery.attempts(), delivery.forgiven(), Texts.reason(one.reason()), delivery.payloadKind(), due ? now : null, claim};
  }

  /** A claim for one more that may be handed out at once; null when nobody here has room for it. */
  private Long claim(String channel, KnownChannels.State state, Predicate<String> reserve) {
    if (!state.isFlowing() || lookedThrough.contains(channel) || !reserve.test(channel)) {
      return null;
    }
    reserved.merge(channel, 1, Integer::sum);
    return instances.newClaim();
  }

  @Override
  public void write(Group group) throws SQLException {
    Transaction transaction = group.transaction();
    transaction.queue(KEEP_ATTEMPT, tried);
    transaction.queue(END, ended, changed -> {
      if (changed != ended.size()) {
        throw new SQLException("a delivery is not in the state any more in which its attempt began");
      }
    });
    transaction.queue(GIVE_BACK, givenBack);
    transaction.queue(INSERT_PAYLOAD, payloads);
    transaction.queue(INSERT, begun.stream().map(one -> inserted(one, group.now())).toList());
    findNext(group, transaction);
    group.wrote(2L * ended.size() + 3L * begun.size() + lines.leftToNext().size() + payloadPages());
  }

  private long payloadPages() {
    return begun.stream().mapToLong(one -> one.bytes() == null ? 0 : one.bytes().length / 1_000).sum();
  }

  private void findNext(Group group, Transaction transaction) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    for (Lines.Line line : lines.leftToNext()) {
      KnownChannels.State channel = channels.state(line.channel());
      Long claim = claim(line.channel(), channel, ready::reserve);
      rows.add(new Object[] {line.channel(), line.entity(), group.now(), channel.hold() ? 1 : 0, claim});
    }
    List<Object[]> next = new ArrayList<>();
    transaction.queueQuestion(NEXT, rows, row -> {
      if (Columns.number(row, "claim") != null) {
        return next.add(new Object[] {row.getLong("number")});
      }
      String channel = row.getString("channel");
      long dueAt = row.getLong("due_at");
      return dueAt > group.now() ? later.merge(channel, dueAt, Math::min) : withMore.add(channel);
    });
    transaction.send();
    transaction.queueQuestion(Content.READ, next, row -> {
      Content.Row read = Content.row(row, ids, false);
      return read.work() == null
          ? unreadable.add(read) : claimed.add(new Claimed(read.delivery(), read.claim(), read.work()));
    });
  }

  @Override
  public void committed() {
    givenBack.forEach(row -> loose.remove((Long) row[0]));
    claimed.forEach(one -> {
      reserved.merge(one.delivery().channel(), -1, Integer::sum);
      if (!ready.ready(one)) {
        unclaim.accept(one);
      }
    });
    unreadable.forEach(row -> reserved.merge(row.delivery().channel(), -1, Integer::sum));
    reserved.forEach(ready::giveUp);
    withMore.forEach(ready::more);
    later.forEach((channel, at) -> {
      if (channels.state(channel).down()) {
        // what failed may be the next probe, before its own time: whoever looks finds when that is
        ready.more(channel);
      } else {
        ready.dueAt(channel, at);
      }
    });
  }

  @Override
  public void told() {
    ready.signal(List.copyOf(touched));
    List.copyOf(unreadable).forEach(unreadableTo);
  }

  @Override
  public void failed() {
    reserved.forEach(ready::giveUp);
    reserved.clear();
    // their rows are claimed as before, and nobody has them
    takenBack.forEach(one -> {
      unclaim.accept(one);
      loose.put(one.delivery().number(), one);
    });
    takenBack.clear();
  }
}
