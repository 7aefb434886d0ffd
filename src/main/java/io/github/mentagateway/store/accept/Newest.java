package io.github.mentagateway.store.accept;

import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The newest notification of each entity, which a copy is compared with. */
final class Newest implements Part {
  /**
   * @param receivedAt in microseconds
   * @param owner a digest of who has the ticket after it; null when no notification said so yet
   * @param previous the one before it of the same entity; null when it is the first
   */
  record Head(long number, byte[] fingerprint, long receivedAt, byte[] owner, Long previous) {}

  static final Bulk FIND = new Bulk("entity text", "select n.entity, n.number, n.fingerprint, n.received_at, n.owner, n.previous from e"
      + " join notification n on n.number = (select m.number from notification m where m.entity = e.entity and m.fingerprint is not null"
      + " order by m.entity desc, m.number desc limit 1)");

  private final Set<String> wanted = new LinkedHashSet<>();
  private final Map<String, Head> heads = new HashMap<>();
  /** By number: those that are accepted in this group, and not written yet. */
  private final Map<Long, Head> accepted = new HashMap<>();

  @Override
  public void begin() {
    wanted.clear();
    heads.clear();
    accepted.clear();
  }

  void about(String entity) {
    wanted.add(entity);
  }

  @Override
  public void ask(Group group) throws SQLException {
    group.transaction().ask(FIND, wanted.stream().map(entity -> new Object[] {entity}).toList(), row -> heads.put(row.getString("entity"),
        new Head(row.getLong("number"), row.getBytes("fingerprint"), Columns.number(row, "received_at"), row.getBytes("owner"),
            Columns.number(row, "previous"))));
  }

  /** As of this transaction; null when nothing of the entity was ever accepted. */
  Head of(String entity) {
    return heads.get(entity);
  }

  void accepted(String entity, Head head) {
    heads.put(entity, head);
    accepted.put(head.number(), head);
  }

  /** Null when it was not accepted in this group. */
  Head accepted(long number) {
    return accepted.get(number);
  }
}
