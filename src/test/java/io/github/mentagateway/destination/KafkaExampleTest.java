package io.github.mentagateway.destination;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.mentagateway.envelope.EnvelopeMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code docs/examples/kafka-channel.camel.yaml} is right: its options by Camel's catalog, and what it does with a stub for Kafka. */
class KafkaExampleTest {
  private static final Path EXAMPLE = Path.of("docs/examples/kafka-channel.camel.yaml");
  private static final String RECORD =
      "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"00001\",\"newOwnerEmail\":\"ñ@example.com\"}}";

  @TempDir
  Path home;
  private final WireMockServer api = new WireMockServer(options().dynamicPort());
  private final KafkaStub kafka = new KafkaStub();
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    api.start();
    answer(200);
    routes = new RunningKamelets(home, Map.of(), Map.of("fulfilment.url", api.baseUrl() + "/api", "kafka.brokers", "localhost:9092"));
    routes.context().getRegistry().bind("envelopeMapper", EnvelopeMapper.create());
    routes.context().addComponent("kafka", kafka);
    routes.addFile(EXAMPLE.toString());
    // not a test's time
    AdviceWith.adviceWith(routes.context(), "fulfilment-from-kafka", route -> route.weaveById("wait-a-little").remove());
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
    api.stop();
  }

  @Test
  void every_option_of_its_kafka_endpoints_is_one_that_the_component_has_on_that_side() throws Exception {
    List<EndpointValidationResult> results = new ArrayList<>();
    JsonNode file = parse(EXAMPLE);
    for (JsonNode from : file.findValues("from")) {
      validate(from, true, results);
    }
    for (JsonNode to : file.findValues("to")) {
      validate(to, false, results);
    }
    assertThat(results).hasSize(3).allSatisfy(result -> assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue());
  }

  /** Camel refuses to start with two steps of one id, in whatever files. */
  @Test
  void its_ids_are_none_of_the_other_routes() throws Exception {
    List<Path> others;
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      others = files.filter(file -> file.toString().endsWith(".camel.yaml") && !file.endsWith("fulfilment.camel.yaml")).toList();
    }
    assertThat(others).hasSizeGreaterThan(5);
    for (Path other : others) {
      assertThat(allIds(parse(other))).doesNotContainAnyElementsOf(allIds(parse(EXAMPLE)));
    }
    assertThat(allIds(parse(EXAMPLE))).doesNotHaveDuplicates().hasSizeGreaterThan(20);
  }

  @Test
  void a_delivery_goes_to_kafka_with_its_entity_as_the_key_and_its_id_and_sequence_beside_it() throws Exception {
    Exchange exchange = routes.durable.attempt("fulfilment", RunningKamelets.ticket("00001", "ñ@example.com"),
        Map.of("deliveryId", "01DELIVERY", "entity", "ticket:00001", "sequence", 7L));

    assertThat(exchange.getException()).isNull();
    Sent sent = kafka.only();
    assertThat(sent.topic()).isEqualTo("fulfilment");
    assertThat(sent.headers()).containsEntry("kafka.KEY", "ticket:00001").containsEntry("deliveryId", "01DELIVERY")
        .containsEntry("sequence", "7");
    assertThat(new ObjectMapper().readTree(sent.body()).at("/data/newOwnerEmail").asText()).isEqualTo("ñ@example.com");
  }

  @Test
  void a_delivery_that_is_about_nothing_in_particular_has_no_key() throws Exception {
    routes.durable.attempt("fulfilment", RunningKamelets.ticket("00001", "a@example.com"),
        Map.of("deliveryId", "01DELIVERY", "sequence", 7L));

    assertThat(kafka.only().headers().get("kafka.KEY")).isNull();
  }

  @Test
  void a_record_calls_the_api_with_the_delivery_s_own_id_and_is_committed_then() throws Exception {
    Commits commits = new Commits();
    Exchange exchange = kafka.read(RECORD, commits);

    assertThat(exchange.getException()).isNull();
    api.verify(putRequestedFor(urlEqualTo("/api/tickets/00001/owner")).withHeader("Idempotency-Key", equalTo("01DELIVERY"))
        .withRequestBody(equalToJson("{\"owner\":\"ñ@example.com\",\"sequence\":7}")));
    assertThat(commits.count).isEqualTo(1);
  }

  @Test
  void a_record_that_the_api_cannot_take_now_fails_and_is_not_committed() throws Exception {
    answer(503);
    Commits commits = new Commits();

    assertThat(kafka.read(RECORD, commits).getException()).hasMessageStartingWith("record 12 of partition 3 waits: ");
    assertThat(commits.count).isZero();
    assertThat(kafka.sent).isEmpty();
  }

  @Test
  void a_record_that_the_api_refuses_or_that_lacks_a_field_is_set_aside_as_it_came_and_the_partition_goes_on() throws Exception {
    answer(422);
    Commits commits = new Commits();
    assertThat(kafka.read(RECORD, commits).getException()).isNull();
    assertThat(kafka.read("{\"action\":\"ticket.updated\",\"data\":{\"id\":\"1\"}}", commits).getException()).isNull();
    assertThat(kafka.read("no envelope", commits).getException()).isNull();

    assertThat(commits.count).isEqualTo(3);
    assertThat(kafka.sent).extracting(Sent::topic).containsOnly("fulfilment-dead-letters").hasSize(3);
    assertThat(kafka.sent.get(0).body()).isEqualTo(RECORD.getBytes(StandardCharsets.UTF_8));
    assertThat(kafka.sent.get(0).headers()).containsEntry("kafka.KEY", "ticket:00001").containsEntry("reason", "the API answered 422");
    assertThat(kafka.sent.get(1).headers().get("reason").toString()).contains("newOwnerEmail");
    assertThat(kafka.sent.get(2).body()).isEqualTo("no envelope".getBytes(StandardCharsets.UTF_8));
  }

  private void answer(int status) {
    api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
  }

  private static JsonNode parse(Path file) throws IOException {
    return new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
  }

  private static List<String> allIds(JsonNode node) {
    List<String> ids = new ArrayList<>();
    if (node.path("id").isTextual()) {
      ids.add(node.get("id").asText());
    }
    node.forEach(child -> ids.addAll(allIds(child)));
    return ids;
  }

  private static void validate(JsonNode endpoint, boolean consumer, List<EndpointValidationResult> results) {
    String uri = endpoint.path("uri").asText();
    if (uri.startsWith("kafka:")) {
      StringJoiner query = new StringJoiner("&");
      endpoint.get("parameters").properties().forEach(one -> query.add(one.getKey() + "=" + one.getValue().asText()));
      results.add(new DefaultCamelCatalog().validateEndpointProperties(uri + "?" + query, false, consumer, !consumer));
    }
  }

  /** As Camel's {@code KafkaManualCommit} is to a route. */
  public static final class Commits {
    private int count;

    public void commit() {
      count++;
    }
  }

  private record Sent(String topic, Map<String, Object> headers, byte[] body) {}

  private static final class KafkaStub extends DefaultComponent {
    final List<Sent> sent = new ArrayList<>();
    private Processor reader;

    Sent only() {
      assertThat(sent).hasSize(1);
      return sent.get(0);
    }

    /** A record with its headers as Camel hands them over: bytes. */
    Exchange read(String record, Commits commits) throws Exception {
      Exchange exchange = getCamelContext().getEndpoint("direct:any").createExchange();
      exchange.getMessage().setBody(record.getBytes(StandardCharsets.UTF_8));
      exchange.getMessage().setHeaders(new HashMap<>(Map.of("kafka.KEY", "ticket:00001", "kafka.OFFSET", 12L, "kafka.PARTITION", 3,
          "deliveryId", "01DELIVERY".getBytes(StandardCharsets.UTF_8), "sequence", "7".getBytes(StandardCharsets.UTF_8),
          "CamelKafkaManualCommit", commits)));
      reader.process(exchange);
      return exchange;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
      parameters.clear();
      return new DefaultEndpoint(uri, this) {
        @Override
        public Producer createProducer() {
          return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
              sent.add(new Sent(remaining, withoutNulls(exchange), exchange.getMessage().getBody(byte[].class)));
            }
          };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
          reader = processor;
          return new DefaultConsumer(this, processor);
        }
      };
    }

    private static Map<String, Object> withoutNulls(Exchange exchange) {
      Map<String, Object> headers = new HashMap<>(exchange.getMessage().getHeaders());
      headers.values().removeIf(Objects::isNull);
      return headers;
    }
  }
}
