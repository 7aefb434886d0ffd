package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a stream of notifications, more than once. */
class CrashIT {
  private static final int TICKETS = 40;
  private static final int CHANGES = 60;
  private static final int SENDERS = 8;

  @TempDir
  Path home;

  private final ObjectMapper json = new ObjectMapper();
  private final WireMockServer destination = new WireMockServer(WireMockConfiguration.options().dynamicPort()
      .maxRequestJournalEntries(100_000).containerThreads(50));

  @BeforeEach
  void receive() {
    destination.start();
    destination.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
  }

  @AfterEach
  void stop() {
    destination.stop();
  }

  @Test
  void every_acknowledged_notification_is_delivered_in_order_although_the_gateway_is_killed_under_load() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home)
        .file("routes/router.camel.yaml", ONE_DESTINATION)
        .with("DESTINATION_URL", destination.baseUrl())
        .with("GATEWAY_DELIVERY_INITIAL_DELAY", "50ms")
        .start()) {
      Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
      AtomicInteger sent = new AtomicInteger();
      ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
      List<Future<?>> streams = new ArrayList<>();
      for (int sender = 0; sender < SENDERS; sender++) {
        int first = sender;
        streams.add(senders.submit(() -> {
          for (int change = 1; change <= CHANGES; change++) {
            for (int ticket = first; ticket < TICKETS; ticket += SENDERS) {
              sendUntilTaken(gateway, ticket, change, acknowledged, sent);
            }
          }
          return null;
        }));
      }
      for (int kill = 1; kill <= 3; kill++) {
        int soMany = kill * TICKETS * CHANGES / 4;
        org.awaitility.Awaitility.await().atMost(java.time.Duration.ofMinutes(3)).until(() -> acknowledged.size() >= soMany);
        gateway.kill9();
        gateway.start();
      }
      for (Future<?> stream : streams) {
        stream.get();
      }
      senders.shutdown();
      gateway.awaitNothingWaiting();

      assertThat(acknowledged).hasSize(TICKETS * CHANGES).hasSizeGreaterThanOrEqualTo(2000);
      Map<String, List<Integer>> delivered = delivered();
      for (int ticket = 0; ticket < TICKETS; ticket++) {
        List<Integer> changes = delivered.get("t" + ticket);
        assertThat(firstTimes(changes)).as("ticket %s: each change for the first time, in order", ticket)
            .isEqualTo(java.util.stream.IntStream.rangeClosed(1, CHANGES).boxed().toList());
        assertThat(changes.get(changes.size() - 1)).as("the last word on ticket %s", ticket).isEqualTo(CHANGES);
      }
      assertThat(gateway.log()).contains("outcome=delivered");
      System.out.printf("crash: %d acknowledged, %d posts, 3 kills, %d calls at the destination (%d of them again)%n",
          acknowledged.size(), sent.get(), calls(), calls() - acknowledged.size());
    }
  }

  /** As menta does: again until it is answered 202. */
  private void sendUntilTaken(GatewayProcess gateway, int ticket, int change, Map<String, Integer> acknowledged, AtomicInteger sent)
      throws InterruptedException {
    String body = "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"t" + ticket + "\",\"newOwnerEmail\":\"owner"
        + change + "@example.com\",\"change\":" + change + "}}";
    for (int attempt = 0; attempt < 3000; attempt++) {
      try {
        sent.incrementAndGet();
        HttpResponse<String> answer = gateway.post(body);
        if (answer.statusCode() == 202) {
          acknowledged.put(ticket + "/" + change, answer.statusCode());
          return;
        }
      } catch (IOException | IllegalStateException lost) {
        // the gateway is down: the sender cannot know whether it was taken
        Thread.onSpinWait();
      }
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
    throw new AssertionError("never taken: ticket " + ticket + ", change " + change);
  }

  private int calls() {
    return destination.getAllServeEvents().size();
  }

  private Map<String, List<Integer>> delivered() throws IOException {
    Map<String, List<Integer>> delivered = new LinkedHashMap<>();
    List<LoggedRequest> requests = new ArrayList<>(destination.findAll(WireMock.anyRequestedFor(WireMock.anyUrl())));
    requests.sort(java.util.Comparator.comparing(LoggedRequest::getLoggedDate));
    for (LoggedRequest request : requests) {
      JsonNode data = json.readTree(request.getBody()).get("data");
      delivered.computeIfAbsent(data.get("id").asText(), ticket -> new ArrayList<>()).add(data.get("change").asInt());
    }
    return delivered;
  }

  private static List<Integer> firstTimes(List<Integer> changes) {
    return changes.stream().distinct().toList();
  }

  private static final String ONE_DESTINATION = """
      - route:
          id: router
          from:
            uri: durable:notifications
            steps:
              - to:
                  uri: durable:recorder
      - route:
          id: recorder
          from:
            uri: durable:recorder
            steps:
              - to:
                  uri: kamelet:rest-call
                  parameters:
                    method: POST
                    url: "{{destination.url}}/recorded"
      """;
}
