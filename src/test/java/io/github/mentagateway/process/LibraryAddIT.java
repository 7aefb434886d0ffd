package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lib add} with the real Maven and the repository that this machine's settings name. */
class LibraryAddIT {
  @TempDir
  Path home;

  @Test
  void jms_comes_with_what_it_needs_and_the_gateway_lacks_and_check_knows_it_then() throws Exception {
    GatewayProcess gateway = GatewayProcess.in(home).byPlainJava().file("routes/destinations/told.camel.yaml", """
        - route:
            id: told
            description: Puts it into a queue
            from:
              uri: timer:told
              steps:
                - to:
                    id: told-send
                    uri: jms:queue:told
        """);
    assertThat(gateway.run("check").output()).contains("there is no component 'jms' in the gateway: add it with ./menta-gateway lib add camel-jms");

    GatewayProcess.Result added = gateway.run("lib", "add", "camel-jms", "org.apache.activemq:artemis-jakarta-client:2.40.0");

    assertThat(added.errors()).isEmpty();
    assertThat(added.exit()).isZero();
    assertThat(added.output()).contains("added    camel-jms-4.18.0.jar", "added    artemis-core-client-2.40.0.jar")
        .containsPattern("Added \\d\\d jars, \\d+\\.\\d MB, to lib/\\. They count from the next start on\\.");
    assertThat(jars()).contains("spring-jms-6.2.15.jar", "jakarta.jms-api-3.1.0.jar").noneMatch(name -> name.startsWith("slf4j-"))
        .noneMatch(name -> name.startsWith("camel-support-"))
        .allMatch(name -> !name.startsWith("netty-") || name.contains("-4.1.137.Final"));
    assertThat(gateway.run("check").output()).contains("no errors");
    assertThat(gateway.run("lib", "add", "camel-jms").output()).contains("there    camel-jms-4.18.0.jar", "Nothing was added.");
    assertThat(gateway.run("lib", "list").output()).contains("camel-jms-4.18.0.jar  ");

    GatewayProcess.Result unknown = gateway.run("lib", "add", "camel-no-such-thing");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.errors()).contains("Maven cannot bring org.apache.camel:camel-no-such-thing:4.18.0: ", "Nothing was added.");
    assertThat(gateway.run("lib", "remove", "camel-jms-4.18.0.jar").output()).isEqualTo("removed  camel-jms-4.18.0.jar\n");
  }

  private List<String> jars() throws Exception {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
