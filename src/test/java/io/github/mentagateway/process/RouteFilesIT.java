package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files the process reads, and what it says of those that it cannot use. */
class RouteFilesIT {
  @TempDir
  Path home;

  @Test
  void where_nothing_can_run_all_that_camel_would_pass_over_is_told_at_once_and_the_process_ends_with_1() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home)
        .file("routes/destinations/again.camel.yaml", "- route: { id: fulfilment, from: { uri: 'durable:again', steps: [ { log: x } ] } }\n")
        .file("routes/destinations/bare.camel.yaml", "route:\n  id: bare\n")
        .file("routes/destinations/empty.camel.yaml", "# later\n")
        .file("routes/router.camel.yaml", "route:\n  id: router\n")
        .file("routes/destinations/twice.camel.yaml", """
            - route:
                id: twice
                from:
                  uri: durable:twice
                  steps:
                    - to:
                        uri: durable:a
                        uri: durable:b
                    - to:
                        uri: kamelet:send-mail
                        parameters:
                          to: "{newOwnerEmail}"
                          templat: owner-changed.txt
            """).launch()) {
      assertThat(gateway.awaitExit()).isEqualTo(1);
      assertThat(gateway.log().lines().filter(line -> line.startsWith("menta-gateway: "))).containsExactly(
          "menta-gateway: routes/destinations/bare.camel.yaml:1:1: holds no list of routes: begin each with \"- route:\"",
          "menta-gateway: routes/destinations/empty.camel.yaml:1:1: the file is empty: write a route into it, or remove it",
          "menta-gateway: routes/destinations/fulfilment.camel.yaml:2:9: the id 'fulfilment' stands twice (first in"
              + " routes/destinations/again.camel.yaml:1:16), and Camel takes it for one route or step only: choose another",
          "menta-gateway: routes/destinations/twice.camel.yaml:8:13: the key 'uri' stands twice in one mapping (first in line 7), and Camel"
              + " would keep only the last: put both into one, or remove one",
          "menta-gateway: routes/destinations/twice.camel.yaml:13:15: the kamelet 'send-mail' has no parameter 'templat'; did you mean"
              + " 'template'? It has attachments, from, html, listUnsubscribe, replyTo, template, to",
          "menta-gateway: routes/router.camel.yaml:1:1: holds no list of routes: begin each with \"- route:\"");
      assertThat(home.resolve("data")).as("nothing was begun").doesNotExist();
    }
  }

  @Test
  void a_parameter_that_a_kamelet_needs_is_named_with_its_route() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).file("routes/destinations/bare.camel.yaml", """
        - route:
            id: bare
            from:
              uri: durable:bare
              steps:
                - to:
                    uri: kamelet:send-mail
                    parameters:
                      to: "{newOwnerEmail}"
        """).start()) {
      await().until(() -> gateway.log().contains("event=routes_refused"));
      assertThat(gateway.log()).contains("event=routes_refused file=routes/destinations/bare.camel.yaml line=7 column=18 rule=missing-parameter"
          + " reason=\"the kamelet 'send-mail' needs the parameter 'template', which is not given").doesNotContain("\tat ");
    }
  }

  @Test
  void a_kamelet_that_is_nowhere_is_named_with_its_place_and_the_nearest() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).file("routes/destinations/calls.camel.yaml", """
        - route:
            id: calls
            from:
              uri: durable:calls
              steps:
                - to: kamelet:rest-cal
        """).start()) {
      // it may be ready before the findings are told
      await().until(() -> gateway.log().contains("event=routes_refused"));
      assertThat(gateway.log()).contains("file=routes/destinations/calls.camel.yaml line=6 column=15")
          .contains("there is no kamelet 'rest-cal'; did you mean 'rest-call'? There are database-call, database-query, database-update, file-append, file-put, jms-send, kafka-send, rest-batch, rest-call, send-mail, sftp-put, soap-call")
          .contains("NOT as they are on the disk: routes/destinations/calls.camel.yaml is left out").doesNotContain("\tat ");
      assertThat(gateway.management("/observe/health").body()).contains("the route files were refused").contains("calls.camel.yaml:6:15");
      assertThat(gateway.status("/observe/health/ready")).isEqualTo(200);
      assertThat(gateway.metric("menta_routes_refused")).isEqualTo(1);
    }
  }

  @Test
  void a_start_with_a_bad_edit_runs_the_last_good_version_of_that_file_until_it_is_mended() throws Exception {
    GatewayProcess gateway = GatewayProcess.in(home);
    String good = Files.readString(home.resolve("routes/router.camel.yaml"));
    try (gateway) {
      gateway.start().terminate();
      assertThat(Files.getPosixFilePermissions(home.resolve("data/routes-last-good.zip"))).containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      gateway.file("routes/router.camel.yaml", good.replace("choice:", "choise:")).start();
      assertThat(gateway.log()).contains("NOT as they are on the disk: routes/router.camel.yaml runs in its last good version");
      assertThat(gateway.post(Samples.ticket("1", "ana@example.com")).statusCode()).isEqualTo(202);
      gateway.awaitNothingWaiting();
      assertThat(mails()).contains("is yours");
      GatewayProcess.Result refused = gateway.run("reload");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.output()).contains("routes/router.camel.yaml:", "error: there is no step 'choise'; did you mean 'choice'?",
          "refused: what ran before goes on, and nothing has changed");

      gateway.file("routes/router.camel.yaml", good + "# mended\n");
      await().until(() -> gateway.metric("menta_routes_refused") == 0);
      assertThat(gateway.management("/observe/health").body()).doesNotContain("the route files were refused");
      assertThat(gateway.run("reload").output()).containsPattern("unchanged: what runs is what is on the disk, since 20[0-9-]+T[0-9:]+Z, when"
          + " routes/router\\.camel\\.yaml was taken into use\n$");
      JsonNode told = new ObjectMapper().readTree(gateway.run("reload", "--json").output());
      assertThat(told.at("/outcome").asText()).isEqualTo("unchanged");
      assertThat(told.at("/taken/changed/0").asText()).isEqualTo("routes/router.camel.yaml");
      gateway.file("routes/router.camel.yaml", good.replace("choice:", "choise:"));
      GatewayProcess.Result again = gateway.run("reload", "--json");
      told = new ObjectMapper().readTree(again.output());
      assertThat(again.exit()).isEqualTo(1);
      assertThat(told.at("/outcome").asText()).isEqualTo("refused");
      assertThat(told.at("/changed/0").asText()).isEqualTo("routes/router.camel.yaml");
      assertThat(told.at("/findings").findValuesAsText("rule")).contains("unknown-step");
      assertThat(told.at("/findings/0").properties()).extracting(Map.Entry::getKey).containsExactly("severity", "rule", "file", "line", "column", "message");
    }
  }

  @Test
  void what_comes_outside_of_a_window_waits_is_told_and_goes_on_when_the_window_is_changed() throws Exception {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    String closed = "%02d:00-%02d:00 UTC".formatted(now.plusHours(8).getHour(), now.plusHours(12).getHour());
    try (GatewayProcess gateway = GatewayProcess.in(home)) {
      String route = Files.readString(home.resolve("routes/destinations/owner-mail.camel.yaml"));
      gateway.file("routes/destinations/owner-mail.camel.yaml", route.replace("uri: durable:owner-mail\n",
          "uri: durable:owner-mail\n      parameters:\n        window: \"{{mail.hours}}\"\n"))
          .file("config/application.properties", Files.readString(home.resolve("config/application.properties")) + "\nmail.hours=" + closed + "\n").start();
      assertThat(gateway.post(Samples.ticket("1", "ana@example.com")).statusCode()).isEqualTo(202);
      await().until(() -> gateway.metric("menta_deliveries_total{destination=\"fulfilment\",outcome=\"delivered\"}") == 1);

      String until = "closed until %02d:00 UTC".formatted(now.plusHours(8).getHour());
      assertThat(gateway.run("destinations").output().lines().filter(line -> line.startsWith("owner-mail"))).singleElement().asString()
          .matches("owner-mail +closed +- +1 .* " + until);
      // its numbers are some seconds old at most, and the metric above may have asked for them
      await().untilAsserted(() ->
          assertThat(gateway.management("/observe/health").body()).contains("closed: durable:owner-mail (1 wait, until "));
      assertThat(gateway.metric("menta_oldest_undelivered_seconds{destination=\"owner-mail\"}")).isZero();

      gateway.file("config/application.properties",
          Files.readString(home.resolve("config/application.properties")).replace("mail.hours=" + closed, "mail.hours=always"));
      gateway.awaitNothingWaiting();
      assertThat(mails()).contains("is yours");
      assertThat(gateway.run("destinations").output()).doesNotContain("closed");
    }
  }

  @Test
  void an_edit_that_was_made_while_it_was_down_and_fails_a_case_does_not_run_until_it_is_mended() throws Exception {
    GatewayProcess gateway = GatewayProcess.in(home);
    Folder.copy(Path.of("samples"), home.resolve("samples"));
    Folder.copy(Path.of("test-cases"), home.resolve("test-cases"));
    String good = Files.readString(home.resolve("routes/router.camel.yaml"));
    try (gateway) {
      gateway.start().terminate();
      gateway.file("routes/router.camel.yaml", good.replace("uri: durable:owner-mail", "uri: durable:platform-events")).start();

      assertThat(gateway.log()).contains("NOT as they are on the disk: all routes run in their last good version")
          .contains("event=routes_refused file=test-cases/").contains("rule=failed-case");
      assertThat(gateway.management("/observe/health").body()).contains("the route files were refused, and what was good before runs", ": a case fails");
      assertThat(gateway.metric("menta_routes_refused")).isEqualTo(1);
      assertThat(gateway.post(Samples.ticket("1", "ana@example.com")).statusCode()).isEqualTo(202);
      gateway.awaitNothingWaiting();
      assertThat(mails()).contains("is yours");

      gateway.file("routes/router.camel.yaml", good + "# mended\n");
      await().until(() -> gateway.metric("menta_routes_refused") == 0);
    }
  }

  @Test
  void folders_that_kubernetes_mounts_from_config_maps_and_secrets_are_read_once_and_followed_when_they_change() throws Exception {
    GatewayProcess prepared = GatewayProcess.in(home);
    mount(home.resolve("routes"), "..2026_11_28_10_00_00.1");
    Files.createDirectories(home.resolve("config/secrets"));
    Files.writeString(home.resolve("config/secrets/menta.token"), "from-a-mounted-secret\n");
    mount(home.resolve("config/secrets"), "..2026_11_28_10_00_00.2");
    try (GatewayProcess gateway = prepared.with("GATEWAY_INTAKE_AUTH_HEADER_VALUE", "{{secret:menta.token}}").start()) {
      prepared.with("GATEWAY_INTAKE_AUTH_HEADER_VALUE", "from-a-mounted-secret");
      assertThat(gateway.post(Samples.ticket("1", "ana@example.com")).statusCode()).isEqualTo(202);
      gateway.awaitNothingWaiting();
      assertThat(mails()).contains("is yours");
      assertThat(gateway.log()).doesNotContain("is not read", "ERROR");

      Path next = home.resolve("routes/..2026_11_28_11_00_00.3");
      Folder.copy(home.resolve("routes/..data").toRealPath(), next);
      Files.writeString(next.resolve("mail/owner-changed.txt"), "Subject: it changed\n\nnow ${body.data[id]}\n");
      swap(home.resolve("routes"), next);
      await().until(() -> gateway.log().contains("event=routes_swapped changed=routes/mail/owner-changed.txt swapped=routes/mail/owner-changed.txt\n"));
      assertThat(gateway.post(Samples.ticket("2", "ana@example.com")).statusCode()).isEqualTo(202);
      gateway.awaitNothingWaiting();
      assertThat(mails()).contains("it changed");

      Path third = home.resolve("routes/..2026_11_28_12_00_00.4");
      Folder.copy(next, third);
      for (String file : new String[] {"fulfilment", "platform-events"}) {
        Path route = third.resolve("destinations/" + file + ".camel.yaml");
        Files.writeString(route, Files.readString(route) + "# another version\n");
      }
      swap(home.resolve("routes"), third);
      await().until(() -> gateway.log().lines().filter(line -> line.contains("event=routes_swapped")).count() > 1);
      assertThat(gateway.log().lines().filter(line -> line.contains("event=routes_swapped")).skip(1)).singleElement().asString()
          .contains("changed=routes/destinations/fulfilment.camel.yaml,routes/destinations/platform-events.camel.yaml ");
    }
  }

  @Test
  void a_machine_without_a_character_set_reads_every_file_and_garbles_no_text() throws Exception {
    GatewayProcess prepared = GatewayProcess.in(home)
        .file("routes/mail/owner-changed.txt", "Subject: Ya es tuyo, ñandú\n\nMañana: ${body.data[id]} en el Peñarol\n")
        .file("route", """
            - route:
                id: españa
                from:
                  uri: durable:owner-mail
                  steps:
                    - to:
                        uri: kamelet:rest-call
                        parameters:
                          url: "{{fulfilment.url}}/espana"
                          json: '{"club": "Peñarol", "owner": "{newOwnerEmail}"}'
                    - to:
                        uri: kamelet:send-mail
                        parameters:
                          to: ana@example.com
                          template: owner-changed.txt
            """);
    Files.delete(home.resolve("routes/destinations/owner-mail.camel.yaml"));
    // by the shell: the name is bytes, which this JVM may be unable to write itself
    assertThat(new ProcessBuilder("sh", "-c", "mv route \"$(printf 'routes/destinations/reventa-espa\\303\\261a, 50%%20.camel.yaml')\"")
        .directory(home.toFile()).inheritIO().start().waitFor()).isZero();
    try (GatewayProcess gateway = prepared.with("LC_ALL", "POSIX").start()) {
      assertThat(gateway.post(Samples.ticket("ñ-1", "señora@example.com")).statusCode()).isEqualTo(202);
      gateway.awaitNothingWaiting();

      assertThat(gateway.standIn("/calls")).contains("Peñarol").contains("señora@example.com");
      assertThat(mails()).contains("Subject: =?UTF-8?").contains("Ma=C3=B1ana: =C3=B1-1 en el Pe=C3=B1arol");
      assertThat(gateway.run("destinations").output()).contains("owner-mail");
    }
  }

  private String mails() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(home.resolve("data/stand-ins/mail"))) {
      for (Path mail : files.toList()) {
        all.append(Files.readString(mail));
      }
    }
    return all.toString();
  }

  /** Makes of a folder what the kubelet makes: the content in a hidden folder of a date, links to it, and links into that. */
  private static void mount(Path folder, String version) throws IOException {
    Path hidden = folder.resolveSibling(folder.getFileName() + "-content");
    Files.move(folder, hidden);
    Files.createDirectory(folder);
    Files.move(hidden, folder.resolve(version));
    Files.createSymbolicLink(folder.resolve("..data"), Path.of(version));
    try (Stream<Path> content = Files.list(folder.resolve(version))) {
      for (Path one : content.toList()) {
        Files.createSymbolicLink(folder.resolve(one.getFileName()), Path.of("..data").resolve(one.getFileName()));
      }
    }
  }

  private static void swap(Path folder, Path next) throws IOException {
    Files.createSymbolicLink(folder.resolve("..data_tmp"), next.getFileName());
    Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
