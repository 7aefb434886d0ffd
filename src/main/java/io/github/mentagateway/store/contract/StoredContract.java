package io.github.mentagateway.store.contract;

import io.github.mentagateway.inbox.Contract;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.store.delivery.Content;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts are added in the transaction that moves the position on, so that each notification counts once, however many instances look. */
public final class StoredContract implements Contract {
  private static final String POSITION = "select up_to from contract";
  private static final String NEWEST = "select coalesce(max(number), 0) from notification";
  private static final String SIZES = "select number, length(body) as size from notification where number > ? and number <= ? order by number limit ?";
  private static final String AFTER = "select number, action, received_at, headers, case when length(body) <= ? then body end as body from notification"
      + " where number > ? and number <= ? order by number";
  private static final String MOVE = "update contract set up_to = ?, since = coalesce(since, ?) where up_to = ?";
  private static final String SINCE = "select since from contract";
  private static final String ACTIONS = "select count(*) from contract_field where path = ''";
  private static final String KNOWN = "select path, type, first_at from contract_field where action = ?";
  private static final String ADD = "insert into contract_field (action, path, type, seen, first_at, last_at, example, news)"
      + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (action, path, type) do update set seen = contract_field.seen + excluded.seen,"
      + " last_at = excluded.last_at, example = excluded.example";
  private static final String ALL = "select action, path, type, seen, first_at, last_at, example, news from contract_field";
  private static final String ORDER = " order by action, path, type";
  private static final String NEWS = ALL + " where news = 1" + ORDER + " limit ?";
  private static final String FORGET = "delete from contract_field where action = ?";
  private static final String ACKNOWLEDGE = "update contract_field set news = 0 where news = 1 and first_at <= ?";

  private final Queries queries;
  private final Writer writer;
  private final Ids ids;

  public StoredContract(Queries queries, Writer writer, Ids ids) {
    this.queries = queries;
    this.writer = writer;
    this.ids = ids;
  }

  @Override
  public long position() {
    return queries.askOne(POSITION, row -> row.getLong(1));
  }

  @Override
  public long newest() {
    return queries.askOne(NEWEST, row -> row.getLong(1));
  }

  @Override
  public List<Arrived> after(long number, long upTo, int most) {
    long last = number;
    long bytes = 0;
    for (Size one : queries.ask(SIZES, row -> new Size(row.getLong("number"), row.getLong("size")), number, upTo, most)) {
      bytes += one.bytes() <= MOST_BYTES ? one.bytes() : 0;
      if (bytes > MOST_BYTES) {
        break;
      }
      last = one.number();
    }
    return last == number ? List.of() : queries.ask(AFTER, StoredContract::arrived, MOST_BYTES, number, last);
  }

  private record Size(long number, long bytes) {}

  private static Arrived arrived(ResultSet row) throws SQLException {
    byte[] body = row.getBytes("body");
    return new Arrived(row.getLong("number"), row.getString("action"), new Original(body == null ? new byte[0] : body,
        Content.headers(row.getString("headers")), Columns.instant(row, "received_at")), body != null);
  }

  @Override
  public Optional<List<Seen>> add(long from, long to, Map<String, Map<Field, Tally>> found, Duration settling) {
    return writer.decide(group -> {
      if (group.transaction().run(MOVE, to, group.now(), from) == 0) {
        return Optional.empty();
      }
      Instant since = group.transaction().askOne(SINCE, row -> Columns.instant(row, "since"));
      long actions = group.transaction().askOne(ACTIONS, row -> row.getLong(1));
      List<Seen> news = new ArrayList<>();
      for (Map.Entry<String, Map<Field, Tally>> one : new TreeMap<>(found).entrySet()) {
        Map<Field, Instant> known = known(group, one.getKey());
        boolean isOther = known.isEmpty() && actions >= MOST_ACTIONS;
        actions += known.isEmpty() ? 1 : 0;
        add(group, isOther ? OTHER : one.getKey(), one.getValue(), isOther ? known(group, OTHER) : known, since.plus(settling), settling, news);
      }
      return Optional.of(List.copyOf(news));
    });
  }

  private static Map<Field, Instant> known(Group group, String action) throws SQLException {
    Map<Field, Instant> known = new HashMap<>();
    group.transaction().ask(KNOWN, row -> known.put(new Field(row.getString("path"), row.getString("type")), Columns.instant(row, "first_at")), action);
    return known;
  }

  private void add(Group group, String action, Map<Field, Tally> found, Map<Field, Instant> known, Instant settled, Duration settling, List<Seen> news)
      throws SQLException {
    Instant began = known.getOrDefault(Field.ACTION, found.get(Field.ACTION).first());
    Instant fieldsSettled = began.plus(settling).isAfter(settled) ? began.plus(settling) : settled;
    ObjectNames names = new ObjectNames(known.keySet());
    Map<Field, Tally> told = new LinkedHashMap<>();
    // by path, so that those which have a place do not depend on the order in which a body names them
    new TreeMap<>(found).forEach((field, tally) -> told.merge(names.told(field), tally, Tally::together));
    for (Map.Entry<Field, Tally> one : told.entrySet()) {
      boolean isKnown = known.containsKey(one.getKey());
      Field field = isKnown || known.size() < MOST_FIELDS ? one.getKey() : new Field(OTHER, "");
      Tally tally = one.getValue();
      boolean isNew = !known.containsKey(field) && tally.first().isAfter(field.equals(Field.ACTION) ? settled : fieldsSettled);
      group.transaction().run(ADD, action, field.path(), field.type(), tally.count(), Columns.micros(tally.first()), Columns.micros(tally.last()),
          tally.example(), isNew ? 1 : 0);
      known.put(field, tally.first());
      if (isNew) {
        news.add(new Seen(action, field, tally.count(), tally.first(), tally.last(), ids.notification(tally.example()), true));
      }
    }
    group.wrote(found.size());
  }

  @Override
  public List<Seen> all() {
    return queries.ask(ALL + ORDER, this::seen);
  }

  @Override
  public List<Seen> news(int most) {
    return queries.ask(NEWS, this::seen, most);
  }

  private Seen seen(ResultSet row) throws SQLException {
    return new Seen(row.getString("action"), new Field(row.getString("path"), row.getString("type")), row.getLong("seen"),
        Columns.instant(row, "first_at"), Columns.instant(row, "last_at"), ids.notification(row.getLong("example")), row.getInt("news") == 1);
  }

  @Override
  public int forget(String action, String path) {
    return writer.decide(group -> path == null ? group.transaction().run(FORGET, action)
        : group.transaction().run(FORGET + " and (path = ? or substr(path, 1, ?) = ? or substr(path, 1, ?) = ?)", action, path, path.length() + 1,
            path + ".", path.length() + 1, path + "["));
  }

  @Override
  public int acknowledge(String action, Instant upTo) {
    long last = upTo == null ? Long.MAX_VALUE : Columns.micros(upTo);
    return writer.decide(group -> action == null ? group.transaction().run(ACKNOWLEDGE, last)
        : group.transaction().run(ACKNOWLEDGE + " and action = ?", last, action));
  }
}
