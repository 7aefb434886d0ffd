package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with work that waits since its route changed: in the quarantine for a branch, and in a channel that was renamed. */
class ChangedRoutesIT {
  private static final String UNKNOWN = """
      {"family": "ticket", "action": "ticket.renamed", "data": {"id": "%s", "name": "n%d"}}""";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir
  Path home;

  @Test
  void the_quarantine_heals_when_its_action_has_a_branch_and_a_renamed_destination_is_settled() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).start()) {
      for (int i = 0; i < 3; i++) {
        assertThat(gateway.post(UNKNOWN.formatted("1", i)).statusCode()).isEqualTo(202);
      }
      await().atMost(PATIENCE).until(() -> gateway.metric("menta_quarantined") == 3);
      gateway.terminate();

      branchTo("renames");
      gateway.start();
      String next = "./menta-gateway quarantine replay --all --action ticket.renamed";
      await().atMost(PATIENCE).until(() -> gateway.log().contains("event=quarantine_could_be_routed actions=ticket.renamed count=3 next=" + next));
      assertThat(gateway.run("quarantine").output()).contains("3 of ticket.renamed could be routed by now: " + next);
      assertThat(gateway.run("quarantine", "replay", "--all", "--action", "ticket.renamed", "--dry-run").output())
          .isEqualTo("would replay 3 of ticket.renamed\n");
      assertThat(gateway.run("quarantine", "replay", "--all", "--action", "ticket.renamed", "--yes").output())
          .isEqualTo("replayed 3 of ticket.renamed\n");
      await().atMost(PATIENCE).until(() -> gateway.destinations().body().contains("\"name\":\"renames\",\"read\":false,\"waiting\":3"));
      assertThat(gateway.run("destinations").output()).matches("(?s).*renames +unread +- +3 .*");
      assertThat(gateway.run("destinations", "move", "--from", "owner-mail", "--to", "fulfilment").errors())
          .contains("owner-mail is read by a route");
      gateway.terminate();

      gateway.file("routes/destinations/name-changes.camel.yaml", """
          - route:
              id: name-changes
              from:
                uri: durable:name-changes
                steps:
                  - log: "renamed to ${body.data[name]}"
          """).start();
      assertThat(gateway.run("destinations", "move", "--from", "renames", "--to", "name-changes").output())
          .isEqualTo("moved 3 from renames to name-changes\n");
      gateway.awaitNothingWaiting();
      assertThat(gateway.log()).containsSubsequence("renamed to n0", "renamed to n1", "renamed to n2");

      assertThat(gateway.post(UNKNOWN.formatted("2", 9)).statusCode()).isEqualTo(202);
      await().atMost(PATIENCE).until(() -> gateway.destinations().body().contains("renames"));
      assertThat(gateway.run("destinations", "discard", "renames", "--reason", "a test", "--yes").output())
          .isEqualTo("discarded 1 of renames\n");
      gateway.awaitNothingWaiting();
    }
  }

  private void branchTo(String channel) throws Exception {
    Path router = home.resolve("routes/router.camel.yaml");
    Files.writeString(router, Files.readString(router).replace("            otherwise:\n", """
                      - expression:
                          simple:
                            expression: "${body.action} == 'ticket.renamed'"
                        steps:
                          - toD: "durable:%s"
        """.formatted(channel) + "            otherwise:\n"));
  }
}
