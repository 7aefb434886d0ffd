package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.DatabaseException;
import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.NoRowException;
import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.UnsuccessfulCallException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A table of the author's database with the ids of the deliveries that have taken effect there. The id is inserted first, in the
 * transaction of the effect: another attempt that has inserted it and is still open makes this insert wait for its end, and one that was
 * committed makes it fail. So an effect happens once, whenever a process dies, however late a commit's answer is, and whoever tries at the
 * same time.
 */
final class EffectTable {
  private static final String PART = "(?:[\\w$]+|\"[^\"?]+\"|\\[[\\w$ ]+]|`[^`?]+`)";
  private static final Pattern NAME = Pattern.compile(PART + "(?:\\." + PART + "){0,3}");
  private static final FieldResolver VARIABLES = new FieldResolver("");

  private final String table;
  private final NamedParameterSql insert;
  private final NamedParameterSql look;
  /** The runs of routes that are under way, and the deliveries whose id they have in the table by a step that ended. */
  private final Map<Object, Set<String>> ended;

  /** @param ended shared by all that write into the same table */
  EffectTable(String table, Map<Object, Set<String>> ended, boolean mysql) {
    this.table = demandName(table);
    this.ended = ended;
    insert = NamedParameterSql.ofEffects(new SqlText("INSERT INTO " + table + " (delivery) VALUES (:?deliveryId)", mysql));
    look = NamedParameterSql.ofEffects(new SqlText("SELECT delivery FROM " + table + " WHERE delivery = :?deliveryId", mysql));
  }

  static Map<Object, Set<String>> runs() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  static String demandName(String table) {
    if (!NAME.matcher(table).matches()) {
      throw new IllegalArgumentException("effectTable is '" + table + "': it must be the name of a table, such as gateway_effects");
    }
    return table;
  }

  /** The id of this delivery, before its effect. */
  Effect of(Exchange exchange) {
    String delivery = exchange.getVariable("deliveryId", String.class);
    if (delivery == null) {
      throw new PermanentFailureException("effectTable is '" + table + "', and this message is no delivery, so that it has no id: send it"
          + " to a durable: channel first");
    }
    Set<String> ofRun = ended.computeIfAbsent(exchange.getProperty(IsolatedCall.RUN, exchange, Object.class),
        run -> Collections.synchronizedSet(new HashSet<>()));
    if (ofRun.contains(delivery)) {
      throw new PermanentFailureException("effectTable is '" + table + "', which has this delivery from an earlier step or row of the same"
          + " run, so that nothing would happen here: put the statements into one database-update, or send each row to a durable: channel");
    }
    return new Effect(table, delivery, insert.bind(exchange, VARIABLES), look.bind(exchange, VARIABLES), ofRun);
  }

  record Effect(String table, String delivery, NamedParameterSql.Bound insert, NamedParameterSql.Bound look, Set<String> endedOfRun) {
    /**
     * Claims the effect for the transaction of this connection. When it is refused the transaction is rolled back.
     *
     * @return false when the effect was committed before
     */
    boolean claim(Connection connection, Message call) throws SQLException {
      try {
        insert.run(connection, call);
        return true;
      } catch (SQLException refused) {
        if (refused instanceof DatabaseException told && told.isOutage()) {
          throw refused;
        }
        // each database has its own code for an id that is there: the table itself says whether that was the reason
        try {
          connection.rollback();
          if (look.ask(connection, call) != null) {
            return false;
          }
        } catch (SQLException notTold) {
          refused.addSuppressed(notTold);
        }
        throw refused;
      }
    }

    /**
     * Called after the rollback of a claim. With an id that stands all the same, the next attempt would do nothing, and the delivery be
     * done.
     *
     * @throws PermanentFailureException when it stands
     */
    void demandTakenBack(Connection connection, Message call, Throwable failure) {
      Object failed = call.getHeader(NamedParameterSql.STATEMENT);
      Object stands = null;
      try {
        stands = look.ask(connection, call);
      } catch (SQLException notTold) {
        failure.addSuppressed(notTold);
      }
      call.setHeader(NamedParameterSql.STATEMENT, failed);
      if (stands != null) {
        throw new PermanentFailureException("effectTable is '" + table + "', where this delivery's id stands although the call failed: "
            + told(failure) + ". What it calls commits by itself, or a table takes no part in transactions: correct that or leave effectTable"
            + " out, and delete the id before a retry, which else does nothing");
      }
    }

    /** The sentences of others may hold values. */
    private static String told(Throwable failure) {
      return failure instanceof DatabaseException || failure instanceof PermanentFailureException
          || failure instanceof UnsuccessfulCallException || failure instanceof NoRowException ? failure.getMessage()
          : failure.getClass().getSimpleName();
    }

    void end() {
      endedOfRun.add(delivery);
    }
  }
}
