package io.github.mentagateway.store;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Which store it is: drawn when it is new; of several that begin at once, one draws it. */
final class StoreId {
  /** Without letters that look like digits: people read ids out to each other. */
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 6;

  private StoreId() {}

  /** @param whenNew gives the id of a store that has none yet */
  static String of(DataSource dataSource, Supplier<String> whenNew) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      try (PreparedStatement insert = connection.prepareStatement("insert into store (one, id, next_number, instances, up_for)"
          + " values (1, ?, 10000, 0, 0) on conflict (one) do nothing")) {
        insert.setString(1, whenNew.get());
        insert.executeUpdate();
      }
      try (PreparedStatement select = connection.prepareStatement("select id from store"); ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  static String draw() {
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder();
    while (id.length() < LENGTH) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }
}
