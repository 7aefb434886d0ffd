package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.KameletParameters;
import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.UnsuccessfulCallException;
import io.github.mentagateway.privacy.PrivateText;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/** The bean of the kamelet {@code database-call}: calls a procedure or a function, and judges the call by what comes out. */
public final class DatabaseCall implements CamelContextAware {
  private CamelContext context;
  private String route;
  private String database;
  private String written;
  private String success = "";
  private String failure = "";
  private String effectTable = "";
  private FieldResolver fields = new FieldResolver("");

  private DatabasePool pool;
  private ProcedureCall call;
  private Predicate isSuccess;
  private Predicate isFailure;
  private EffectTable effects;
  private StatementAlert alert;

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }

  /** The id of the route that uses the kamelet, for the log. */
  public void setRoute(String id) {
    route = id;
  }

  /** The NAME of {@code gateway.database.NAME.url}. */
  public void setDatabase(String name) {
    database = name;
  }

  public void setCall(String call) {
    written = KameletParameters.asWritten(call);
  }

  /** @param condition in Simple, whose body are the values that come out; an empty text is none */
  public void setSuccess(String condition) {
    success = KameletParameters.asWritten(condition).strip();
  }

  /** @param condition in Simple, whose body are the values that come out; an empty text is none */
  public void setFailure(String condition) {
    failure = KameletParameters.asWritten(condition).strip();
  }

  /** The table that has the ids of the deliveries that took effect; an empty text is none. */
  public void setEffectTable(String table) {
    effectTable = table.strip();
  }

  public void setOptional(String names) {
    fields = new FieldResolver(names);
  }

  /** Checks the call when the route starts, and the database, because Camel's own message for a missing one names no property. */
  public void check() {
    pool = DatabasePools.of(context).pool(database);
    call = ProcedureCall.of(written, pool.vendor());
    isSuccess = predicate(success);
    isFailure = predicate(failure);
    effects = DatabasePools.of(context).effectTable(database, effectTable);
    alert = new StatementAlert(route, database);
  }

  private Predicate predicate(String condition) {
    if (condition.isEmpty()) {
      return null;
    }
    Predicate predicate = context.resolveLanguage("simple").createPredicate(condition);
    predicate.init(context);
    return predicate;
  }

  public void call(Exchange exchange) throws Exception {
    List<Object> values = call.values(exchange, fields);
    EffectTable.Effect effect = effects == null ? null : effects.of(exchange);
    IsolatedCall.begin(exchange);
    try {
      if (effect == null) {
        try (Connection connection = pool.getConnection()) {
          run(exchange, connection, values);
        }
      } else {
        // a repeat does not call, and so has nothing that comes out
        answer(exchange, Map.of());
        new Transaction(pool, database).run(exchange, effect, connection -> {
          run(exchange, connection, values);
          return true;
        });
      }
      alert.succeeded();
    } catch (Exception e) {
      alert.failed(e, NamedParameterSql.last(exchange));
      throw e;
    } finally {
      IsolatedCall.end(exchange);
    }
  }

  private void run(Exchange exchange, Connection connection, List<Object> values) throws Exception {
    Map<String, Object> given = call.run(connection, values, exchange.getMessage());
    exchange.getMessage().setBody(given);
    if (isFailure != null && isFailure.matches(exchange)) {
      throw new PermanentFailureException("the call '" + call + "' failed: " + told(given, "failure", failure)
          + ". Correct what it complains of and retry, or change 'failure'");
    }
    if (isSuccess != null && !isSuccess.matches(exchange)) {
      throw new UnsuccessfulCallException("the call '" + call + "' has not succeeded: " + told(given, "success", success));
    }
    answer(exchange, given);
  }

  private void answer(Exchange exchange, Map<String, Object> given) {
    if (!call.outs().isEmpty()) {
      IsolatedCall.answer(exchange, given);
    }
  }

  /** What came out may name people, and is shown to those only who ask for it. */
  private String told(Map<String, Object> given, String parameter, String condition) {
    return "what came out is " + PrivateText.mark(given.toString()) + ", and '" + parameter + "' is " + condition;
  }
}
