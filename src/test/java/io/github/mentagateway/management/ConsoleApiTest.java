package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.ShippedFolder;
import io.github.mentagateway.inbox.Letters.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console needs beside the rest of {@code /api}: its own files, the map and the figures. */
class ConsoleApiTest {
  private static final Path FILES = Path.of("src/main/resources/io/github/mentagateway/console");

  @TempDir static Path home;
  private static RunningManagement management;

  @BeforeAll
  static void start() throws Exception {
    ShippedFolder.copy(Path.of("routes"), home.resolve("routes"));
    management = new RunningManagement(home, "127.0.0.1", Map.of()).start();
  }

  @AfterAll
  static void stop() {
    management.close();
  }

  private static JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = management.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void the_page_is_served_without_a_token_and_may_run_nothing_but_its_own_files() throws Exception {
    HttpResponse<String> page = management.send("GET", "/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("content-security-policy")).hasValue("default-src 'none'; script-src 'self'; style-src 'self'; connect-src"
        + " 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(page.body()).doesNotContain("style=", "onclick", "http:", "https:");
  }

  @Test
  void what_a_browser_has_already_is_not_sent_again() throws Exception {
    HttpResponse<String> first = management.send("GET", "/console/main.js");
    String tag = first.headers().firstValue("etag").orElseThrow();

    HttpResponse<String> again = management.send("GET", "/console/main.js", "If-None-Match", tag);

    assertThat(first.headers().firstValue("cache-control")).hasValue("no-cache");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void every_module_that_another_names_is_served_and_none_parses_data_as_html() throws Exception {
    try (Stream<Path> files = Files.walk(FILES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        assertThat(management.send("GET", "/console/" + FILES.relativize(file)).body()).isEqualTo(text);
        assertThat(text).as("%s", file).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function");
        for (String named : Pattern.compile("from '([^']+)'").matcher(text).results()
            .map(found -> found.group(1)).toList()) {
          assertThat(file.resolveSibling(named).normalize()).as("imported by %s", file).exists();
        }
      }
    }
  }

  @Test
  void the_map_is_that_of_the_routes_that_run_with_the_dead_letters_of_each_line() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "fulfilment", "ticket.updated", "550", "{}");

    JsonNode map = json("/api/map");

    assertThat(map.path("boxes")).extracting(box -> box.path("title").asText()).contains("ticket.updated", "fulfilment", "quarantine");
    assertThat(map.path("arrows")).allSatisfy(arrow -> assertThat(map.path("boxes").has(arrow.path("to").asInt())).isTrue());
    assertThat(map.path("deadLetters")).anySatisfy(dead -> assertThat(dead.toString())
        .isEqualTo("{\"destination\":\"fulfilment\",\"action\":\"ticket.updated\",\"count\":1}"));
  }

  @Test
  void the_figures_of_the_last_hour_say_since_when_they_are_counted() throws Exception {
    management.clock.move(Duration.ofMinutes(2));

    JsonNode series = json("/api/series");

    assertThat(series.path("startedAt").asText()).isEqualTo("2026-11-23T10:01:30Z");
    assertThat(series.path("hour")).hasSize(1);
    assertThat(series.at("/hour/0/taken").isNumber()).isTrue();
    assertThat(series.at("/hour/0/waiting").asLong(-1)).isZero();
  }
}
