package io.github.mentagateway.inbox;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database to the shape that this version needs, and tells which store it is. */
final class Schema {
  /** Without letters that look like digits: people read ids out to each other. */
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 6;

  private Schema() {}

  /** @param database whose files are meant: {@code h2} or {@code postgresql} */
  static void migrate(DataSource dataSource, String database) {
    Flyway.configure(Schema.class.getClassLoader()).dataSource(dataSource).locations("classpath:db/" + database).load().migrate();
  }

  /** The store's identity, drawn when it is new; of several that begin at once, one draws it. */
  static Ids identify(Connection connection) throws SQLException {
    Ids known = read(connection);
    if (known != null) {
      return known;
    }
    try (PreparedStatement insert = connection.prepareStatement("insert into store (id) values (?)")) {
      insert.setString(1, draw());
      insert.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      if (!String.valueOf(e.getSQLState()).startsWith("23")) {
        throw e;
      }
      // another one was faster
      connection.rollback();
    }
    return read(connection);
  }

  private static Ids read(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select id from store");
        ResultSet row = select.executeQuery()) {
      if (row.next()) {
        return new Ids(row.getString(1));
      }
    }
    return null;
  }

  private static String draw() {
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder();
    while (id.length() < LENGTH) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }
}
