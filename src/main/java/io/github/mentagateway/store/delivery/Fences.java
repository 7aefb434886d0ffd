package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which of the claims whose attempts end in a group still stand. Their rows stay as they are until the commit. */
final class Fences implements Part {
  private static final String STANDING = "select d.number, d.claim from e join delivery d on d.number = e.number and d.claim = e.claim"
      + " where d.state = 'waiting'";
  private static final Bulk ENDED =
      new Bulk("number bigint", "select d.number, d.attempts, d.last_at from e join delivery d on d.number = e.number"
          + " where d.last_outcome <> 'interrupted'");

  private record Ended(int attempts, long startedAt) {}

  private final Bulk standing;
  private final List<Object[]> asked = new ArrayList<>();
  private final Set<Long> claims = new HashSet<>();
  private final Set<Long> numbers = new HashSet<>();
  private final Map<Long, Ended> ended = new HashMap<>();

  Fences(Database database) {
    standing = new Bulk("number bigint, claim bigint", STANDING + (database.isShared() ? " for update of d" : ""));
  }

  @Override
  public void begin() {
    asked.clear();
    claims.clear();
    numbers.clear();
    ended.clear();
  }

  void about(Claimed claimed) {
    asked.add(new Object[] {claimed.delivery().number(), claimed.claim()});
  }

  @Override
  public void ask(Group group) throws SQLException {
    // one after the other in everybody's order
    asked.sort((one, other) -> Long.compare((Long) one[0], (Long) other[0]));
    group.transaction().ask(standing, asked, row -> numbers.add(row.getLong("number")) && claims.add(row.getLong("claim")));
    if (numbers.size() < asked.size()) {
      List<Object[]> others = asked.stream().filter(one -> !numbers.contains((Long) one[0])).map(one -> new Object[] {one[0]}).toList();
      group.transaction().ask(ENDED, others, row -> {
        Long startedAt = Columns.number(row, "last_at");
        return startedAt == null ? null : ended.put(row.getLong("number"), new Ended(row.getInt("attempts"), startedAt));
      });
    }
  }

  /** The first of two that are of one claim has it. */
  boolean stands(Claimed claimed) {
    return claims.contains(claimed.claim()) && numbers.remove(claimed.delivery().number());
  }

  /** Asked once more after a commit in doubt, it may be that very commit which ended the claim. */
  boolean isOnRecord(Claimed claimed, Attempt attempt) {
    Ended found = ended.get(claimed.delivery().number());
    return found != null && found.attempts() == attempt.number() && found.startedAt() == Columns.micros(attempt.startedAt());
  }
}
