package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.FreePort;
import io.github.mentagateway.Recipe;
import io.github.mentagateway.ShippedFolder;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code lib add} with the real Maven and the repository of this machine's settings; the kamelet {@code jms-send} in the real gateway, with the jars
 * that came, against a real broker, over its own protocol and over AMQP 1.0.
 */
class QueuesIT {
  private static final String ROUTE = """
      - route:
          id: ticket-ownership
          description: Hands new owners to the queue
          from:
            uri: durable:ticket-ownership
            parameters:
              initialDelay: 200ms
              maxDelay: 500ms
              probeInterval: 500ms
            steps:
              - to:
                  id: send-owner
                  description: Goes on when the broker has it
                  uri: kamelet:jms-send
                  parameters:
                    queue: owners
                    connectionFactory: broker
                    json: >-
                      {"ticket": "{data.id}", "owner": "{newOwnerEmail}"}
      """;

  @TempDir
  Path home;
  private final int port = FreePort.next();
  private final ActiveMQConnectionFactory client = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port, "menta", "geheim");
  private String queue = "owners";
  private EmbeddedActiveMQ broker;
  private final AtomicInteger inTransactions = new AtomicInteger();
  private final AtomicInteger outsideOfTransactions = new AtomicInteger();

  @BeforeEach
  void startBroker() throws Exception {
    Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(false).setJournalDirectory(home.resolve("journal").toString())
        .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
    configuration.putSecurityRoles("#", Set.of(new Role("team", true, true, true, true, true, true, true, true, true, true, true, true)));
    SecurityConfiguration logins = new SecurityConfiguration(Map.of("menta", "geheim"), Map.of("menta", List.of("team")));
    broker = new EmbeddedActiveMQ().setConfiguration(configuration)
        .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), logins));
    broker.start();
    broker.getActiveMQServer().registerBrokerPlugin(new ActiveMQServerPlugin() {
      @Override
      public void beforeSend(ServerSession session, Transaction transaction, org.apache.activemq.artemis.api.core.Message message, boolean direct,
          boolean noAutoCreateQueue) {
        (transaction == null ? outsideOfTransactions : inTransactions).incrementAndGet();
      }
    });
  }

  @AfterEach
  void stopBroker() throws Exception {
    broker.stop();
    client.close();
  }

  @Test
  void each_delivery_is_a_persistent_message_with_its_id_in_the_group_of_its_entity_also_over_a_broker_that_was_down() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).with("BROKER_PASSWORD", "geheim")) {
      gateway.file("routes/destinations/ticket-ownership.camel.yaml", ROUTE);
      Files.writeString(home.resolve("config/application.properties"), """

          camel.beans.broker=#class:org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory
          camel.beans.broker.brokerURL=tcp://127.0.0.1:%d
          camel.beans.broker.user=menta
          camel.beans.broker.password={{secret:broker.password}}
          """.formatted(port), StandardOpenOption.APPEND);
      assertThat(gateway.run("check").output()).contains("the kamelet 'jms-send' needs the component 'jms', which is not in the gateway: add it"
          + " with ./menta-gateway lib add camel-jms");
      GatewayProcess.Result added = gateway.run("lib", "add", "camel-jms", "org.apache.activemq:artemis-jakarta-client:2.40.0");
      assertThat(added.exit()).as(added.errors()).isZero();
      assertThat(added.output()).contains("added    camel-jms-4.18.0.jar", "added    artemis-core-client-2.40.0.jar")
          .containsPattern("Added \\d\\d jars, \\d+\\.\\d MB, to lib/\\. They count from the next start on\\.");
      assertThat(jars()).contains("spring-jms-6.2.15.jar", "jakarta.jms-api-3.1.0.jar")
          .noneMatch(name -> name.startsWith("slf4j-") || name.startsWith("camel-support-"))
          .allMatch(name -> !name.startsWith("netty-") || name.contains("-4.1.137.Final"));
      assertThat(gateway.run("lib", "add", "--offline", "camel-jms").output()).contains("there    camel-jms-4.18.0.jar", "Nothing was added.");
      GatewayProcess.Result unknown = gateway.run("lib", "add", "camel-no-such-thing");
      assertThat(unknown.exit()).isEqualTo(1);
      assertThat(unknown.errors()).contains("Maven cannot bring org.apache.camel:camel-no-such-thing:4.18.0: ", "Nothing was added.");
      assertThat(gateway.run("check").output()).contains("no errors, no warnings");
      gateway.start();

      gateway.post(Samples.ticket("00001", "a@example.com"));
      gateway.post(Samples.ticket("00002", "b@example.com"));
      gateway.awaitNothingWaiting();
      List<Message> first = receive(2);
      assertThat(first).extracting(QueuesIT::text).containsExactlyInAnyOrder("{\"ticket\":\"00001\",\"owner\":\"a@example.com\"}",
          "{\"ticket\":\"00002\",\"owner\":\"b@example.com\"}");
      assertEachHasItsIdAndGroup(first);
      assertThat(inTransactions).as("some clients wait for nothing but the end of a transaction").hasValue(2);
      assertThat(outsideOfTransactions).hasValue(0);

      await().untilAsserted(() -> assertThat(broker.getActiveMQServer().getConnectionCount()).as("that of the reader has ended").isOne());
      gateway.file("routes/destinations/ticket-ownership.camel.yaml", ROUTE.replace("Goes on when", "Goes on as soon as"));
      assertThat(gateway.run("reload").exit()).isZero();
      gateway.post(Samples.ticket("00002", "b2@example.com"));
      gateway.awaitNothingWaiting();
      receive(1);
      await().untilAsserted(() -> assertThat(broker.getActiveMQServer().getConnectionCount()).as("the route before has ended its own")
          .isOne());

      keepsTheOrderOverABrokerThatWasDown(gateway);
      assertThat(gateway.log()).doesNotContain("geheim");
    }
  }

  @Test
  void the_same_over_amqp_with_the_client_of_qpid_as_connection_factory() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).with("BROKER_PASSWORD", "geheim")) {
      gateway.file("routes/destinations/ticket-ownership.camel.yaml", ROUTE);
      Files.writeString(home.resolve("config/application.properties"), """

          camel.beans.broker=#class:org.apache.qpid.jms.JmsConnectionFactory
          camel.beans.broker.remoteURI=amqp://127.0.0.1:%d?jms.queuePrefix=team/
          camel.beans.broker.username=menta
          camel.beans.broker.password={{secret:broker.password}}
          """.formatted(port), StandardOpenOption.APPEND);
      gateway.withLibraries("camel-amqp");
      assertThat(jars()).contains("camel-amqp-4.18.0.jar", "camel-jms-4.18.0.jar").anyMatch(name -> name.startsWith("qpid-jms-client-"));
      assertThat(gateway.run("check").output()).contains("no errors, no warnings");
      gateway.start();

      queue = "team/owners";
      gateway.post(Samples.ticket("00001", "a@example.com"));
      gateway.post(Samples.ticket("00002", "b@example.com"));
      gateway.awaitNothingWaiting();
      assertEachHasItsIdAndGroup(receive(2));
      keepsTheOrderOverABrokerThatWasDown(gateway);
      assertThat(gateway.log()).doesNotContain("geheim");
    }
  }

  @Test
  void the_recipe_has_nothing_to_mend_and_its_cases_pass() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home)) {
      Recipe recipe = Recipe.all().stream().filter(one -> one.libraries().contains("camel-jms")).findFirst().orElseThrow();
      ShippedFolder.copyTo(home, "samples");
      recipe.layInto(home);
      gateway.withLibraries(recipe.libraries().toArray(String[]::new));

      assertThat(gateway.run("check", "--strict").output()).matches("\\d+ files: no errors, no warnings\n");
      for (String file : recipe.cases()) {
        // the broker's client says something of its log before
        assertThat(gateway.run("test", file).output()).matches("(?s).*\n\\d+ cases?: \\d+ passed\n");
      }
      assertThat(recipe.cases()).hasSize(1);

      assertThat(gateway.run("new", "destination", "seats", "--kind", "queue", "--action", "ticket.updated").errors()).isEmpty();
      assertThat(gateway.run("check", "--strict").output()).matches("\\d+ files: no errors, no warnings\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"camel-jms org.apache.activemq:artemis-jakarta-client:2.40.0, org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory,"
      + " brokerURL=tcp, user", "camel-amqp, org.apache.qpid.jms.JmsConnectionFactory, remoteURI=amqp, username"})
  void a_login_that_is_refused_is_told_with_its_settings_and_without_the_password(String library, String type, String url, String user)
      throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).with("BROKER_PASSWORD", "wrong-one")) {
      gateway.file("routes/destinations/ticket-ownership.camel.yaml", ROUTE);
      Files.writeString(home.resolve("config/application.properties"), """

          camel.beans.broker=#class:%s
          camel.beans.broker.%s://127.0.0.1:%d
          camel.beans.broker.%s=menta
          camel.beans.broker.password={{secret:broker.password}}
          """.formatted(type, url, port, user), StandardOpenOption.APPEND);
      gateway.withLibraries(library.split(" ")).start();
      for (String id : List.of("00001", "00002", "00003")) {
        gateway.post(Samples.ticket(id, "a@example.com"));
      }

      await().atMost(Duration.ofSeconds(60)).until(gateway::isDown);
      assertThat(gateway.log()).contains("the broker refuses the login, or lets it not write there: correct camel.beans.broker.user and .password")
          .doesNotContain("wrong-one");
    }
  }

  private void keepsTheOrderOverABrokerThatWasDown(GatewayProcess gateway) throws Exception {
    broker.stop();
    gateway.post(Samples.ticket("00001", "c@example.com"));
    gateway.post(Samples.ticket("00001", "d@example.com"));
    for (String id : List.of("00003", "00004", "00005")) {
      gateway.post(Samples.ticket(id, "e@example.com"));
    }
    await().atMost(Duration.ofSeconds(60)).until(gateway::isDown);
    startBroker();
    gateway.awaitNothingWaiting();
    List<String> after = receive(5).stream().map(QueuesIT::text).filter(text -> text.contains("00001")).distinct().toList();
    assertThat(after).containsExactly("{\"ticket\":\"00001\",\"owner\":\"c@example.com\"}", "{\"ticket\":\"00001\",\"owner\":\"d@example.com\"}");
  }

  private static void assertEachHasItsIdAndGroup(List<Message> messages) throws JMSException {
    for (Message message : messages) {
      String id = text(message).contains("00001") ? "ticket:00001" : "ticket:00002";
      assertThat(message.getStringProperty("JMSXGroupID")).isEqualTo(id);
      assertThat(message.getStringProperty("menta_delivery_id")).endsWith(".ticket-ownership").isEqualTo(message.getJMSCorrelationID());
      assertThat(message.getJMSDeliveryMode()).isEqualTo(jakarta.jms.DeliveryMode.PERSISTENT);
      assertThat(message.propertyExists("menta_sequence")).isTrue();
    }
  }

  private List<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private List<Message> receive(int count) throws JMSException {
    List<Message> messages = new ArrayList<>();
    try (Connection connection = client.createConnection(); Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
      connection.start();
      while (messages.size() < count) {
        Message message = consumer.receive(10_000);
        assertThat(message).as("message %d", messages.size() + 1).isNotNull();
        messages.add(message);
      }
    }
    return messages;
  }

  private static String text(Message message) {
    try {
      return ((TextMessage) message).getText();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
