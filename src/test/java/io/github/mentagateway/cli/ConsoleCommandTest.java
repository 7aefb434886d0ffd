package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.FreePort;
import io.github.mentagateway.management.RunningManagement;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleCommandTest {
  @TempDir
  private Path home;

  @Test
  void it_prints_the_address_and_apart_from_it_where_the_token_is() throws Exception {
    try (RunningManagement management = new RunningManagement(home, "127.0.0.1", Map.of()).start()) {
      String listen = management.settings.management().listen().toString();

      CommandRun run = CommandRun.in(home, Map.of("GATEWAY_MANAGEMENT_LISTEN", listen), "console");

      assertThat(run.out()).isEqualTo("http://" + listen + "/\n");
      assertThat(run.err()).isEqualTo("menta-gateway: the page asks for a token: cat " + management.settings.data().resolve("management-token")
          + ", or your own\n");
      assertThat(run.code()).isZero();
    }
  }

  @Test
  void a_token_of_a_setting_is_named_and_not_shown() throws Exception {
    try (RunningManagement management = new RunningManagement(home, "127.0.0.1", Map.of()).start()) {
      String token = management.credentials.managementToken();
      Map<String, String> environment = Map.of("GATEWAY_MANAGEMENT_LISTEN", management.settings.management().listen().toString(),
          "GATEWAY_MANAGEMENT_TOKEN", token);

      CommandRun run = CommandRun.in(home, environment, "console");

      assertThat(run.err()).isEqualTo("menta-gateway: the page asks for a token: the one of gateway.management.token, or of the variable"
          + " GATEWAY_MANAGEMENT_TOKEN, or your own\n");
      assertThat(run.out() + run.err()).doesNotContain(token);
    }
  }

  @Test
  void where_no_gateway_answers_no_token_is_printed() throws Exception {
    RunningManagement stopped = new RunningManagement(home, "127.0.0.1", Map.of());

    CommandRun run = CommandRun.in(home, Map.of("GATEWAY_MANAGEMENT_LISTEN", "127.0.0.1:" + FreePort.next()), "console");

    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("nothing answers at http://127.0.0.1:").doesNotContain(stopped.credentials.managementToken());
    assertThat(run.code()).isEqualTo(1);
    stopped.close();
  }
}
