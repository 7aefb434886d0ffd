package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.DuplicateRule;
import io.github.mentagateway.inbox.Duplicates;
import io.github.mentagateway.store.channel.CircuitBreakers;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.delivery.Deliveries;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.delivery.NewerElsewhere;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.write.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The notifications of which copies came. */
public final class StoredDuplicates implements Duplicates {
  private static final String LIST = "select n.number, n.action, n.entity, n.received_at, d.rule, d.copies, d.last_at from notification n"
      + " join duplicate d on d.notification = n.number where n.number in (select distinct notification from duplicate"
      + " where notification < ? order by notification desc limit ?) order by n.number desc";

  private final Queries queries;
  private final Writer writer;
  private final Redelivery.Parts parts;
  private final StoredLetters letters;

  public StoredDuplicates(Queries queries, Writer writer, Ids ids, Database database, KnownChannels channels, Deliveries deliveries,
      NewerElsewhere elsewhere) {
    this.queries = queries;
    this.writer = writer;
    this.parts = new Redelivery.Parts(ids, database, channels, deliveries, new Superseded(ids, database, deliveries, elsewhere));
    this.letters = new StoredLetters(queries, writer, parts);
  }

  public StoredLetters letters() {
    return letters;
  }

  public StoredBacklogs backlogs(CircuitBreakers breakers) {
    return new StoredBacklogs(queries, writer, parts, breakers);
  }

  @Override
  public List<Counted> list(long before, int most) {
    List<Counted> list = new ArrayList<>();
    queries.ask(LIST, row -> add(list, row), before, most);
    return list;
  }

  /** One row per rule; those of one notification follow each other. */
  private boolean add(List<Counted> list, ResultSet row) throws SQLException {
    long number = row.getLong("number");
    Counted last = list.isEmpty() ? null : list.get(list.size() - 1);
    boolean same = last != null && last.number() == number;
    Map<DuplicateRule, Long> copies = same ? last.copies() : new EnumMap<>(DuplicateRule.class);
    copies.put(DuplicateRule.valueOf(row.getString("rule").toUpperCase(Locale.ROOT)), row.getLong("copies"));
    Instant at = Columns.instant(row, "last_at");
    if (same) {
      list.remove(list.size() - 1);
      at = at.isBefore(last.lastAt()) ? last.lastAt() : at;
    }
    return list.add(new Counted(number, parts.ids().notification(number), row.getString("action"), row.getString("entity"),
        Columns.instant(row, "received_at"), copies, at));
  }
}
