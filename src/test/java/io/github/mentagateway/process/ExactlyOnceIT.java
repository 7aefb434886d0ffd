package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.mentagateway.PostgresServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} between the commit of a database and the note of it in the inbox: what the attempt that is made again does. */
class ExactlyOnceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  /** Two increments whose routes do not end before the gateway is killed: each waits for an answer. */
  private static final String ROUTE = """
      - route:
          id: %1$s
          from:
            uri: durable:%1$s
            steps:
              - to:
                  uri: kamelet:database-update
                  parameters:
                    database: shop
                    sql: UPDATE moves SET number = number + 1 WHERE route = '%1$s'
      %2$s        - to:
                  uri: kamelet:rest-call
                  parameters:
                    url: "http://127.0.0.1:%3$d/%1$s"
      """;
  private static final String EFFECTS = "              effectTable: gateway_effects\n";

  @TempDir
  Path home;

  @Test
  void an_increment_in_postgresql_runs_twice_but_with_the_table_of_effects_once() throws Exception {
    onceOnly(PostgresServer.shared().newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD, gateway -> {});
  }

  @Test
  void an_increment_in_h2_runs_twice_but_with_the_table_of_effects_once() throws Exception {
    // a server, because an embedded database would be killed with the gateway
    Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    try {
      onceOnly("jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:shop;DB_CLOSE_DELAY=-1", "sa", "", gateway -> {
        server.stop();
        await("health warns").atMost(PATIENCE).until(() -> gateway.management("/observe/health").body().contains("databases that are down: shop (since"));
        assertThat(gateway.status("/observe/health/ready")).isEqualTo(200);
        assertThat(gateway.log()).contains("event=database_down database=shop");
      });
    } finally {
      server.stop();
    }
  }

  private void onceOnly(String url, String user, String password, Consumer<GatewayProcess> afterwards) throws Exception {
    Set<String> held = ConcurrentHashMap.newKeySet();
    CountDownLatch killed = new CountDownLatch(1);
    HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    api.setExecutor(threads);
    api.createContext("/", call -> {
      held.add(call.getRequestURI().getPath());
      try {
        killed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      call.sendResponseHeaders(204, -1);
      call.close();
    });
    api.start();
    try (GatewayProcess gateway = GatewayProcess.in(home)) {
      try (Connection database = DriverManager.getConnection(url, user, password); Statement statement = database.createStatement()) {
        statement.execute("CREATE TABLE moves (route VARCHAR(40) PRIMARY KEY, number INT)");
        statement.execute("INSERT INTO moves VALUES ('ticket-ownership', 0), ('fulfilment', 0)");
        statement.execute("CREATE TABLE gateway_effects (delivery VARCHAR(1000) PRIMARY KEY, done_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)");
        int port = api.getAddress().getPort();
        gateway.with("GATEWAY_DATABASE_SHOP_URL", url).with("GATEWAY_DATABASE_SHOP_USER", user).with("GATEWAY_DATABASE_SHOP_PASSWORD", password)
            .with("GATEWAY_DELIVERY_INITIAL_DELAY", "100ms")
            .file("routes/destinations/ticket-ownership.camel.yaml", ROUTE.formatted("ticket-ownership", EFFECTS, port))
            .file("routes/destinations/fulfilment.camel.yaml", ROUTE.formatted("fulfilment", "", port))
            .start();

        gateway.post(Samples.ticket("00001", "ana@example.com"));
        await("both are committed and not yet noted").atMost(PATIENCE).until(() -> held.equals(Set.of("/ticket-ownership", "/fulfilment")));
        gateway.kill9();
        killed.countDown();
        gateway.start();
        gateway.awaitNothingWaiting();

        assertThat(number(statement, "fulfilment")).as("without the table of effects").isEqualTo(2);
        assertThat(number(statement, "ticket-ownership")).as("with it").isEqualTo(1);
        assertThat(gateway.log()).contains("event=effect_found database=shop delivery=");
      }
      afterwards.accept(gateway);
    } finally {
      killed.countDown();
      api.stop(0);
      threads.shutdownNow();
    }
  }

  private static int number(Statement statement, String route) throws Exception {
    try (ResultSet rows = statement.executeQuery("SELECT number FROM moves WHERE route = '" + route + "'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
