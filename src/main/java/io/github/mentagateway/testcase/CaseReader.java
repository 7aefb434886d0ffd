package io.github.mentagateway.testcase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.check.Names;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.sandbox.Answer;
import io.github.mentagateway.sandbox.Scenario;
import io.github.mentagateway.sandbox.ScriptedAnswer;
import io.github.mentagateway.settings.Parse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the cases of a file. What is wrong with a case is a finding at its place, and the case is left out. */
final class CaseReader {
  private static final List<String> CASE = List.of("case", "description", "given", "destinations", "expect");
  private static final List<String> GIVEN = List.of("sample", "notification", "text", "headers", "at", "after");
  private static final List<String> ENDS = List.of("delivered", "dead-letter", "quarantined", "waiting");
  private static final List<String> ANSWER =
      List.of("status", "headers", "body", "rows", "changed", "out", "sqlState", "smtp", "refuses", "failure", "step", "times");

  private final Path samples;
  private final Map<String, List<ScriptedAnswer>> usual;
  private final List<Finding> findings;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param samples the folder of the notifications that cases name
   * @param usual how destinations behave of which a case says nothing
   */
  CaseReader(Path samples, Optional<RouteYaml> usual, List<Finding> findings) {
    this.samples = samples;
    this.findings = findings;
    this.usual = usual.map(document -> answers(document, document.root(), problem -> findings.add(
        document.error("wrong-case", document.root(), problem)))).orElse(Map.of());
  }

  Map<String, List<ScriptedAnswer>> usual() {
    return usual;
  }

  List<TestCase> read(RouteYaml document) {
    List<TestCase> cases = new ArrayList<>();
    Map<String, Node> names = new HashMap<>();
    for (Node item : RouteYaml.items(document.root())) {
      int before = findings.size();
      Fields fields = new Fields(document, item, "a case", findings, CASE);
      String name = fields.text("case");
      if (name == null || name.isBlank()) {
        fields.problem("needs a name: write 'case: …' as its first line");
      } else if (names.putIfAbsent(name, item) != null) {
        fields.problem(fields.node("case"), "the case '" + name + "' stands twice in this file (first at " + document.place(names.get(name))
            + "): give each a name of its own");
      }
      Node destinations = fields.node("destinations");
      Scenario scenario = new Scenario(given(document, fields),
          answers(document, destinations, problem -> fields.problem(destinations, "'destinations' " + problem)), usual);
      Node expectation = fields.node("expect");
      if (expectation != null && !(expectation instanceof MappingNode)) {
        fields.problem(expectation, "'expect' must be a mapping with answers, quarantine or deliveries; without it --update writes what happens");
      }
      ends(expectation, fields);
      if (findings.size() == before) {
        cases.add(new TestCase(document, (MappingNode) item, name, scenario, expectation));
      }
    }
    return cases;
  }

