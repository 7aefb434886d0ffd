package io.github.mentagateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KameletRuleTest {
  @TempDir
  private Path home;
  private CheckedFolder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new CheckedFolder(home);
  }

  private void write(String path, String content) throws IOException {
    folder.write("routes/" + path, content);
  }

  /** A route with these steps, which begin in line 6. */
  private void route(String file, String steps) throws IOException {
    write(file, """
        - route:
            id: x
            from:
              uri: durable:x
              steps:
        """ + steps.indent(8));
  }

  private List<String> findings() {
    return folder.findings("unknown-kamelet", "unknown-parameter", "cut-value");
  }

  private void kamelets() throws IOException {
    write("kamelets/send-mail.kamelet.yaml", Files.readString(Path.of("routes/kamelets/send-mail.kamelet.yaml")));
    write("kamelets/own.kamelet.yaml", """
        kind: Kamelet
        metadata:
          name: own
        spec:
          definition:
            properties:
              colour:
                type: string
          template:
            from:
              uri: kamelet:source
              steps:
                - to:
                    uri: kamelet:send-mail
                    parameters:
                      too: "{{colour}}"
        """);
    write("template.camel.yaml", """
        - routeTemplate:
            id: fence
            parameters:
              - name: height
            from:
              uri: kamelet:source
              steps:
                - log: "{{height}}"
        """);
  }

  @Test
  void a_parameter_that_the_kamelet_does_not_have_is_found_with_the_nearest_that_it_has() throws IOException {
    kamelets();
    route("a.camel.yaml", """
        - to:
            uri: kamelet:send-mail
            parameters:
              to: "{newOwnerEmail}"
              Tempalte: owner-changed.txt
        """);

    assertThat(findings()).containsExactly(
        "routes/a.camel.yaml:10:15: the kamelet 'send-mail' has no parameter 'Tempalte'; did you mean 'template'? It has attachments, from,"
            + " html, listUnsubscribe, replyTo, template, to",
        "routes/kamelets/own.kamelet.yaml:16:15: the kamelet 'send-mail' has no parameter 'too'; did you mean 'to'? It has attachments, from, html,"
            + " listUnsubscribe, replyTo, template, to");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "- to: kamelet:own?hue=red",
      "- to: { uri: 'kamelet:own?colour=RAW(a&b)&hue=red' }",
      "- to: { uri: 'kamelet:own/route-7', parameters: { hue: red } }",
      "- to: { uri: kamelet, parameters: { templateId: own, hue: red } }",
      "- to: { uri: 'kamelet://own', parameters: { bridgeErrorHandler: true, hue: red } }",
      "- toD: { uri: 'kamelet:own?hue=${body}' }",
      "- wireTap: { uri: 'kamelet:own', parameters: { hue: red } }",
      "- kamelet: own?hue=red",
      "- kamelet: { name: own, parameters: { hue: red } }",
      "- poll: { uri: 'kamelet:own', parameters: { hue: red } }",
      "- enrich: { expression: { constant: { expression: 'kamelet:own?hue=red' } } }",
      "- pollEnrich: { simple: 'kamelet:own?hue=red' }",
      "- choice: { when: [ { steps: [ { to: { uri: 'kamelet:own', parameters: { hue: red } } } ] } ] }",
      "- doTry: { doFinally: { steps: [ { split: { steps: [ { to: 'kamelet:own?hue=red' } ] } } ] } }",
      "- to: { uri: 'kamelet:fence', parameters: { height: 1, hue: red } }"})
  void it_is_found_wherever_a_kamelet_is_used(String step) throws IOException {
    kamelets();
    route("a.camel.yaml", step);

    assertThat(findings()).filteredOn(finding -> finding.startsWith("routes/a.")).singleElement().asString()
        .contains("has no parameter 'hue': it has ");
  }

  @Test
  void a_value_that_camel_would_cut_is_found_where_it_stands() throws IOException {
    kamelets();
    route("a.camel.yaml", """
        - to:
            uri: kamelet:send-mail
            parameters:
              to: "{who}?f=g(1)&b=2"
              template: a(b)&
        - wireTap:
            uri: kamelet:own
            parameters:
              colour: red & blue
        - to:
            uri: kamelet:own
            parameters:
              colour: "RAW(red)&blue)"
        """);

    assertThat(findings()).filteredOn(finding -> finding.startsWith("routes/a.")).containsExactly(
        "routes/a.camel.yaml:9:19: the value of 'to' holds ')&', where Camel would end it without a word: put a blank between the two, or"
            + " write '%29&' in a URL and ')\\u0026' in JSON",
        "routes/a.camel.yaml:10:25: the value of 'template' holds ')&', where Camel would end it without a word: put a blank between the two,"
            + " or write '%29&' in a URL and ')\\u0026' in JSON",
        "routes/a.camel.yaml:14:23: the value of 'colour' holds '&', where Camel would end it without a word: write RAW(…) around the value",
        "routes/a.camel.yaml:18:23: the value of 'colour' holds ')&', where Camel would end it without a word: put a blank between the two,"
            + " or write '%29&' in a URL and ')\\u0026' in JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"to: 'http://h/a?b=(1)%29&c=2'", "to: '{\"a\": \"b & c\"}'", "to: 'RAW(a&b)'", "to: 'RAW{a}'", "to: ''", "to: 'f(x) &y'"})
  void a_value_that_arrives_whole_is_not_refused(String parameter) throws IOException {
    kamelets();
    route("a.camel.yaml", "- to: { uri: 'kamelet:send-mail', parameters: { template: x, " + parameter + " } }");

    assertThat(findings()).noneMatch(finding -> finding.startsWith("routes/a."));
  }

  @Test
  void a_kamelet_that_has_none_takes_none_and_what_is_missing_is_known() throws IOException {
    kamelets();
    write("kamelets/bare.kamelet.yaml", "metadata: { name: bare }\nspec: { template: { from: { uri: kamelet:source } } }\n");
    route("a.camel.yaml", "- to: kamelet:bare?hue=red\n- to: kamelet:send-mail\n- to: kamelet:fence\n- to: kamelet:own\n");

    assertThat(findings()).contains("routes/a.camel.yaml:6:15: the kamelet 'bare' has no parameter 'hue': it has none");
    assertThat(folder.findings("missing-parameter")).filteredOn(finding -> finding.startsWith("routes/a.")).containsExactly(
        "routes/a.camel.yaml:7:15: the kamelet 'send-mail' needs the parameter 'template', which is not given",
        "routes/a.camel.yaml:7:15: the kamelet 'send-mail' needs the parameter 'to', which is not given",
        "routes/a.camel.yaml:8:15: the kamelet 'fence' needs the parameter 'height', which is not given");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "- to: kamelet:send-mial",
      "- to: { uri: 'kamelet:send-mial', parameters: { to: x } }",
      "- to: { uri: kamelet, parameters: { templateId: send-mial } }",
      "- kamelet: send-mial",
      "- kamelet: { name: send-mial }",
      "- templatedRoute: { routeTemplateRef: send-mial }"})
  void a_kamelet_that_no_file_holds_is_known_with_the_nearest_that_there_is(String step) throws IOException {
    kamelets();
    route("a.camel.yaml", step + "\n- to: kamelet:of-a-library");

    assertThat(folder.findings("unknown-kamelet")).filteredOn(finding -> finding.contains("'send-mial'")).singleElement().asString()
        .startsWith("routes/a.camel.yaml:6:").endsWith(": there is no kamelet 'send-mial'; did you mean 'send-mail'? There are fence, own, send-mail");
  }

  @Test
  void a_route_made_from_a_template_is_held_to_it_too() throws IOException {
    kamelets();
    write("a.camel.yaml", """
        - templatedRoute:
            routeTemplateRef: fence
            parameters:
              - name: heigth
                value: 3
        """);

    assertThat(findings()).contains(
        "routes/a.camel.yaml:4:15: the kamelet 'fence' has no parameter 'heigth'; did you mean 'height'? It has height");
  }

  @ParameterizedTest
  @ValueSource(strings = {"from", "onException", "routeConfiguration", "intercept"})
  void it_is_found_outside_of_a_routes_steps_too(String place) throws IOException {
    kamelets();
    write("a.camel.yaml", """
        - %s:
            uri: kamelet:own
            parameters:
              hue: red
        """.formatted(place));

    assertThat(findings()).anyMatch(finding -> finding.startsWith("routes/a.camel.yaml:4:7: the kamelet 'own' has no parameter 'hue'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "- to: kamelet:own?colour=red",
      "- to: { uri: 'kamelet:own', parameters: { colour: red, location: 'classpath:x' } }",
      "- to: { uri: 'kamelet:of-a-library', parameters: { hue: red } }",
      "- toD: { uri: 'kamelet:${body}?hue=red' }",
      "- to: { uri: 'kamelet:{{mine}}', parameters: { hue: red } }",
      "- to: { uri: 'durable:x', description: 'kamelet:own?hue=red is not used' }",
      "- log: 'kamelet:own was called'"})
  void what_is_right_or_cannot_be_known_yet_is_not_refused(String step) throws IOException {
    kamelets();
    route("a.camel.yaml", step);

    assertThat(findings()).filteredOn(finding -> finding.startsWith("routes/a.")).isEmpty();
  }

  @Test
  void an_id_that_stands_twice_is_found_with_both_places() throws IOException {
    write("a.camel.yaml", """
        - route:
            id: fulfilment
            from:
              uri: durable:a
              steps:
                - to: { id: put-owner, uri: "durable:x" }
        """);
    write("destinations/b.camel.yaml", """
        - route:
            id: b
            from:
              uri: durable:b
              steps:
                - choice:
                    when:
                      - expression: { simple: { expression: "${body}" } }
                        steps:
                          - to:
                              uri: durable:x
                              id: put-owner
        - route: { id: fulfilment, from: { uri: "durable:c" } }
        """);

    assertThat(folder.findings("equal-id")).containsExactly(
        "routes/destinations/b.camel.yaml:12:27: the id 'put-owner' stands twice (first in routes/a.camel.yaml:6:21), and Camel takes it for"
            + " one route or step only: choose another",
        "routes/destinations/b.camel.yaml:13:16: the id 'fulfilment' stands twice (first in routes/a.camel.yaml:2:9), and Camel takes it for"
            + " one route or step only: choose another");
  }
}
