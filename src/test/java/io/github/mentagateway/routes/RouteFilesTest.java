package io.github.mentagateway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
    assertThat(shipped.files()).hasSize(22);
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

    assertThat(findings()).hasSize(3).anyMatch(finding -> finding.startsWith("routes/a.camel.yaml:2:10: is no YAML: a ': ' in a text"))
        .contains("routes/b.camel.yaml:2:1: is no YAML: a tab stands"
            + " here, and YAML is indented with blanks only: write blanks in its place")
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

  @ParameterizedTest
  @ValueSource(strings = {".a.camel.yaml", ".#a.camel.yaml", "#a.camel.yaml#", "#a.camel.yaml", "a.camel.yaml~", ".a.camel.yaml.swp",
      "a.camel.yaml.bak", "a.camel.yaml.orig", ".git/a.camel.yaml", "..2026_11_28_10_00_00.1/a.camel.yaml"})
  void what_editors_and_mounts_keep_beside_a_file_is_passed_over(String copy) throws IOException {
    route("a.camel.yaml", "- to: durable:y");
    write(copy, "no: route: at all");

    assertThat(files()).containsExactly("a.camel.yaml");
    assertThat(findings()).isEmpty();
  }

  @Test
  void a_pipe_is_told_and_not_waited_for() throws Exception {
    assumeThat(new ProcessBuilder("mkfifo", routes.resolve("pipe.camel.yaml").toString()).start().waitFor()).isZero();

    assertThat(findings()).containsExactly("routes/pipe.camel.yaml:1:1: cannot be read: it must be there, and readable for the user that runs"
        + " the gateway; or remove it");
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
    write("c.txt", "");
    write("mail/c.txt", "");

    assertThat(findings()).containsExactly(
        "routes/a.yaml:1:1: is not read: name it *.camel.yaml when it holds routes, *.kamelet.yaml when it holds a kamelet",
        "routes/b.camel.yml:1:1: is not read: name it *.camel.yaml when it holds routes, *.kamelet.yaml when it holds a kamelet",
        "routes/c.txt:1:1: is not read: the texts of mails stand in routes/mail, move it there");
    assertThat(read().findings()).noneMatch(Finding::isError);
    assertThat(read().isComplete()).isTrue();
  }
}
