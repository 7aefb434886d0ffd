package io.github.mentagateway.store.act;

import io.github.mentagateway.inbox.Acts;
import io.github.mentagateway.inbox.Texts;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.sql.Transaction;
import io.github.mentagateway.store.write.Deciding;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads beside the writer; an act and its end are each written in a transaction of their own. */
public final class StoredActs implements Acts {
  /** Written within a few milliseconds, so that a request that comes at the same moment hardly notices. */
  private static final int AT_ONCE = 500;

  /** The same person's same act that has come so far. */
  static final String CONTINUED = "select max(number) as number from act where next_step = ? and who = ? and what = ? and about = ?";
  private static final String CONTINUE = "update act set outcome = 'begun', next_step = null where number = ?";
  private static final String BEGIN = "insert into act (number, began_at, who, what, about, why, outcome, done, refused)"
      + " values (?, ?, ?, ?, ?, ?, 'begun', 0, 0)";
  private static final String END = "update act set outcome = ?, detail = ?, done = done + ?, refused = refused + ?, next_step = ?"
      + " where number = ?";
  private static final Bulk ABOUT = new Bulk("act bigint, id text, notification bigint, changed integer",
      "insert into act_about (act, id, notification, changed) select act, id, notification, changed from e where true"
          + " on conflict (act, id) do update set changed = case when excluded.changed = 1 then 1 else act_about.changed end");

  private static final String SELECT = "select number, began_at, who, what, about, why, outcome, detail, done, refused from act";
  private static final String IDS = "select id, changed from act_about where act = ? and notification is not null and id > ? order by id limit ?";
  private static final String OLD_ABOUT = "select b.act, b.id from act a join act_about b on b.act = a.number where a.began_at < ? limit " + AT_ONCE;
  private static final Bulk REMOVE_ABOUT = new Bulk("act bigint, id text",
      "delete from act_about where (act, id) in (select act, id from e)");
  private static final String REMOVE = "delete from act where number in (select number from act where began_at < ? limit " + AT_ONCE + ")"
      + " and not exists (select 1 from act_about b where b.act = act.number)";

  private final Queries queries;
  private final Writer writer;
  private final Ids ids;

  public StoredActs(Queries queries, Writer writer, Ids ids) {
    this.queries = queries;
    this.writer = writer;
    this.ids = ids;
  }

  @Override
  public long begin(Act act, long after) {
    return writer.decide(new Deciding<>() {
      @Override
      public void about(Group group) {
        group.wantNumbers(1);
      }

      @Override
      public Long decide(Group group) throws SQLException {
        Transaction transaction = group.transaction();
        Long number = after == 0 ? null : transaction.askOne(CONTINUED, row -> Columns.number(row, "number"), after, act.who(), column(act.what()),
            Texts.reason(act.about()));
        if (number == null) {
          number = group.nextNumber();
          transaction.run(BEGIN, number, group.now(), act.who(), column(act.what()), Texts.reason(act.about()), Texts.reason(act.why()));
        } else {
          transaction.run(CONTINUE, number);
        }
        note(transaction, number, act.ids(), false);
        return number;
      }
    });
  }

  @Override
  public void end(long number, Ending ending) {
    writer.decide(group -> {
      group.transaction().run(END, column(ending.outcome()), Texts.reason(ending.detail()), ending.done(), ending.refused(), ending.next(), number);
      note(group.transaction(), number, ending.changed(), true);
      return null;
    });
  }

  private void note(Transaction transaction, long number, List<String> about, boolean changed) throws SQLException {
    transaction.run(ABOUT, about.stream().distinct().map(id -> new Object[] {number, id,
        ids.parse(id).map(Ids.Parts::notification).orElse(null), changed ? 1 : 0}).toList());
  }

  private static String column(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Recorded> list(Filter filter, long before, int most) {
    StringBuilder sql = new StringBuilder(SELECT + " where number < ?");
    List<Object> values = new ArrayList<>(List.of(before));
    if (filter.who() != null) {
      sql.append(" and who = ?");
      values.add(filter.who());
    }
    if (filter.what() != null) {
      sql.append(" and what = ?");
      values.add(column(filter.what()));
    }
    if (filter.since() != null) {
      sql.append(" and began_at >= ?");
      values.add(Columns.micros(filter.since()));
    }
    if (filter.about() != null) {
      Long notification = ids.parse(filter.about()).filter(id -> id.channel() == null && id.replay() == 0).map(Ids.Parts::notification).orElse(null);
      sql.append(notification == null ? " and number in (select act from act_about where id = ?)"
          : " and number in (select act from act_about where notification = ?)");
      values.add(notification == null ? filter.about() : notification);
    }
    values.add(most);
    return queries.ask(sql.append(" order by number desc limit ?").toString(), StoredActs::read, values.toArray());
  }

  @Override
  public Optional<Recorded> find(long number) {
    return Optional.ofNullable(queries.askOne(SELECT + " where number = ?", StoredActs::read, number));
  }

  @Override
  public List<About> about(long number, String after, int most) {
    return queries.ask(IDS, row -> new About(row.getString("id"), row.getInt("changed") == 1), number, after, most);
  }

  private static Recorded read(ResultSet row) throws SQLException {
    return new Recorded(row.getLong("number"), Columns.instant(row, "began_at"), row.getString("who"),
        What.valueOf(row.getString("what").toUpperCase(Locale.ROOT)), row.getString("about"), row.getString("why"),
        Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)), row.getString("detail"), row.getLong("done"), row.getLong("refused"));
  }

  /** First what they were about, some at a time: one act may be about very many. */
  @Override
  public boolean removeOld(Instant before) {
    return writer.decide(group -> {
      Transaction transaction = group.transaction();
      List<Object[]> about = transaction.ask(OLD_ABOUT, row -> new Object[] {row.getLong(1), row.getString(2)}, Columns.micros(before));
      int removed = about.isEmpty() ? transaction.run(REMOVE, Columns.micros(before)) : transaction.run(REMOVE_ABOUT, about);
      group.wrote(removed);
      return removed > 0;
    });
  }
}
