package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns claims into work, with the content read in one question. */
record SharedWork(DataSource pool, Ids ids, Leases leases, LaneClaims claims) {
  private static final Logger LOG = LoggerFactory.getLogger(SharedWork.class);

  List<Work> claim(String channel, int most) {
    long asked = leases.now();
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      List<LaneClaims.Found> found = claims.claim(connection, channel, most);
      return found.isEmpty() ? List.of() : works(connection, found, asked);
    } catch (SQLException e) {
      throw new InboxUnavailableException("the store cannot be read: " + Sql.explain(e), e);
    }
  }

  private List<Work> works(Connection connection, List<LaneClaims.Found> found, long asked) throws SQLException {
    try {
      Map<Long, Original> originals = originals(connection, found);
      connection.commit();
      List<Work> works = new ArrayList<>(found.size());
      for (LaneClaims.Found one : found) {
        Entry entry = one.claim().entry();
        works.add(new Work(entry.number(), ids.format(entry.number()), ids.format(entry.notification()), entry.channel(), entry.entity(),
            entry.action(), one.attempt(), one.attempt() - entry.forgiven(), one.probe(), entry.receivedAt(),
            new Payload(entry.payloadKind(), one.payload()), originals.get(entry.notification())));
      }
      for (int i = 0; i < works.size(); i++) {
        leases.add(works.get(i), found.get(i).claim(), asked);
      }
      return works;
    } catch (SQLException | RuntimeException e) {
      // a claim that nobody knows of would stand still until its lease has ended
      found.forEach(one -> release(one.claim()));
      throw e;
    }
  }

  private static Map<Long, Original> originals(Connection connection, List<LaneClaims.Found> found) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select number, received_at, headers, body from notification where number = any(?)")) {
      select.setArray(1, connection.createArrayOf("bigint",
          found.stream().map(one -> one.claim().entry().notification()).distinct().toArray()));
      Map<Long, Original> originals = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          originals.put(row.getLong("number"), NotificationTable.original(row));
        }
      }
      return originals;
    }
  }

  Claim claimOf(Work work) {
    return leases.of(work).orElseThrow(() ->
        new IllegalStateException("delivery " + work.deliveryId() + " is not claimed: it was settled or released already"));
  }

  void release(Claim claim) {
    try (Connection connection = pool.getConnection()) {
      leases.release(connection, claim);
    } catch (SQLException e) {
      LOG.warn("event=not_released delivery={} error={} next=when its lease ends", ids.format(claim.entry().number()), Sql.explain(e));
    }
  }
}
