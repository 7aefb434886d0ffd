package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.store.delivery.Delivery;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.delivery.State;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.write.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads beside the writer; every decision is written like anything else. */
public final class StoredLetters implements Letters {
  private static final String LIST = Stored.SELECT + " where state = ? and state in ('dead', 'quarantined') and number < ?"
      + " order by state desc, number desc limit ?";
  private static final String COUNT = "select channel, count(*) from delivery where state = ? and state in ('dead', 'quarantined')"
      + " group by channel";
  private static final String COUNT_BY_ACTION = "select coalesce(action, ''), count(*) from delivery where state = ?"
      + " and state in ('dead', 'quarantined') group by coalesce(action, '')";
  private static final String SHARES = "select channel, action, count(*) from delivery where state = ?"
      + " and state in ('dead', 'quarantined') group by channel, action order by channel, action";
  /** However many there are, so many are read. */
  static final String NEWEST = "select channel, since, coalesce(reason, last_error) as text from delivery where state = ?"
      + " and state in ('dead', 'quarantined') order by number desc limit " + MOST_GROUPED;
  /**
   * By what stands before the private part, which differs for each person. A text that is cut says so by its end, so that the rest of the private
   * part in it stays hidden.
   */
  private static final String GROUPS = "select channel, min(case when length(text) > 500 then substr(text, 1, 499) || '…' else text end) as why,"
      + " count(*) as letters, min(since) as first, max(since) as last from (" + NEWEST + ") newest"
      + " group by channel, substr(text, 1, case when %1$s between 1 and 300 then %1$s else 300 end) order by count(*) desc, channel";
  private static final String PAYLOAD = "select bytes from payload where delivery = ?";
  private static final String ATTEMPTS = "select number, started_at, took, outcome, error from attempt where delivery = ?"
      + " union all select attempts, last_at, last_took, last_outcome, last_error from delivery where number = ? and last_at is not null"
      + " order by number";

  private final Queries queries;
  private final Writer writer;
  private final Redelivery.Parts parts;

  StoredLetters(Queries queries, Writer writer, Redelivery.Parts parts) {
    this.queries = queries;
    this.writer = writer;
    this.parts = parts;
  }

  static RefusedException noSuchDelivery() {
    return new RefusedException("there is no delivery with this id in this store: list shows those there are");
  }

  @Override
  public List<Letter> list(Kind kind, long before, int most) {
    return queries.ask(LIST, row -> Stored.read(row).letter(parts.ids()), State.of(kind).column, before, most);
  }

  @Override
  public Map<String, Long> count(Kind kind) {
    Map<String, Long> counts = new HashMap<>();
    queries.ask(COUNT, row -> counts.put(row.getString(1), row.getLong(2)), State.of(kind).column);
    return counts;
  }

  @Override
  public Map<String, Long> countByAction(Kind kind) {
    Map<String, Long> counts = new HashMap<>();
    queries.ask(COUNT_BY_ACTION, row -> counts.put(row.getString(1), row.getLong(2)), State.of(kind).column);
    return counts;
  }

  @Override
  public List<Share> shares(Kind kind) {
    return queries.ask(SHARES, row -> new Share(row.getString(1), row.getString(2), row.getLong(3)), State.of(kind).column);
  }

  @Override
  public List<Group> groups(Kind kind) {
    return queries.ask(String.format(GROUPS, queries.position("text", "'⟦'")), row -> new Group(row.getString("channel"), row.getString("why"), row.getLong("letters"),
        Columns.instant(row, "first"), Columns.instant(row, "last")), State.of(kind).column);
  }

  @Override
  public Page oldest(Kind kind, DeliveryFilter wanted, long after, int most) {
    FindSql sql = FindSql.oldest(State.of(kind).column, wanted, after, most);
    List<Stored> found = queries.ask(sql.text(), Stored::read, sql.values());
    if (found.size() < most) {
      return page(found, null);
    }
    // there may be more of the last one
    long last = found.get(most - 1).delivery().notification();
    List<Stored> whole = found.stream().filter(one -> one.delivery().notification() < last).toList();
    return whole.isEmpty() ? page(found, last) : page(whole, whole.get(whole.size() - 1).delivery().notification());
  }

  private Page page(List<Stored> found, Long next) {
    return new Page(found.stream().map(one -> one.letter(parts.ids())).toList(), next);
  }

  @Override
  public Optional<Detail> find(String deliveryId) {
    return parts.ids().parse(deliveryId).map(this::stored).map(this::detail);
  }

  private Detail detail(Stored stored) {
    Delivery delivery = stored.delivery();
    Original original = StoredNotifications.original(queries, delivery.notification());
    if (original == null) {
      original = new Original(new byte[0], Map.of(), Columns.instant(delivery.receivedAt()));
    }
    byte[] bytes = queries.askOne(PAYLOAD, row -> row.getBytes(1), delivery.number());
    List<Attempt> attempts = queries.ask(ATTEMPTS, StoredLetters::attempt, delivery.number(), delivery.number());
    return new Detail(stored.letter(parts.ids()), original, new Payload(delivery.payloadKind(), bytes), attempts);
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(row.getInt("number"), Columns.instant(row, "started_at"), Duration.ofMillis(row.getLong("took")),
        Attempt.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)), row.getString("error"));
  }

  private Stored stored(Ids.Parts id) {
    Stored.Find find = Stored.Find.of(id);
    return queries.askOne(find.sql(), Stored::read, find.values());
  }

  @Override
  public void retry(Kind kind, String deliveryId, boolean force) {
    again(kind, deliveryId, Redelivery.Kind.RETRY, null, force);
  }

  @Override
  public void tryRetry(Kind kind, String deliveryId) {
    again(kind, deliveryId, Redelivery.Kind.TRY_RETRY, null, false);
  }

  @Override
  public String replay(Kind kind, String deliveryId, Revision revision, boolean force) {
    return again(kind, deliveryId, Redelivery.Kind.REPLAY, revision, force);
  }

  @Override
  public void tryReplay(Kind kind, String deliveryId, Revision revision, boolean force) {
    again(kind, deliveryId, Redelivery.Kind.TRY_REPLAY, revision, force);
  }

  private String again(Kind kind, String deliveryId, Redelivery.Kind how, Revision revision, boolean force) {
    Ids.Parts id = parts.ids().parse(deliveryId).orElseThrow(StoredLetters::noSuchDelivery);
    return writer.decide(new Redelivery(id, existing(id).entity(), how, State.of(kind), revision, force, parts));
  }

  @Override
  public String deliverAgain(String id, boolean force) {
    Ids.Parts parsed = parts.ids().parse(id).orElseThrow(StoredLetters::noSuchDelivery);
    return writer.decide(new Redelivery(parsed, existing(parsed).entity(), Redelivery.Kind.COPY, null, null, force, parts));
  }

  @Override
  public void discard(Kind kind, String deliveryId, String reason) {
    Ids.Parts id = parts.ids().parse(deliveryId).orElseThrow(StoredLetters::noSuchDelivery);
    writer.decide(new DiscardLetter(id, existing(id).entity(), State.of(kind), reason, parts));
  }

  Delivery existing(Ids.Parts id) {
    Stored stored = stored(id);
    if (stored == null) {
      throw noSuchDelivery();
    }
    return stored.delivery();
  }
}
