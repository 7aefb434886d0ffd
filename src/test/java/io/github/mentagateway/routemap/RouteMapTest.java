package io.github.mentagateway.routemap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class RouteMapTest {
  @TempDir
  private Path home;

  private RouteMap map(String... files) throws Exception {
    Files.createDirectories(home.resolve("routes/kamelets"));
    for (String name : List.of("rest-call", "send-mail", "database-update", "database-query")) {
      Files.copy(Path.of("routes/kamelets", name + ".kamelet.yaml"), home.resolve("routes/kamelets/" + name + ".kamelet.yaml"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    for (int i = 0; i < files.length; i++) {
      Files.writeString(home.resolve("routes/r" + i + ".camel.yaml"), files[i]);
    }
    return RouteMap.of(settings(), Map.of());
  }

  private static RouteMap shipped() throws Exception {
    return RouteMap.of(Settings.loadWithoutSecrets(Path.of("").toAbsolutePath(), Map.of()), Map.of());
  }

  private static String route(String from, String... steps) {
    return "- route:\n    id: x\n    from:\n      uri: " + from + "\n      steps:\n" + String.join("\n", steps).indent(8);
  }

  private List<String> lines(String... files) throws Exception {
    return map(files).text(100).stream().skip(1).map(line -> line.strip().replaceAll(" {2,}", " | ")).toList();
  }

  @Test
  void the_shipped_routes_are_readable_at_100_columns() throws Exception {
    assertThat(String.join("\n", shipped().text(100))).isEqualTo("""
        WHEN                        GOES TO             WHICH REACHES
        ticket.updated              ticket-ownership    database platform: UPDATE tickets SET owner_email =
                                                          :?newOwnerEmail, updated_at = CURRENT_TIMESTAMP
                                                          WHERE ...
                                    fulfilment          PUT {{fulfilment.url}}/tickets/{data.id}/owner
                                    owner-mail          mail owner-changed.txt to {newOwnerEmail}
        event.unlock                unlocked-show       database platform: SELECT t.owner_email AS email,
                                                          s.name AS show_name, MIN(t.id) AS ticket FROM
                                                          tickets t ...
                                                        for each of ${body}:
                                      holder-mail       mail show-unlocked.txt to {email}
        listing.created             platform-events     POST {{platform-events.url}}
        listing.updated             platform-events     (as above)
        listing.deleted             platform-events     (as above)
        notifyMe.created.updated    platform-events     (as above)
        payouts.delivered           platform-events     (as above)
        anything else               quarantine          waits for a person
        alerts:operations           (no channel)        mail alert.txt to {{alerts.to:}}
        platform-http               (no channel)        process authenticator (code, not told)
          {{gateway.intake.path}}
                                    notifications       the router, whose branches are drawn on the left
          after                     quarantine          waits for a person
            java.lang.Exception""");
  }

  @Test
  void conditions_other_than_one_action_are_drawn_as_they_are_written() throws Exception {
    assertThat(lines(route("durable:notifications", """
        - to: durable:always
        - choice:
            when:
              - expression: { simple: { expression: "${body?.action} == 'a.b'" } }
                steps:
                  - filter:
                      expression: { simple: { expression: "${body.type} == 'MULTI'" } }
                      steps:
                        - to: durable:multi
              - expression: { simple: { expression: "${body.family} == 'ticket' && ${body.action} == 'x'" } }
                steps:
                  - to: durable:multi
              - expression: { jq: { expression: ".action == 1" } }
                steps: []
            otherwise:
              steps:
                - to: durable:dead-letters
        """), route("durable:always", "- to: { uri: 'kamelet:rest-call', parameters: { url: 'http://user:pw@h/p?api_key=s3&id={id}' } }"),
        route("durable:multi", "- to: log:x"))).containsExactly(
        "every notification | always | POST http://***@h/p?api_key=***&id={id}",
        "a.b",
        "if ${body.type} == | multi | (nothing)",
        "'MULTI'",
        "if ${body.family} == | multi | (as above)",
        "'ticket' &&",
        "${body.action} == 'x'",
        "if jq .action == 1 | (nowhere)",
        "anything else | dead-letters | waits for a person");
  }

  @Test
  void what_reads_something_else_and_what_only_a_message_tells_is_shown() throws Exception {
    assertThat(lines(route("timer:nightly", "- to: sftp:host/in", "- toD: 'http:h/${body}'", "- toD: 'durable:${body.x}'",
            "- recipientList: { expression: { simple: { expression: '${header.to}' } } }", "- wireTap: { uri: 'direct:copy' }",
            "- to: { uri: 'durable:gone', disabled: true }", "- to: { uri: 'durable:nobody' }", "- kamelet: { name: of-nobody }"),
        route("direct:copy", "- doTry: { steps: [ { to: 'kafka:topic' } ], doCatch: [ { exception: [ 'java.io.IOException' ], steps: [] } ] }"),
        route("durable:unsent", "- to: { uri: 'kamelet:send-mail', parameters: { to: '{a}', template: t.txt } }"),
        route("kafka:topic", "- to: { uri: 'kamelet:database-update', parameters: { database: d, sql: 'DELETE FROM t WHERE a = :?a' } }"),
        route("'file:{{in.box}}'", "- bean: { ref: b }"),
        "- onException:\n    id: alert\n    exception: [ java.lang.Exception ]\n    steps: [ { to: 'http:pager' } ]\n")).containsExactly(
        "timer:nightly | (no channel) | sftp:host/in",
        "http:h/${body} (only a message or a setting tells where)",
        "durable:${body.x} (only a message or a setting tells where)",
        "recipientList ${header.to} (only a message tells where)",
        "direct:copy",
        "kafka:topic | database d: DELETE FROM t WHERE a = :?a",
        "nobody | no route reads it: what is sent there waits",
        "kamelet of-nobody (is not in these files)",
        "(no route sends there) | unsent | mail t.txt to {a}",
        "file:{{in.box}} | (no channel) | bean b (code, not told)",
        "onException alert | (no channel) | http:pager");
  }

  @Test
  void a_kamelet_of_the_author_is_looked_into_and_a_circle_ends() throws Exception {
    RouteMap map = map(route("durable:notifications", "- to: durable:a"), route("durable:a", "- to: durable:b", "- to: kamelet:mine"),
        route("durable:b", "- to: durable:a"));
    Files.writeString(home.resolve("routes/kamelets/mine.kamelet.yaml"), """
        metadata: { name: mine }
        spec: { definition: {}, template: { from: { uri: 'kamelet:source', steps: [ { to: 'jms:queue' }, { to: 'kamelet:mine' } ] } } }
        """);
    RouteMap again = RouteMap.of(settings(), Map.of());

    assertThat(map.svg()).contains("not in these files");
    assertThat(again.text(100)).anyMatch(line -> line.contains("(again)")).anyMatch(line -> line.contains("jms:queue"));
    assertThat(again.mermaid()).contains("jms:queue");
  }

  /** An author draws while he edits. */
  @ParameterizedTest
  @ValueSource(strings = {"routes/router.camel.yaml", "routes/intake.camel.yaml", "routes/errors.camel.yaml",
      "routes/destinations/unlocked-show.camel.yaml", "routes/kamelets/rest-call.kamelet.yaml"})
  void whatever_line_is_missing_something_is_drawn(String file) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(file));
    Path edited = home.resolve(file);
    Files.createDirectories(edited.getParent());
    for (int i = 0; i < lines.size(); i++) {
      List<String> left = new ArrayList<>(lines);
      left.remove(i);
      Files.write(edited, left);
      RouteMap map = RouteMap.of(settings(), Map.of());
      assertThat(map.text(100)).as("without line %d", i + 1).isNotEmpty();
      assertThat(map.mermaid()).startsWith("flowchart");
      assertThat(map.svg()).endsWith("</svg>\n");
    }
  }

  private Settings settings() throws Exception {
    return Settings.loadWithoutSecrets(home, Map.of());
  }

  @Test
  void what_cannot_be_read_is_said_in_every_drawing() throws Exception {
    RouteMap map = map("- route:\n\tx");

    assertThat(map.unread()).hasSize(1);
    assertThat(map.text(100)).anyMatch(line -> line.startsWith("not drawn: routes/r0.camel.yaml:2:1: is no YAML"));
    assertThat(map.mermaid()).contains("  %% not drawn: routes/r0.camel.yaml:2:1");
    assertThat(map.svg()).contains("not drawn: routes/r0.camel.yaml:2:1");
  }

  @Test
  void labels_cannot_leave_their_place_in_mermaid() throws Exception {
    String drawn = map(route("'file:a\"] --> x;<b>#%%{init}'", "- to: durable:y")).mermaid();

    assertThat(drawn.lines()).containsExactly("flowchart LR",
        "  n0([\"file:a#34;#93; --#62; x#59;#60;b#62;#35;#37;#37;#123;init#125;\"])",
        "  n1[\"y<br>no route reads it: what is sent there waits\"]",
        "  n0 --> n1");
    assertThat(map(route("'file:a_style:b'", "- to: direct:y")).mermaid()).contains("n0([\"file#58;a#95;style#58;b\"])");
  }

  @Test
  void the_picture_is_xml_that_holds_every_text_in_boxes_that_do_not_overlap() throws Exception {
    String svg = shipped().svg();
    Document picture = xml(svg);
    List<int[]> boxes = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    elements(picture, "rect").stream().filter(rect -> rect.getAttribute("class").equals("box")).forEach(rect -> boxes.add(
        List.of("x", "y", "width", "height").stream().mapToInt(name -> Integer.parseInt(rect.getAttribute(name))).toArray()));
    elements(picture, "text").forEach(text -> texts.add(text.getFirstChild().getNodeValue().strip()));

    assertThat(texts).contains("ticket.updated", "anything else", "ticket-ownership", "PUT {{fulfilment.url}}/tickets/{data.id}/owner",
        "holder-mail", "mail show-unlocked.txt to {email}", "waits for a person");
    assertThat(boxes).hasSizeGreaterThan(12);
    IntStream.range(0, boxes.size()).forEach(i -> IntStream.range(0, i).forEach(j -> assertThat(overlap(boxes.get(i), boxes.get(j)))
        .as("boxes %d and %d", i, j).isFalse()));
    assertThat(svg).isEqualTo(shipped().svg());
  }

  @Test
  void a_text_stays_a_text_in_the_picture() throws Exception {
    String svg = map(route("'file:</text><script>alert(1)</script>&\"'", "- to: durable:y")).svg();

    assertThat(elements(xml(svg), "script")).isEmpty();
    assertThat(elements(xml(svg), "text").get(0).getTextContent()).isEqualTo("file:</text><script>alert(1)</script>&\"");
  }

  private static boolean overlap(int[] one, int[] other) {
    return one[0] < other[0] + other[2] && other[0] < one[0] + one[2] && one[1] < other[1] + other[3] && other[1] < one[1] + one[3];
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document document, String name) {
    return IntStream.range(0, document.getElementsByTagName(name).getLength())
        .mapToObj(i -> (Element) document.getElementsByTagName(name).item(i)).toList();
  }
}