  private static Instant at(Fields notification, boolean first) {
    if (notification.has("at") && (!first || notification.has("after"))) {
      notification.problem(notification.node("at"), "'at' says when the first notification comes, and the others have 'after': how long after the"
          + " one before them");
    }
    return notification.value("at", CaseReader::time, null);
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("must be a time with its offset from UTC, such as 2026-03-02T23:30:00+01:00", e);
    }
  }

  private static void ends(Node expectation, Fields fields) {
    RouteYaml.entries(RouteYaml.at(expectation, "deliveries")).forEach(channel -> {
      for (Node delivery : RouteYaml.items(channel.getValueNode())) {
        String ends = RouteYaml.text(RouteYaml.at(delivery, "ends"));
        if (ends != null && !ENDS.contains(ends)) {
          fields.problem(RouteYaml.at(delivery, "ends"), "'ends' is '" + ends + "'" + Names.didYouMean(ends, ENDS) + " It must be one of "
              + String.join(", ", ENDS));
        }
      }
    });
  }

  private List<Scenario.Notification> given(RouteYaml document, Fields fields) {
    List<Scenario.Notification> notifications = new ArrayList<>();
    if (!fields.has("given")) {
      fields.problem("needs 'given': a list of the notifications that menta sends");
    }
    for (Node item : fields.items("given")) {
      Fields one = new Fields(document, item, "a notification", findings, GIVEN);
      if (Stream.of("sample", "notification", "text").filter(one::has).count() != 1) {
        one.problem("needs exactly one of: sample (a file in " + samples.getFileName() + "), notification (its fields), text (any bytes)");
        continue;
      }
      Map<String, String> headers = new HashMap<>();
      one.texts("headers").forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
      body(one).ifPresent(body ->
          notifications.add(new Scenario.Notification(body, headers, at(one, notifications.isEmpty()),
          one.value("after", Parse::duration, Duration.ZERO), List.of())));
    }
    return notifications;
  }

  private Optional<byte[]> body(Fields fields) {
    if (fields.has("sample")) {
      return sample(fields);
    }
    if (fields.has("text")) {
      return Optional.of(String.valueOf(fields.text("text")).getBytes(StandardCharsets.UTF_8));
    }
    try {
      return Optional.of(json.writeValueAsBytes(YamlValue.of(fields.node("notification"))));
    } catch (JsonProcessingException e) {
      fields.problem(fields.node("notification"), "cannot be written as JSON: " + e.getOriginalMessage());
      return Optional.empty();
    }
  }

  private Optional<byte[]> sample(Fields fields) {
    try {
      Path file = samples.resolve(String.valueOf(fields.text("sample"))).normalize();
      if (file.startsWith(samples) && Files.isRegularFile(file)) {
        return Optional.of(Files.readAllBytes(file));
      }
      fields.problem(fields.node("sample"), "'" + fields.text("sample") + "' is not in " + samples.getFileName() + "; there are: "
          + String.join(", ", names()));
    } catch (IOException | InvalidPathException e) {
      fields.problem(fields.node("sample"), "'" + fields.text("sample") + "' cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(samples)) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Map<String, List<ScriptedAnswer>> answers(RouteYaml document, Node destinations, Consumer<String> problems) {
    Map<String, List<ScriptedAnswer>> answers = new LinkedHashMap<>();
    if (destinations != null && !(destinations instanceof MappingNode)) {
      problems.accept("must be a mapping from the names of channels to their answers");
    }
    RouteYaml.entries(destinations).forEach(entry -> {
      if (RouteYaml.items(entry.getValueNode()).isEmpty()) {
        findings.add(document.error("wrong-case", entry.getValueNode(), "the answers of '" + RouteYaml.text(entry.getKeyNode())
            + "' must be a list: begin each of them with '- '"));
      }
      List<ScriptedAnswer> script = new ArrayList<>();
      for (Node item : RouteYaml.items(entry.getValueNode())) {
        Fields fields = new Fields(document, item, "an answer", findings, ANSWER);
        answer(fields).ifPresent(answer -> script.add(
            new ScriptedAnswer(answer, fields.text("step"), fields.value("times", CaseReader::times, Integer.MAX_VALUE))));
      }
      answers.put(String.valueOf(RouteYaml.text(entry.getKeyNode())), script);
    });
    return answers;
  }

  private Optional<Answer> answer(Fields fields) {
    List<String> kinds = Stream.of("status", "rows", "changed", "out", "sqlState", "smtp", "failure").filter(fields::has).toList();
    if (kinds.size() != 1) {
      fields.problem("needs exactly one of: status (of an API), rows, changed, out or sqlState (of a database), smtp (of a mail server),"
          + " failure (refused or timeout)");
      return Optional.empty();
    }
    return Optional.ofNullable(switch (kinds.get(0)) {
      case "status" -> fields.value("status", text -> new Answer.Status(number(text, 200, 599), fields.texts("headers"), body(fields.node("body"))),
          null);
      case "rows" -> rows(fields);
      case "changed" -> fields.value("changed", text -> new Answer.Changed(number(text, 0, Integer.MAX_VALUE)), null);
      case "out" -> out(fields);
      case "sqlState" -> fields.value("sqlState", CaseReader::sqlState, null);
      case "smtp" -> fields.value("smtp", text -> new Answer.Smtp(number(text, 200, 599), fields.value("refuses", CaseReader::isWholeMail, false)), null);
      default -> fields.value("failure", CaseReader::failure, null);
    });
  }

  private String body(Node node) {
    try {
      return node == null ? "" : RouteYaml.text(node) != null ? RouteYaml.text(node) : json.writeValueAsString(YamlValue.of(node));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("must be text or JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Answer rows(Fields fields) {
    List<Map<String, Object>> rows = new ArrayList<>();
    if (!(fields.node("rows") instanceof SequenceNode)) {
      fields.problem(fields.node("rows"), "'rows' must be a list: begin each of its items with '- ', or write [] for no row");
    }
    for (Node row : RouteYaml.items(fields.node("rows"))) {
      Map<String, Object> columns = new LinkedHashMap<>();
      RouteYaml.entries(row).forEach(column ->
          columns.put(String.valueOf(RouteYaml.text(column.getKeyNode())), YamlValue.of(column.getValueNode())));
      rows.add(columns);
    }
    return new Answer.Rows(rows);
  }

  private static Answer out(Fields fields) {
    if (!(fields.node("out") instanceof MappingNode)) {
      fields.problem(fields.node("out"), "'out' must be a mapping from the :!names of the call to what comes out, such as {result: OK}");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    RouteYaml.entries(fields.node("out")).forEach(value ->
        values.put(String.valueOf(RouteYaml.text(value.getKeyNode())), YamlValue.of(value.getValueNode())));
    return new Answer.Out(values);
  }

  private static Answer sqlState(String code) {
    if (!code.matches("[0-9A-Z]{5}")) {
      throw new IllegalArgumentException("must be a SQLState of five digits or capitals, such as \"23505\"");
    }
    return new Answer.SqlState(code);
  }

  private static Answer failure(String text) {
    return switch (text) {
      case "refused" -> Answer.Failure.REFUSED;
      case "timeout" -> Answer.Failure.TIMEOUT;
      default -> throw new IllegalArgumentException("must be refused (no connection) or timeout (no answer)");
    };
  }

  private static boolean isWholeMail(String text) {
    if (!text.equals("mail") && !text.equals("recipient")) {
      throw new IllegalArgumentException("must be recipient or mail");
    }
    return text.equals("mail");
  }

  private static int times(String text) {
    return number(text, 1, 1_000_000);
  }

  private static int number(String text, int least, int most) {
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException("must be a whole number from " + least + (most == Integer.MAX_VALUE ? "" : " to " + most));
    }
    return Integer.parseInt(text);
  }
}
