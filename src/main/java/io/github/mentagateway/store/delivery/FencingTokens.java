package io.github.mentagateway.store.delivery;

import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of the claims whose attempts end in a group still stand. Their rows stay as they are until the commit. */
final class FencingTokens implements Part {
  private static final String STANDING = "select d.number, d.claim from e join delivery d on d.number = e.number and d.claim = e.claim"
      + " where d." + State.WAITS;
  private static final String ENDED = "select count(*) from delivery where number = ? and last_outcome <> 'interrupted' and attempts = ?"
      + " and last_at = ?";

  private final Bulk standing;
  private final List<Object[]> asked = new ArrayList<>();
  private final Set<Long> claims = new HashSet<>();
  private final Set<Long> numbers = new HashSet<>();

  FencingTokens(Database database) {
    standing = new Bulk("number bigint, claim bigint", STANDING + (database.isShared() ? " for update of d" : ""));
  }

  @Override
  public void begin() {
    asked.clear();
    claims.clear();
    numbers.clear();
  }

  void about(Claimed claimed) {
    asked.add(new Object[] {claimed.delivery().number(), claimed.claim()});
  }

  @Override
  public void ask(Group group) throws SQLException {
    // one after the other in everybody's order
    asked.sort((one, other) -> Long.compare((Long) one[0], (Long) other[0]));
    group.transaction().queueQuestion(standing, asked, row -> numbers.add(row.getLong("number")) && claims.add(row.getLong("claim")));
  }

  /** The first of two that are of one claim has it. */
  boolean stands(Claimed claimed) {
    return claims.contains(claimed.claim()) && numbers.remove(claimed.delivery().number());
  }

  /** Asked once more after a commit in doubt, it may be that very commit which ended the claim. */
  boolean isOnRecord(Group group, End end) throws SQLException {
    return group.transaction().askOne(ENDED, row -> row.getLong(1), end.delivery().number(), end.delivery().attempts() + 1,
        Columns.micros(end.startedAt())) == 1;
  }
}
