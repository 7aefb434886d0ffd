package io.github.mentagateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxTest {
  @Test
  void shipped() throws Exception {
    long t0 = System.nanoTime();
    Settings settings = Settings.loadWithoutSecrets(Path.of(""), Map.of());
    RouteFiles files = RouteFiles.read(settings.routes(), Path.of("").toAbsolutePath());
    for (int i = 0; i < 3; i++) {
      long t1 = System.nanoTime();
      try (Sandbox sandbox = Sandbox.start(settings, files)) {
        System.out.println("start " + (System.nanoTime() - t1) / 1000000);
        for (int j = 0; j < 5; j++) {
          long t2 = System.nanoTime();
          Trace trace = sandbox.run(new Scenario(List.of(new Scenario.Notification(Files.readAllBytes(Path.of("samples/ticket.updated.flat.json")), Map.of(), Duration.ZERO)),
              j % 2 == 0 ? Map.of() : Map.of("fulfilment", List.of(new ScriptedAnswer(new Answer.Status(503, Map.of(), ""), null, 2)))));
          System.out.println("run " + (System.nanoTime() - t2) / 1000000);
          if (i == 0 && j < 2) {
            System.out.println(trace.received());
            trace.deliveries().forEach(System.out::println);
          }
        }
        System.out.println(sandbox.walked());
      }
    }
  }
}
