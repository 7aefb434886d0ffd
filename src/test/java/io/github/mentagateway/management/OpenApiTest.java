package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Acts.Act;
import io.github.mentagateway.inbox.Acts.Ending;
import io.github.mentagateway.inbox.Acts.What;
import io.github.mentagateway.inbox.Backlogs;
import io.github.mentagateway.inbox.Channels.Backlog;
import io.github.mentagateway.inbox.Contract.Field;
import io.github.mentagateway.inbox.Contract.Seen;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.reload.ArrivingRequests;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds openapi.yaml against the code, both ways. A new endpoint needs a path there, with its parameters, its role and the schema of its answer, and a
 * request below in {@link #EXAMPLES} that is answered 200.
 */
class OpenApiTest {
  private static final String READER = "read".repeat(8);
  private static final String ACTOR = "act-".repeat(8);
  /** What each request looks like that is answered 200, with what {@link #fill} has put into the store. */
  private static final List<String> EXAMPLES = List.of(
      "GET /api/me", "GET /api/openapi.yaml", "GET /api/settings",
      "GET /api/held", "GET /api/contract", "GET /api/contract?new=true", "POST /api/contract/acknowledge?upTo=2026-11-23T10:00:00Z", "POST /api/contract/forget?action=event.unlock", "GET /api/status", "GET /api/map",
      "GET /api/series", "GET /api/routes", "POST /api/routes/reload",
      "GET /api/notifications", "GET /api/notifications?q=d1&limit=1", "GET /api/notifications/n-d1", "GET /api/notifications/n-d1?reveal=true",
      "GET /api/notifications?after=1",
      "POST /api/notifications/n-d1/deliver", "GET /api/deliveries", "GET /api/deliveries/d1", "POST /api/deliveries/d1/deliver",
      "POST /api/deliveries/q4/discard?reason=x", "POST /api/deliveries/d2/move?to=idle", "POST /api/deliveries/d2/move?to=idle&dry-run=true",
      "GET /api/duplicates", "POST /api/duplicates/n-d1/deliver",
      "GET /api/destinations", "POST /api/destinations/mail/pause?reason=x", "POST /api/destinations/idle/pause?reason=y",
      "POST /api/destinations/idle/resume", "POST /api/destinations/idle/retry", "POST /api/destinations/mail/move?to=idle&dry-run=true", "POST /api/destinations/mail/move?to=idle&after=3",
      "POST /api/destinations/mail/discard?reason=x&dry-run=true", "POST /api/destinations/mail/discard?reason=x&after=3",
      "GET /api/deadletters", "GET /api/deadletters?limit=1", "GET /api/deadletters/reasons", "GET /api/deadletters/d1",
      "POST /api/deadletters/retry?dry-run=true", "POST /api/deadletters/replay", "POST /api/deadletters/discard?reason=x&dry-run=true",
      "POST /api/deadletters/d1/retry", "POST /api/deadletters/d2/replay", "POST /api/deadletters/d2/discard?reason=x",
      "GET /api/quarantine", "GET /api/quarantine/reasons", "GET /api/quarantine/q1", "POST /api/quarantine/retry?dry-run=true",
      "POST /api/quarantine/replay", "POST /api/quarantine/discard?reason=x", "POST /api/quarantine/q3/retry", "POST /api/quarantine/q2/replay", "POST /api/quarantine/q2/replay?dry-run=true",
      "POST /api/quarantine/q2/discard?reason=x",
      "GET /api/acts", "GET /api/acts?limit=1", "GET /api/acts/1?limit=1",
      "GET /observe/health", "GET /observe/health/live", "GET /observe/health/ready", "GET /observe/metrics");
  private static final Pattern ALLOWED = Pattern.compile("there is no parameter 'no-such' here: there (?:is none|are ([^\"]*))");

  @TempDir static Path home;
  private static RunningManagement management;
  private static ApiDocument document;

  @BeforeAll
  static void start() throws Exception {
    management = new RunningManagement(home, "127.0.0.1", Map.of(
        "GATEWAY_MANAGEMENT_TOKENS_RUTH_TOKEN", READER, "GATEWAY_MANAGEMENT_TOKENS_RUTH_ROLE", "read",
        "GATEWAY_MANAGEMENT_TOKENS_ANNA_TOKEN", ACTOR, "GATEWAY_MANAGEMENT_TOKENS_ANNA_ROLE", "act")).start();
    management.reload.started(management.server.getCamelContext(), new ArrivingRequests() {
      @Override
      public boolean hold(Duration most) {
        return true;
      }

      @Override
      public void release() {}
    }, null, running -> {});
    document = new ApiDocument(OpenApi.document().toString());
  }

  @AfterAll
  static void stop() {
    management.close();
  }

  @BeforeEach
  void fill() {
    management.inbox.clear();
    for (String id : List.of("d1", "d2")) {
      management.inbox.add(Kind.DEAD_LETTER, id, "mail", "ticket.updated", "550 for ana@example.com", "{\"name\":\"Ana\"}");
    }
    for (String id : List.of("q1", "q2")) {
      management.inbox.add(Kind.QUARANTINE, id, "notifications", null, "no route", "{\"action\":\"ticket.updated\",\"data\":{\"id\":\"1\"}}");
    }
    management.inbox.add(Kind.QUARANTINE, "q3", "notifications", "ticket.unknown", "no route takes ticket.unknown", "{\"action\":\"ticket.unknown\"}");
    management.inbox.add(Kind.QUARANTINE, "q4", "notifications", "ticket.unknown", "no route takes ticket.unknown", "{\"action\":\"ticket.unknown\"}");
    management.inbox.seen.clear();
    for (Field field : List.of(Field.ACTION, new Field("data.id", "string"))) {
      management.inbox.seen.add(new Seen("event.unlock", field, 3, InMemoryInbox.RECEIVED, InMemoryInbox.RECEIVED.plusSeconds(60), "n-d1", false));
    }
    management.inbox.backlog.add(new Backlog("mail", true, 7, InMemoryInbox.RECEIVED));
    management.inbox.backlog.add(new Backlog("idle", true, 0, null));
    management.inbox.down("idle");
    for (String id : List.of("n-d1", "d1", "d1")) {
      management.inbox.acts.end(management.inbox.acts.begin(new Act("anna", What.DELIVER, id, List.of(id, "d2"), "they lost it"), 0), Ending.done("made d2"));
    }
    management.inbox.left = List.of(new Backlogs.Left("d9", "a newer one waits there"));
    management.readIn("mail", "12:00-20:00 Europe/Madrid");
    management.intake.answered(404);
    management.clock.move(Duration.ofSeconds(5));
  }

  /** The paths and methods that the router has; the console's files are no API. */
  private static Set<String> served() {
    Set<String> served = new TreeSet<>();
    for (Route route : management.server.getRouter().getRoutes()) {
      String path = route.getPath();
      if (path != null && !path.equals("/") && !AccessFilter.isConsole(path)) {
        assertThat(route.methods()).as("the methods of " + path).isNotEmpty();
        for (HttpMethod method : route.methods()) {
          served.add(method + " " + path);
        }
      }
    }
    return served;
  }

  @Test
  void every_route_is_in_the_document_and_the_reverse() {
    assertThat(document.operations()).as("what openapi.yaml describes, and what the router serves").isEqualTo(served());
  }

  @Test
  void every_path_parameter_is_in_the_document_by_its_name() {
    for (String operation : document.operations()) {
      Set<String> inPath = new TreeSet<>();
      Matcher names = Pattern.compile(":(\\w+)").matcher(operation);
      while (names.find()) {
        inPath.add(names.group(1));
      }
      assertThat(document.operation(operation).pathParameters()).as(operation).isEqualTo(inPath);
    }
  }

  /** The refusal of an unknown parameter lists those that there are. */
  @Test
  void every_query_parameter_is_in_the_document_and_the_reverse() throws Exception {
    Map<String, Set<String>> taken = new TreeMap<>();
    Map<String, Set<String>> described = new TreeMap<>();
    for (String operation : document.operations()) {
      if (operation.contains(" /api/")) {
        String[] parts = operation.replaceAll(":\\w+", "x").split(" ");
        HttpResponse<String> answer = send(parts[0], parts[1] + "?no-such=1", management.credentials.managementToken());
        Matcher allowed = ALLOWED.matcher(answer.body());
        assertThat(answer.statusCode()).as(operation + " with an unknown parameter").isEqualTo(400);
        assertThat(allowed.find()).as(operation + " says: " + answer.body()).isTrue();
        taken.put(operation, allowed.group(1) == null ? Set.of() : new TreeSet<>(List.of(allowed.group(1).split(", "))));
        described.put(operation, document.operation(operation).queryParameters());
      }
    }
    assertThat(described).as("the parameters of openapi.yaml, and those that the handlers take").isEqualTo(taken);
  }

  @Test
  void a_text_may_be_as_long_as_the_document_says_and_no_longer() throws Exception {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    for (String operation : document.operations()) {
      String[] parts = operation.replace(":number", "1").replace(":name", "idle").replaceAll(":\\w+", "x").split(" ");
      String needed = document.operation(operation).queryParameters().contains("to") ? "?to=mail&" : "?";
      for (Map.Entry<String, Integer> longest : document.operation(operation).longest().entrySet()) {
        tried++;
        HttpResponse<String> answer = send(parts[0], parts[1] + needed + longest.getKey() + "=" + "x".repeat(longest.getValue() + 1),
            management.credentials.managementToken());
        if (answer.statusCode() != 400 || !answer.body().contains(" " + longest.getValue() + " characters")) {
          wrong.add(operation + " with a longer " + longest + ": " + answer.body().strip());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(tried).isPositive();
  }

  @Test
  void each_operation_needs_the_role_that_the_document_says() throws Exception {
    for (String operation : document.operations()) {
      String[] parts = operation.replaceAll(":\\w+", "x").split(" ");
      ApiDocument.Operation described = document.operation(operation);
      assertThat(described.role()).as(operation).isIn("read", "act");
      // an unknown parameter is refused after the role was looked at, and before anything is done
      int reader = send(parts[0], parts[1] + "?no-such=1", READER).statusCode();
      assertThat(reader).as(operation + " with the role read").isIn(described.role().equals("read") ? Set.of(400, 200) : Set.of(403));
      assertThat(send(parts[0], parts[1] + "?no-such=1", ACTOR).statusCode()).as(operation + " with the role act").isIn(400, 200);
      if (described.queryParameters().contains("reveal")) {
        assertThat(send(parts[0], parts[1] + "?reveal=true", ACTOR).statusCode()).as(operation + " with reveal and the role act").isEqualTo(403);
      }
    }
  }

  @Test
  void real_answers_are_as_the_document_says() throws Exception {
    Set<String> succeeded = new TreeSet<>();
    List<String> wrong = new ArrayList<>();
    for (String example : EXAMPLES) {
      fill();
      String[] parts = example.split(" ");
      String operation = operationOf(parts[0], parts[1]);
      HttpResponse<String> answer = send(parts[0], parts[1], management.credentials.managementToken());
      assertThat(answer.statusCode()).as(example + ": " + answer.body()).isEqualTo(200);
      problems(operation, answer).forEach(problem -> wrong.add(example + ": " + problem + "\n    " + answer.body().strip()));
      succeeded.add(operation);
    }
    assertThat(wrong).isEmpty();
    assertThat(succeeded).as("operations with an example in this test").isEqualTo(document.operations());
  }

  @Test
  void refusals_are_as_the_document_says() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String operation : document.operations()) {
      if (operation.contains(" /api/")) {
        String[] parts = operation.replaceAll(":\\w+", "x").split(" ");
        for (HttpResponse<String> refusal : List.of(management.send(parts[0], parts[1]), send(parts[0], parts[1] + "?no-such=1", ACTOR))) {
          assertThat(refusal.statusCode()).as(operation).isGreaterThanOrEqualTo(400);
          problems(operation, refusal).forEach(problem -> wrong.add(operation + ": " + problem));
        }
      }
    }
    management.inbox.problem = "the disk is full";
    problems("GET /observe/health", management.get("/observe/health")).forEach(wrong::add);
    assertThat(wrong).isEmpty();
  }

  /** The test itself must see a field that is not described, and one that is missing. */
  @Test
  void an_answer_that_is_not_as_the_document_says_is_seen() throws Exception {
    ApiDocument.Operation me = document.operation("GET /api/me");
    assertThat(me.problems(200, "application/json", "{\"name\":\"anna\",\"role\":\"act\"}")).isEmpty();
    assertThat(me.problems(200, "application/json", "{\"name\":\"anna\",\"role\":\"act\",\"more\":1}")).isNotEmpty();
    assertThat(me.problems(200, "application/json", "{\"name\":\"anna\"}")).isNotEmpty();
    assertThat(me.problems(200, "text/html", "x")).isNotEmpty();
    ApiDocument.Operation page = document.operation("GET /api/destinations");
    String item = management.get("/api/destinations").body();
    assertThat(page.problems(200, "application/json", item)).isEmpty();
    assertThat(page.problems(200, "application/json", item.replace("\"read\":", "\"more\":1,\"read\":"))).isNotEmpty();
    assertThat(page.problems(200, "application/json", item.replace("\"read\":", "\"raed\":"))).isNotEmpty();
    ApiDocument.Operation composed = document.operation("GET /api/notifications/:id");
    String detail = management.get("/api/notifications/n-d1").body();
    assertThat(composed.problems(200, "application/json", detail)).isEmpty();
    assertThat(composed.problems(200, "application/json", detail.replace("\"masked\":", "\"more\":1,\"masked\":"))).isNotEmpty();
    assertThat(composed.problems(200, "application/json", detail.replace("\"since\":", "\"more\":1,\"since\":"))).isNotEmpty();
  }

  private static List<String> problems(String operation, HttpResponse<String> answer) throws Exception {
    return document.operation(operation).problems(answer.statusCode(), answer.headers().firstValue("content-type").orElse("none"), answer.body());
  }

  private static String operationOf(String method, String path) {
    String asked = method + " " + path.replaceFirst("\\?.*", "");
    return document.operations().contains(asked) ? asked : document.operations().stream()
        .filter(operation -> asked.matches(operation.replaceAll(":\\w+", "[^/]+"))).findFirst()
        .orElseThrow(() -> new AssertionError("openapi.yaml does not describe " + asked));
  }

  private static HttpResponse<String> send(String method, String path, String token) throws Exception {
    return management.send(method, path, "Authorization", "Bearer " + token);
  }
}
