package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Contract.Field;
import io.github.mentagateway.inbox.Contract.Seen;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What menta sends, over the API, in health and as a metric. */
class ContractApiTest {
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
  void seen() {
    management.inbox.seen.clear();
    see("ticket.updated", Field.ACTION, false);
    see("ticket.updated", new Field("data.id", "string"), false);
    see("ticket.updated", new Field("data.seat", "object"), true);
    management.radar.acknowledge("none", null);
  }

  private static void see(String action, Field field, boolean isNew) {
    management.inbox.seen.add(new Seen(action, field, 3, InMemoryInbox.RECEIVED, InMemoryInbox.RECEIVED.plusSeconds(60), "n-1", isNew));
  }

  @Test
  void it_lists_actions_with_their_fields_or_what_is_new() throws Exception {
    String tally = "\"count\":3,\"first\":\"2026-11-23T10:00:00Z\",\"last\":\"2026-11-23T10:01:00Z\",\"example\":\"n-1\",\"new\":";
    String seat = "{\"path\":\"data.seat\",\"type\":\"object\"," + tally + "true}";

    assertThat(management.get("/api/contract").body()).isEqualTo("{\"actions\":[{\"action\":\"ticket.updated\",\"fields\":[{\"path\":\"data.id\",\"type\":"
        + "\"string\"," + tally + "false}," + seat + "]," + tally + "false}]}\n");
    assertThat(management.get("/api/contract?new=true").body()).isEqualTo("{\"actions\":[{\"action\":\"ticket.updated\",\"fields\":[" + seat + "]}]}\n");
    assertThat(management.get("/api/contract?action=event.unlock").body()).isEqualTo("{\"actions\":[]}\n");
    assertThat(management.get("/api/contract?atcion=event.unlock").statusCode()).isEqualTo(400);
    assertThat(management.send("GET", "/api/contract").statusCode()).isEqualTo(401);
    assertThat(management.send("POST", "/api/contract/acknowledge").statusCode()).isEqualTo(401);
  }

  @Test
  void what_is_new_is_a_warning_a_trouble_and_a_number_until_it_is_acknowledged() throws Exception {
    String warning = "menta sends what it did not: the field ticket.updated data.seat (object), as in n-1";
    String counted = "menta sends what it did not; new actions, fields or types: 1. contract list --new says which. Do the routes need it?"
        + " Then: contract acknowledge\"";
    assertThat(management.send("GET", "/observe/health").body()).contains("\"warning: " + counted).doesNotContain("data.seat");
    assertThat(management.get("/api/status").body()).contains("{\"check\":\"contract\",\"text\":\"" + counted);
    assertThat(management.send("GET", "/observe/metrics").body()).contains("menta_contract_changes 1.0");
    assertThat(management.troubles()).anySatisfy(one -> {
      assertThat(one.key()).isEqualTo("contract:ticket.updated:2026-11-23T10:00:00Z");
      assertThat(one.text()).isEqualTo(warning);
      assertThat(one.shared()).isTrue();
    });

    assertThat(management.post("/api/contract/acknowledge?action=ticket.updated").body()).isEqualTo("{\"acknowledged\":1}\n");

    assertThat(management.send("GET", "/observe/metrics").body()).contains("menta_contract_changes 0.0");
    assertThat(management.get("/api/status").body()).doesNotContain("contract");
    assertThat(management.troubles()).noneMatch(one -> one.key().startsWith("contract"));
  }

  @Test
  void a_field_or_an_action_is_forgotten_and_that_is_recorded() throws Exception {
    assertThat(management.post("/api/contract/forget?action=ticket.updated&field=data.seat&reason=it+was+a+test").body()).isEqualTo("{\"forgotten\":1}\n");
    assertThat(management.get("/api/acts").body()).contains("\"what\":\"forget\",\"about\":\"contract action=ticket.updated field=data.seat\"", "it was a test");
    assertThat(management.post("/api/contract/forget?action=ticket.updated&field=data.seats").body())
        .contains("nothing is known of the field data.seats of the action ticket.updated");
    assertThat(management.post("/api/contract/forget?action=ticket.updated&field=").body()).contains("field is given and empty");
    assertThat(management.post("/api/contract/forget?field=data.id").body()).contains("action must say of which action");
    assertThat(management.post("/api/contract/forget?action=ticket.updated").body()).isEqualTo("{\"forgotten\":2}\n");
    assertThat(management.send("POST", "/api/contract/forget?action=ticket.updated").statusCode()).isEqualTo(401);
  }
}
