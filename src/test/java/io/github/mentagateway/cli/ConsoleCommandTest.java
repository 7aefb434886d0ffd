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
  void it_prints_the_address_with_the_token_behind_the_hash() throws Exception {
    try (RunningManagement management = new RunningManagement(home, "127.0.0.1", Map.of()).start()) {
      String listen = management.settings.management().listen().toString();

      CommandRun run = CommandRun.in(home, Map.of("GATEWAY_MANAGEMENT_LISTEN", listen), "console");

      assertThat(run.out()).isEqualTo("http://" + listen + "/#token=" + management.credentials.managementToken() + "\n");
      assertThat(run.code()).isZero();
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
