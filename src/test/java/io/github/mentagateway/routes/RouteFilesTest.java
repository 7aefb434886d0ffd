package io.github.mentagateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteFilesTest {
  @TempDir
  private Path home;
  private Path routes;

  @BeforeEach
  void makeFolder() throws IOException {
    routes = Files.createDirectory(home.resolve("routes"));
  }

  private void write(String path, String content) throws IOException {
    Path file = routes.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
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

  private RouteFiles read() {
    return RouteFiles.read(routes, home);
  }

  private List<String> findings() {
    return read().findings().stream().map(Finding::toString).toList();
  }

  private List<String> files() {
    return read().files().stream().map(file -> routes.relativize(file.path()).toString()).toList();
  }

  @Test
  void what_is_shipped_has_nothing_to_mend() {
    RouteFiles shipped = RouteFiles.read(Path.of("routes"), Path.of(""));

    assertThat(shipped.findings()).isEmpty();
    assertThat(shipped.misnamed()).isEmpty();
    assertThat(shipped.files()).hasSize(13);
    assertThat(RouteFiles.read(Path.of("docs/examples"), Path.of("")).findings()).isEmpty();
  }

  @Test
  void a_key_that_stands_twice_in_a_mapping_is_found_with_both_places() throws IOException {
    route("router.camel.yaml", """
        - choice:
            when:
              - expression:
                  simple:
                    expression: "${body.action} == 'a'"
            when:
              - expression:
                  simple:
                    expression: "${body.action} == 'b'"
        """);

    assertThat(findings()).containsExactly("routes/router.camel.yaml:11:13: the key 'when' stands twice in one mapping (first in line 7),"
        + " and Camel would keep only the last: put both into one, or remove one");
  }

  @Test
  void all_that_is_to_be_mended_is_found_at_once_however_deep_it_stands_and_however_it_is_written() throws IOException {
    route("a.camel.yaml", """
        - to: { uri: "durable:a", "uri": 'durable:b', parameters: { entity: x, entity: y } }
        - setBody:
            id: y
            expression: { constant: { expression: a, expression: b, expression: c } }
        """);
    write("kamelets/b.kamelet.yaml", """
        metadata:
          name: b
          name: c
        spec: { template: { from: { uri: "kamelet:source" } } }
        """);

    assertThat(findings()).extracting(finding -> finding.split(" stands")[0]).containsExactly(
        "routes/a.camel.yaml:6:35: the key 'uri'",
        "routes/a.camel.yaml:6:80: the key 'entity'",
        "routes/a.camel.yaml:9:54: the key 'expression'",
        "routes/a.camel.yaml:9:69: the key 'expression'",
        "routes/kamelets/b.kamelet.yaml:3:3: the key 'name'");
  }

  @Test
  void equal_keys_in_two_mappings_and_a_mapping_that_is_used_twice_are_right() throws IOException {
    route("a.camel.yaml", """
        - to: &one
            uri: durable:a
        - to: *one
        - to:
            uri: durable:a
        """);

    assertThat(findings()).isEmpty();
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
        "routes/a.camel.yaml:10:15: the kamelet 'send-mail' has no parameter 'Tempalte'; did you mean 'template'? It has from, template, to",
        "routes/kamelets/own.kamelet.yaml:16:15: the kamelet 'send-mail' has no parameter 'too'; did you mean 'to'? It has from, template, to");
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
    assertThat(read().missing()).extracting(Finding::toString).filteredOn(finding -> finding.startsWith("routes/a.")).containsExactly(
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

    assertThat(findings()).filteredOn(finding -> finding.startsWith("routes/a.")).isEmpty();
    assertThat(read().unknown().get("send-mial")).singleElement().asString().startsWith("routes/a.camel.yaml:6:")
        .endsWith(": there is no kamelet 'send-mial'; did you mean 'send-mail'? There are fence, own, send-mail");
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

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# all is commented out\n", "---\n", "[]\n"})
  void an_empty_file_is_told_with_what_to_do(String content) throws IOException {
    write("a.camel.yaml", content);
    write("a.kamelet.yaml", content);

    assertThat(findings()).containsExactly(
        "routes/a.camel.yaml:1:1: the file is empty: write a route into it, or remove it",
        "routes/a.kamelet.yaml:1:1: the file is empty: write a kamelet into it, or remove it");
  }

  @Test
  void what_is_no_yaml_is_told_with_its_place() throws IOException {
    write("a.camel.yaml", "- route:\n    id: a: b\n");
    write("b.camel.yaml", "- route:\n\tid: a\n");
    write("d.camel.yaml", "- a\n--- \n- b\n");

    assertThat(findings()).hasSize(3).anyMatch(finding -> finding.startsWith("routes/a.camel.yaml:2:10: is no YAML: mapping values"))
        .anyMatch(finding -> finding.startsWith("routes/b.camel.yaml:2:1: is no YAML: "))
        .anyMatch(finding -> finding.startsWith("routes/d.camel.yaml:2:1: is no YAML: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16"})
  void a_file_in_another_encoding_is_told_with_its_line(String charset) throws IOException {
    String text = "- route:\n    id: a\n    description: España\n    from: { uri: durable:a }\n";
    Files.write(routes.resolve("a.camel.yaml"), text.getBytes(Charset.forName(charset)));

    assertThat(findings()).containsExactly("routes/a.camel.yaml:" + (charset.equals("UTF-16") ? 1 : 3) + ":1: is not UTF-8, so the file was"
        + " saved in another encoding, such as ISO-8859-1 or UTF-16: save it as UTF-8");
  }

  @Test
  void a_byte_order_mark_does_no_harm() throws IOException {
    write("a.camel.yaml", "\uFEFF- to: { uri: a, uri: b }\n");

    assertThat(findings()).singleElement().asString().startsWith("routes/a.camel.yaml:1:17: the key 'uri' stands twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "# the crm\nroute:\n  id: crm\n", "kind: Pipe\n", "apiVersion: camel.apache.org/v1\nkind: Integration\n"})
  void a_file_that_is_no_list_of_routes_is_told(String content) throws IOException {
    write("crm.camel.yaml", content);

    assertThat(findings()).containsExactly("routes/crm.camel.yaml:1:1: holds no list of routes: begin each with \"- route:\"");
  }

  @Test
  void a_pipe_is_a_route_and_a_kamelet_is_none() throws IOException {
    write("pipe.camel.yaml", """
        apiVersion: camel.apache.org/v1
        kind: Pipe
        metadata: { name: pipe }
        spec: { source: { uri: "durable:a" }, sink: { uri: "durable:b" } }
        """);
    write("own.camel.yaml", Files.readString(Path.of("routes/kamelets/send-mail.kamelet.yaml")));
    write("a.kamelet.yaml", "- route:\n    id: a\n");
    write("b.kamelet.yaml", "kind: Kamelet\nmetadata:\n  name: b\ntemplate:\n  from: { uri: kamelet:source }\n");

    assertThat(findings()).containsExactly(
        "routes/a.kamelet.yaml:1:1: holds no kamelet, which has its route under spec.template: write it there,"
            + " or name the file *.camel.yaml when it holds routes",
        "routes/b.kamelet.yaml:1:1: holds no kamelet, which has its route under spec.template: write it there,"
            + " or name the file *.camel.yaml when it holds routes",
        "routes/own.camel.yaml:1:1: holds no list of routes but a kamelet: name the file *.kamelet.yaml");
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

    assertThat(findings()).containsExactly(
        "routes/destinations/b.camel.yaml:12:27: the id 'put-owner' stands twice (first in routes/a.camel.yaml:6:21), and Camel takes it for"
            + " one route or step only: choose another",
        "routes/destinations/b.camel.yaml:13:16: the id 'fulfilment' stands twice (first in routes/a.camel.yaml:2:9), and Camel takes it for"
            + " one route or step only: choose another");
  }

  @ParameterizedTest
  @ValueSource(strings = {".a.camel.yaml", ".#a.camel.yaml", "#a.camel.yaml#", "#a.camel.yaml", "a.camel.yaml~", ".a.camel.yaml.swp",
      "a.camel.yaml.bak", "a.camel.yaml.orig", ".git/a.camel.yaml", "..2026_11_28_10_00_00.1/a.camel.yaml"})
  void what_editors_and_mounts_keep_beside_a_file_is_passed_over(String copy) throws IOException {
    route("a.camel.yaml", "- to: durable:y");
    write(copy, "no: route: at all");

    assertThat(files()).containsExactly("a.camel.yaml");
    assertThat(findings()).isEmpty();
    assertThat(read().misnamed()).isEmpty();
  }

  @Test
  void the_lock_that_emacs_makes_leads_nowhere_and_is_passed_over_but_another_such_link_is_told() throws IOException {
    Files.createSymbolicLink(routes.resolve(".#a.camel.yaml"), Path.of("me@host.123:456"));
    Files.createSymbolicLink(routes.resolve("gone.camel.yaml"), Path.of("nowhere"));

    assertThat(findings()).containsExactly("routes/gone.camel.yaml:1:1: cannot be read: it must be there, and readable for the user that runs"
        + " the gateway; or remove it");
  }

  @Test
  void every_file_of_a_mounted_config_map_is_read_once() throws IOException {
    route("..2026_11_28_10_00_00.42/router.camel.yaml", "- to: durable:y");
    write("..2026_11_28_10_00_00.42/destinations/y.camel.yaml", "- from: { uri: durable:y, steps: [ { log: y } ] }");
    Files.createSymbolicLink(routes.resolve("..data"), Path.of("..2026_11_28_10_00_00.42"));
    Files.createSymbolicLink(routes.resolve("router.camel.yaml"), Path.of("..data/router.camel.yaml"));
    Files.createSymbolicLink(routes.resolve("destinations"), Path.of("..data/destinations"));
    Files.createSymbolicLink(routes.resolve("zz-once-more.camel.yaml"), Path.of("router.camel.yaml"));
    Files.createSymbolicLink(routes.resolve("loop"), Path.of("."));

    assertThat(files()).containsExactly("destinations/y.camel.yaml", "router.camel.yaml");
    assertThat(findings()).isEmpty();
  }

  @Test
  void a_yaml_file_with_another_ending_is_told_apart() throws IOException {
    write("a.yaml", "");
    write("b.camel.yml", "");
    write("mail/c.txt", "");

    assertThat(read().misnamed()).containsExactly(routes.resolve("a.yaml"), routes.resolve("b.camel.yml"));
  }
}
