package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.PostgresServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On PostgreSQL, which goes on with a new connection: a commit fails, and it may have happened or not. */
class CommitInDoubtTest {
  private enum Failing { NEVER, BEFORE, AFTER }

  private final MovableClock clock = new MovableClock();
  private final SharedUnanswered unanswered = new SharedUnanswered();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Failing failing = Failing.NEVER;
  private HikariDataSource pool;
  private Ids ids;
  private GroupCommit writer;

  @BeforeEach
  void open() throws SQLException {
    pool = new HikariDataSource();
    pool.setJdbcUrl(PostgresServer.shared().newDatabase());
    pool.setUsername(PostgresServer.USER);
    pool.setPassword(PostgresServer.PASSWORD);
    Schema.migrate(pool, "postgresql");
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      ids = Schema.identify(connection);
    }
    GroupCommit.Opener opener = () -> {
      connections.incrementAndGet();
      return new Transaction(failing(pool.getConnection()),
          new PostgresDialect(new StoreClock(clock::instant), clock, new ChannelBook(), unanswered));
    };
    writer = new GroupCommit("writer", opener.open(), opener, channels -> {}, failure -> {});
    writer.start();
  }

  @AfterEach
  void close() {
    writer.close();
    pool.close();
  }

  @Test
  void what_did_not_happen_is_no_first_one_that_a_copy_could_equal() {
    failing = Failing.BEFORE;
    assertThat(failure(accept("ticket:1", "x"))).isInstanceOf(InboxUnavailableException.class);
    failing = Failing.NEVER;

    assertThat(accept("ticket:2", "another one").join().outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
    assertThat(accept("ticket:1", "x").join().outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
    assertThat(connections).hasValue(2);
  }

  @Test
  void what_did_happen_is_the_first_one_of_its_copy() {
    failing = Failing.AFTER;
    assertThat(failure(accept("ticket:1", "x"))).isInstanceOf(InboxUnavailableException.class);
    failing = Failing.NEVER;

    assertThat(accept("ticket:2", "another one").join().outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
    assertThat(accept("ticket:1", "x").join().outcome()).isEqualTo(Receipt.Outcome.DUPLICATE);
  }

  private CompletableFuture<Receipt> accept(String entity, String content) {
    Accept accept = new Accept(new InboxDriver(null, clock).arrival(entity, content), ids, new Copies(InboxSuite.HORIZON));
    writer.submit(accept);
    return accept.future();
  }

  private Connection failing(Connection real) {
    return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class},
        (proxy, method, arguments) -> {
          boolean commits = method.getName().equals("commit");
          if (commits && failing == Failing.BEFORE) {
            real.rollback();
          }
          try {
            Object result = commits && failing == Failing.BEFORE ? null : method.invoke(real, arguments);
            if (commits && failing != Failing.NEVER) {
              throw new SQLException("the connection broke", "08006");
            }
            return result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
