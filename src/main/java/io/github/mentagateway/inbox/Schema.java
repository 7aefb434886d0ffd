package io.github.mentagateway.inbox;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database to the shape that this version needs, and tells which store it is. */
final class Schema {
  /** Without letters that look like digits: people read ids out to each other. */
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 6;

  private Schema() {}

  static void migrate(DataSource dataSource) {
    Flyway.configure(Schema.class.getClassLoader()).dataSource(dataSource).locations("classpath:db/h2").load().migrate();
  }

  /** The store's identity, drawn when it is new. */
  static Ids identify(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select id from store");
        ResultSet row = select.executeQuery()) {
      if (row.next()) {
        return new Ids(row.getString(1));
      }
    }
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder();
    while (id.length() < LENGTH) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    try (PreparedStatement insert = connection.prepareStatement("insert into store (id) values (?)")) {
      insert.setString(1, id.toString().toLowerCase(Locale.ROOT));
      insert.executeUpdate();
    }
    connection.commit();
    return new Ids(id.toString());
  }
}
