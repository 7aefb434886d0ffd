package io.github.mentagateway.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination's channel that is renamed while work waits, and gets its old name back. */
class RenamedDestinationTest {
  private static final String FILE = "routes/destinations/crm.camel.yaml";

  @TempDir
  private Path home;

  private static String reads(String channel) {
    return """
        - route:
            id: crm
            description: A test
            from:
              uri: durable:%s
              steps:
                - setHeader:
                    name: version
                    expression:
                      constant:
                        expression: "%s"
                - process:
                    ref: authenticator
        """.formatted(channel, channel);
  }

  @Test
  void the_older_one_that_waited_is_a_dead_letter_that_names_the_newer_one() throws Exception {
    RunningGateway.shipped(home);
    try (RunningGateway gateway = new RunningGateway(home)) {
      gateway.write(FILE, reads("crm")).look();
      gateway.inbox.channels().pause("crm", "it is down");
      String older = gateway.accept("crm", "4711") + ".crm";
      String other = gateway.accept("crm", "4712") + ".crm";
      gateway.write(FILE, reads("crm2")).look();
      String newer = gateway.accept("crm2", "4711") + ".crm2";
      gateway.awaitSeen(1);

      assertThat(gateway.write(FILE, reads("crm")).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.inbox.channels().resume("crm");

      assertThat(gateway.awaitEnd(older)).startsWith("dead").contains(newer, "ticket:4711", "no route reads");
      assertThat(gateway.awaitEnd(other)).startsWith("delivered");
      assertThat(gateway.seen).containsExactly("crm:crm2", "crm:crm");
    }
  }
}
