package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.FreePort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagementServerTest {

  @Test
  void camels_own_management_server_stands_beside_the_intake(@TempDir Path home) throws Exception {
    int port = FreePort.next();
    RunningIntake intake = RunningIntake.start(home, Map.of(), main -> {
      main.configure().addRoutesBuilder(new EchoRoute());
      main.configure().httpManagementServer().withEnabled(true).withHost("127.0.0.1").withPort(port);
      main.configure().httpManagementServer().setHealthCheckEnabled(true);
    });
    try (intake) {
      URI health = URI.create("http://127.0.0.1:" + port + "/observe/health/live");
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(intake.send("x").statusCode()).isEqualTo(202);
    }
  }
}
