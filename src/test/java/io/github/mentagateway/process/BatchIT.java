package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API that takes many at once, and one that slows down, behind the real jar. */
class BatchIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String BATCH = """
      - route:
          id: fulfilment
          from:
            uri: durable:fulfilment
            parameters:
              concurrency: 16
            steps:
              - to:
                  uri: kamelet:%s
                  parameters:
                    url: "http://127.0.0.1:%d/owners"
                    json: '{"id": "{deliveryId}", "ticket": "{data.id}"}'
                    responseTimeout: 60s
      """;
  private static final String MANY = """
                    most: 16
                    answers: "${body}"
                    answerId: id
                    success: "${body[status]} == 'OK'"
      """;

  @TempDir
  Path home;
  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  /** The ids of each call. */
  private final List<List<String>> calls = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile long millis;
  private HttpServer api;

  @BeforeEach
  void open() throws Exception {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    api.setExecutor(threads);
    api.createContext("/", call -> {
      JsonNode body = json.readTree(call.getRequestBody().readAllBytes());
      List<String> ids = new ArrayList<>();
      (body.isArray() ? body : json.createArrayNode().add(body)).forEach(item -> ids.add(item.path("id").asText()));
      calls.add(ids);
      ids.forEach(id -> taken.computeIfAbsent(id, any -> new AtomicInteger()).incrementAndGet());
      try {
        gate.await();
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      byte[] answer = ids.stream().map(id -> "{\"id\":\"" + id + "\",\"status\":\"OK\"}").toList().toString()
          .getBytes(StandardCharsets.UTF_8);
      call.sendResponseHeaders(200, answer.length);
      call.getResponseBody().write(answer);
      call.close();
    });
    api.start();
  }

  @AfterEach
  void close() {
    gate.countDown();
    api.stop(0);
    threads.shutdownNow();
  }

  @Test
  void a_gateway_that_is_killed_between_the_call_and_its_note_sends_all_of_the_batch_again_with_the_same_ids() throws Exception {
    gate = new CountDownLatch(1);
    try (GatewayProcess gateway = gateway("rest-batch", MANY).start()) {
      post(gateway, 40);
      await("all that may be under way").atMost(PATIENCE).until(() -> taken.size() == 16);
      gateway.kill9();
      gate.countDown();
      gateway.start();
      gateway.awaitNothingWaiting();

      assertThat(taken).hasSize(40);
      assertThat(taken.values().stream().filter(times -> times.get() == 2)).as("those of the calls without an answer").hasSize(16);
      assertThat(taken.values()).allMatch(times -> times.get() <= 2);
    }
  }

  @Test
  void a_channel_has_fewer_attempts_under_way_while_its_api_is_slow_and_more_again_when_that_is_over() throws Exception {
    millis = 5;
    try (GatewayProcess gateway = gateway("rest-call", "").start()) {
      AtomicInteger next = new AtomicInteger(20_000);
      // a gateway that has just started, on a busy machine, is slow itself
      Callable<Boolean> all = () -> {
        post(gateway, 50, next.getAndAdd(50));
        gateway.awaitNothingWaiting();
        return allowed(gateway) == 16;
      };
      await("all").atMost(PATIENCE).until(all);

      millis = 2_000;
      post(gateway, 50, next.getAndAdd(50));
      await("halved").atMost(PATIENCE).until(() -> allowed(gateway) <= 8);
      millis = 5;
      await("all again").atMost(PATIENCE).until(all);
    }
  }

  private static int allowed(GatewayProcess gateway) throws Exception {
    String listed = gateway.destinations().body();
    for (JsonNode destination : new ObjectMapper().readTree(listed).path("items")) {
      if (destination.path("name").asText().equals("fulfilment")) {
        return destination.path("allowed").asInt(-1);
      }
    }
    throw new AssertionError(listed);
  }

  private GatewayProcess gateway(String kamelet, String more) throws Exception {
    return route(GatewayProcess.in(home), kamelet, more);
  }

  private GatewayProcess route(GatewayProcess gateway, String kamelet, String more) throws Exception {
    return gateway.with("GATEWAY_DELIVERY_INITIAL_DELAY", "100ms")
        .file("routes/destinations/fulfilment.camel.yaml", BATCH.formatted(kamelet, api.getAddress().getPort()) + more);
  }

  private static void post(GatewayProcess gateway, int tickets) {
    post(gateway, tickets, 10_000);
  }

  private static void post(GatewayProcess gateway, int tickets, int from) {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < tickets; i++) {
      answers.add(gateway.postLater(Samples.ticket(String.valueOf(from + i), "ana@example.com")));
      // no more at once than one connection has streams
      if (answers.size() == 50 || i == tickets - 1) {
        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(202));
        answers.clear();
      }
    }
  }
}
