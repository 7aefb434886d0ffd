package io.github.mentagateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.routes.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterBranchesTest {
  @TempDir
  Path folder;

  private Set<String> actions(String yaml) throws IOException {
    Files.writeString(folder.resolve("router.camel.yaml"), yaml);
    return RouterBranches.actions(RouteFiles.read(folder, folder));
  }

  @Test
  void the_shipped_router_has_a_branch_for_each_published_action() {
    assertThat(RouterBranches.actions(RouteFiles.read(Path.of("routes"), Path.of("")))).containsExactly("event.unlock", "listing.created",
        "listing.deleted", "listing.updated", "notifyMe.created.updated", "payouts.delivered", "ticket.updated");
  }

  @Test
  void a_branch_counts_when_the_action_alone_decides_and_it_is_handed_on() throws IOException {
    assertThat(actions("""
        - route:
            id: router
            from:
              uri: durable:notifications?concurrency=4
              steps:
                - choice:
                    when:
                      - simple: "${body.action} == 'short.form' || ${body.action} == 'another'"
                        steps:
                          - to: durable:a
                      - expression: { simple: { expression: "${body?.action} == 'long.form'" } }
                        steps:
                          - filter:
                              simple: "${body.type} == 'a'"
                              steps:
                                - toD: { uri: "durable:${body.type}" }
                      - simple: "${body.action} == 'with.more' && ${body.type} == 'a'"
                        steps: [ { to: "durable:a" } ]
                      - simple: "${body.action} != 'not.that'"
                        steps: [ { to: "durable:a" } ]
                      - jsonpath: "$.action"
                        steps: [ { to: "durable:a" } ]
                      - simple: "${body.action} == 'kept.back'"
                        steps: [ { to: "durable:quarantine?reason=no" } ]
                      - simple: "${body.action} == 'logged.only'"
                        steps: [ { log: "x" } ]
        - route:
            id: another
            from:
              uri: durable:audit
              steps:
                - choice:
                    when:
                      - simple: "${body.action} == 'elsewhere'"
                        steps: [ { to: "durable:a" } ]
        """)).containsExactly("another", "long.form", "short.form");
  }

  @Test
  void no_routes_have_no_branches() throws IOException {
    assertThat(actions("- route: { id: a, from: { uri: 'timer:x' } }\n- from: durable:notifications\n")).isEmpty();
  }
}
