package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.tls.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kamelet {@code kafka-send} in the real gateway, with the jars of {@code lib add camel-kafka}, against a real broker with TLS and logins. */
class KafkaIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ROUTE = """
      - route:
          id: ticket-ownership
          description: Hands new owners to Kafka
          from:
            uri: durable:ticket-ownership
            parameters:
              initialDelay: 200ms
              maxDelay: 500ms
              probeInterval: 500ms
            steps:
              - to:
                  id: send-owner
                  description: Goes on when every replica in sync has it
                  uri: kamelet:kafka-send
                  parameters:
                    topic: owners
                    brokers: "{{kafka.brokers}}"
                    securityProtocol: SASL_SSL
                    jaas: "{{secret:kafka.login}}"
                    trust: "%s"
                    json: >-
                      {"ticket": "{data.id}", "owner": "{newOwnerEmail}"}
      """;

  @TempDir
  Path home;
  @TempDir
  Path served;
  private KafkaBroker broker;

  @BeforeEach
  void startBroker() throws Exception {
    TestAuthority authority = new TestAuthority("Company Internal CA");
    authority.writeCertificate(served.resolve("ca.pem"));
    TestAuthority.Pair pair = authority.issue("127.0.0.1");
    String shown = Files.readString(pair.writeKey(served.resolve("key.pem"))) + Files.readString(pair.writeCertificate(served.resolve("cert.pem")));
    broker = new KafkaBroker(served.resolve("log"), "SASL_SSL", Map.of(
        "listener.name.clients.sasl.enabled.mechanisms", "PLAIN",
        "listener.name.clients.plain.sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required user_menta=\"geheim\";",
        "listener.name.clients.ssl.keystore.type", "PEM",
        "listener.name.clients.ssl.keystore.location", Files.writeString(served.resolve("shown.pem"), shown).toString(),
        "message.max.bytes", "2000"));
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  @Test
  void each_delivery_is_a_record_with_its_id_whose_key_is_its_entity_also_over_all_that_can_be_wrong_with_a_broker() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).with("KAFKA_LOGIN", login("geheim"))) {
      gateway.file("routes/destinations/ticket-ownership.camel.yaml", ROUTE.formatted(served.resolve("ca.pem")));
      Files.writeString(home.resolve("config/application.properties"), "\nkafka.brokers=" + broker.address() + "\n", StandardOpenOption.APPEND);
      assertThat(gateway.run("check").output()).contains("add it with ./menta-gateway lib add camel-kafka");
      GatewayProcess.Result added = gateway.run("lib", "add", "camel-kafka");
      assertThat(added.exit()).as(added.errors()).isZero();
      assertThat(added.output()).contains("added    camel-kafka-4.18.0.jar", "added    kafka-clients-");
      assertThat(gateway.run("check").output()).contains("no errors, no warnings");
      gateway.start();

      // the topic is not there: it waits until somebody has made it
      gateway.post(Samples.ticket("00001", "a@example.com"));
      awaitLog(gateway, "no broker has taken the message in time: look whether the brokers run, and whether the topic is there");
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.insideAddress()))) {
        admin.createTopics(List.of(new NewTopic("owners", 3, (short) 1))).all().get();
      }
      gateway.post(Samples.ticket("00002", "b@example.com"));
      gateway.awaitNothingWaiting();
      List<ConsumerRecord<String, String>> first = records();
      assertThat(first).extracting(ConsumerRecord::value).containsExactlyInAnyOrder("{\"ticket\":\"00001\",\"owner\":\"a@example.com\"}",
          "{\"ticket\":\"00002\",\"owner\":\"b@example.com\"}");
      for (ConsumerRecord<String, String> each : first) {
        assertThat(each.key()).isEqualTo(each.value().contains("00001") ? "ticket:00001" : "ticket:00002");
        assertThat(header(each, "menta_delivery_id")).endsWith(".ticket-ownership");
        assertThat(header(each, "menta_sequence")).isNotEmpty();
      }

      // a record that is too large is for a person, and what comes behind it goes on
      gateway.post(Samples.ticket("00002", "x".repeat(3000) + "@example.com"));
      awaitLog(gateway, "outcome=dead_letter");
      assertThat(gateway.run("deadletters", "list").output())
          .contains("the message is larger than the client or the broker takes: send less of the notification (the parameter json)");

      broker.stop();
      gateway.post(Samples.ticket("00001", "c@example.com"));
      gateway.post(Samples.ticket("00001", "d@example.com"));
      for (String id : List.of("00003", "00004", "00005")) {
        gateway.post(Samples.ticket(id, "e@example.com"));
      }
      await().atMost(Duration.ofSeconds(120)).until(gateway::isDown);
      broker.start();
      gateway.awaitNothingWaiting();
      assertThat(records().stream().filter(each -> each.key().equals("ticket:00001")).map(ConsumerRecord::value).distinct())
          .containsExactly("{\"ticket\":\"00001\",\"owner\":\"a@example.com\"}", "{\"ticket\":\"00001\",\"owner\":\"c@example.com\"}",
              "{\"ticket\":\"00001\",\"owner\":\"d@example.com\"}");
      assertThat(gateway.log()).doesNotContain("geheim");
    }
  }

  @Test
  void a_login_that_is_refused_and_a_certificate_of_an_unknown_authority_are_told_with_the_parameter_and_without_the_password() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).with("KAFKA_LOGIN", login("wrong-one"))) {
      Files.writeString(home.resolve("config/application.properties"), "\nkafka.brokers=" + broker.address() + "\n", StandardOpenOption.APPEND);
      gateway.withLibraries("camel-kafka").file("routes/destinations/ticket-ownership.camel.yaml", ROUTE.formatted(served.resolve("ca.pem"))).start();

      gateway.post(Samples.ticket("00001", "a@example.com"));
      awaitLog(gateway, "the broker refuses the login, or lets it not write there: correct the"
          + " parameter jaas, saslMechanism or securityProtocol, or what the broker allows it");
      gateway.file("routes/destinations/ticket-ownership.camel.yaml", ROUTE.formatted(""));
      gateway.run("reload");
      awaitLog(gateway, "no TLS with the broker: put the authority of its certificate into the file of"
          + " the parameter trust");
      assertThat(gateway.log()).doesNotContain("wrong-one");

      assertThat(gateway.run("new", "destination", "seats", "--kind", "kafka", "--action", "ticket.updated").errors()).isEmpty();
      assertThat(home.resolve("routes/destinations/seats.camel.yaml")).content().contains("kamelet:kafka-send");
      assertThat(gateway.run("check").output()).contains(" files: ").doesNotContain("seats");
    }
  }

  private static void awaitLog(GatewayProcess gateway, String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.log()).contains(text));
  }

  private static String login(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"menta\" password=\"" + password + "\";";
  }

  private static String header(ConsumerRecord<String, String> each, String name) {
    return new String(each.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** All that the topic has now. */
  private List<ConsumerRecord<String, String>> records() {
    List<ConsumerRecord<String, String>> found = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", broker.insideAddress()),
        new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions = consumer.partitionsFor("owners").stream()
          .map(one -> new TopicPartition(one.topic(), one.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
    }
    return found;
  }
}
