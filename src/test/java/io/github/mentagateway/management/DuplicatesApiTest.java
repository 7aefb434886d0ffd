package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Letters.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicatesApiTest {
  @TempDir static Path home;
  private static RunningManagement management;

  @BeforeAll
  static void start() throws Exception {
    management = new RunningManagement(home, "127.0.0.1", Map.of()).start();
  }

  @AfterAll
  static void stop() {
    management.close();
  }

  @BeforeEach
  void one() {
    management.inbox.clear();
    management.inbox.add(Kind.QUARANTINE, "d1", "notifications", "ticket.updated", "any", "");
  }

  @Test
  void a_list_tells_how_many_copies_came_by_which_rule() throws Exception {
    HttpResponse<String> answer = management.get("/api/duplicates?limit=1");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"items\":[{\"notificationId\":\"n-d1\",\"action\":\"ticket.updated\",\"entity\":\"ticket:d1\","
        + "\"receivedAt\":\"2026-11-23T10:00:00Z\",\"copies\":{\"chain\":1,\"newest\":2},\"lastCopyAt\":\"2026-11-23T10:01:00Z\"}],"
        + "\"next\":null}\n");
    management.inbox.add(Kind.QUARANTINE, "d2", "notifications", "ticket.updated", "any", "");
    assertThat(management.get("/api/duplicates?limit=1").body()).contains("\"next\":\"1\"");
  }

  @Test
  void delivering_one_answers_the_new_delivery_and_a_refusal_is_a_409() throws Exception {
    assertThat(management.post("/api/duplicates/n-d1/deliver").body()).isEqualTo("{\"id\":\"new-n-d1\"}\n");

    management.inbox.refusal = "a newer one was delivered";
    assertThat(management.post("/api/duplicates/n-d1/deliver").statusCode()).isEqualTo(409);
    assertThat(management.post("/api/duplicates/n-d1/deliver?force=true").statusCode()).isEqualTo(200);
    assertThat(management.post("/api/duplicates/..%2F/deliver").statusCode()).isEqualTo(404);
  }
}
