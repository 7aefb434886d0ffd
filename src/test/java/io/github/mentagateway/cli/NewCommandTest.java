package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.mentagateway.ShippedFolder;
import io.github.mentagateway.schema.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class NewCommandTest {
  private static final String ROUTER = "routes/router.camel.yaml";

  @TempDir
  private Path home;

  @BeforeEach
  void whatIsShipped() throws IOException {
    ShippedFolder.copyTo(home);
  }

  private CommandRun run(String... arguments) {
    return CommandRun.in(home, Map.of(), arguments);
  }

  private CommandRun destination(String name, String kind, String... more) {
    List<String> arguments = new ArrayList<>(List.of("new", "destination", name, "--kind", kind));
    arguments.addAll(Arrays.asList(more));
    return run(arguments.toArray(String[]::new));
  }

  private String read(String file) throws IOException {
    return Files.readString(home.resolve(file));
  }

  @ParameterizedTest
  @CsvSource({"database, ticket.updated", "rest, ticket.updated", "mail, ticket.updated", "log, ticket.updated",
      "batch, ticket.updated", "batch, event.unlock", "soap, ticket.updated", "file, ticket.updated", "sftp, listing.created", "database, event.unlock", "rest, event.unlock", "mail, event.unlock", "rest, listing.created", "mail, listing.created",
      "database, listing.created"})
  void what_it_writes_passes_the_strict_check_at_once(String kind, String action) throws IOException {
    String before = read(ROUTER);
    CommandRun run = destination("new-crm", kind, "--action", action);

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    if (kind.equals("mail")) {
      assertThat(run("check").out()).startsWith("routes/mail/new-crm.txt:5:1: error: still says what 'new' wrote: write the mail, and take"
          + " [[write this mail]] out [unfinished-template]\n").contains(" files: 1 error, no warnings\n");
      Files.writeString(home.resolve("routes/mail/new-crm.txt"), read("routes/mail/new-crm.txt").replaceFirst("\\[\\[.*\\n", "It is done.\n"));
    }
    if (kind.equals("soap")) {
      assertThat(run("check").out()).startsWith("routes/templates/new-crm.xml:2:8: error: still says what 'new' wrote: write what the system"
          + " expects, and take [[write this]] out [unfinished-template]\n").contains(" files: 1 error, no warnings\n");
      Files.writeString(home.resolve("routes/templates/new-crm.xml"), read("routes/templates/new-crm.xml").replaceFirst(" *<!--.*\n", ""));
    }
    assertThat(run("check", "--strict").out()).matches("\\d+ files: no errors, no warnings\n");
    String step = "                  - to:\n                      id: to-new-crm\n                      description: Tell new-crm\n"
        + "                      uri: durable:new-crm\n";
    assertThat(read(ROUTER)).containsOnlyOnce(step);
    assertThat(read(ROUTER).replace(step, "")).isEqualTo(before);
    assertThat(run("routes").out().lines()).anyMatch(line -> line.contains("new-crm"));
    JsonNode cases = new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build())
        .loadFromString(read("test-cases/new-crm.case.yaml")));
    assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(Schemas.cases()).validate(cases)).isEmpty();
  }

  @Test
  void a_misspelt_action_is_refused_and_nothing_is_written() throws IOException {
    CommandRun run = destination("crm", "rest", "--action", "ticket.udpated");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("no branch and no sample has the action 'ticket.udpated'; did you mean 'ticket.updated'?");
    assertThat(home.resolve("routes/destinations/crm.camel.yaml")).doesNotExist();
    assertThat(read("config/application.properties")).doesNotContain("crm.url");
  }

  @Test
  void it_says_what_it_did_and_what_is_left_to_do() throws IOException {
    CommandRun run = destination("crm", "rest", "--action", "ticket.updated");

    assertThat(run.out().lines()).containsExactly(
        "added to config/application.properties: crm.url",
        "wrote routes/destinations/crm.camel.yaml",
        "added to routes/router.camel.yaml, line 32: the step to-crm, in the branch of ticket.updated",
        "wrote test-cases/crm.case.yaml",
        "",
        "Next:",
        "1. say where the API is (crm.url), and what it gets (method, url and json in routes/destinations/crm.camel.yaml). A"
            + " certificate, a proxy or a token of its own is gateway.rest.crm.… with the parameter api: crm",
        "2. ask whether it is right: ./menta-gateway check",
        "3. see what comes of it: ./menta-gateway test test-cases/crm.case.yaml, and say in the case what is sent");
    assertThat(read("config/application.properties")).isEqualTo(Files.readString(Path.of("config/application.properties"))
        + "\n# The API of crm; here the stand-in.  CRM_URL\ncrm.url=http://{{gateway.stand-ins.rest}}/crm\n");
    assertThat(read("routes/destinations/crm.camel.yaml")).contains(
        "{\"action\": \"{action}\", \"id\": \"{data.id}\", \"newOwnerEmail\": \"{data.newOwnerEmail}\"}");
    assertThat(read("test-cases/crm.case.yaml")).isEqualTo("""
        - case: "ticket.updated reaches crm"
          description: "Written together with the destination; say more cases beside it, such as the system being down"
          given:
            - sample: "ticket.updated.flat.json"
          expect:
            deliveries:
              ticket-ownership:
                - ends: delivered
              fulfilment:
                - ends: delivered
              owner-mail:
                - ends: delivered
              crm:
                - ends: delivered
        """);
  }

  @Test
  void without_a_branch_the_router_stays_and_what_it_needs_is_printed() throws IOException {
    String before = read(ROUTER);

    assertThat(destination("one", "rest").out()).contains("1. put this step into the router, into the branch of an action"
        + " (routes/router.camel.yaml):\n   - to:\n       id: to-one\n");
    assertThat(destination("two", "mail", "--action", "order.paid").out()).contains("""
        1. put this branch under 'when' of the router (routes/router.camel.yaml):
           - id: order-paid
             description: Every order.paid
             expression:
               simple:
                 expression: "${body.action} == 'order.paid'"
             steps:
               - to:
                   id: to-two
        """);
    assertThat(read(ROUTER)).isEqualTo(before);
    assertThat(read("config/application.properties")).endsWith("# Who gets the mails of two.  TWO_TO\ntwo.to=two@example.com\n");
    assertThat(read("test-cases/two.case.yaml")).doesNotContain("expect");
    assertThat(run("check").out().lines()).hasSize(4).allMatch(line -> line.contains("[unreached-route]")
        || line.contains("[unfinished-template]") || line.contains("1 error"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Crm        | 'Crm' cannot be a channel's name: it must begin with a small letter and hold only small letters, digits and '-'",
      "a/../b     | 'a/../b' cannot be a channel's name",
      "quarantine | 'quarantine' is a name of the gateway itself: choose another one",
      "gateway    | 'gateway' is a name of the gateway itself",
      "fulfilment | routes/destinations/fulfilment.camel.yaml is there already, and is never overwritten",
      "elsewhere  | durable:elsewhere is a channel already (routes/other.camel.yaml:4:12): choose another name, or change that route",
      "router     | the id 'router' stands in the routes already, and an id stands once in all files: choose another name"})
  void a_name_that_cannot_be_is_refused_and_nothing_is_written(String name, String message) throws IOException {
    Files.writeString(home.resolve("routes/other.camel.yaml"),
        "- route:\n    id: other\n    from:\n      uri: durable:elsewhere\n      steps: []\n");
    List<Path> before = files();
    CommandRun run = destination(name, "rest", "--action", "ticket.updated");

    assertThat(run.err()).startsWith("menta-gateway: " + message);
    assertThat(run.code()).isEqualTo(1);
    assertThat(files()).isEqualTo(before);
    assertThat(read(ROUTER)).isEqualTo(Files.readString(Path.of(ROUTER)));
  }

  @Test
  void a_mail_or_a_case_of_that_name_is_kept() throws IOException {
    Files.writeString(home.resolve("routes/mail/a.txt"), "mine");
    Files.createDirectory(home.resolve("test-cases"));
    Files.writeString(home.resolve("test-cases/b.case.yaml"), "mine");

    assertThat(destination("a", "mail").err()).contains("routes/mail/a.txt is there already");
    assertThat(destination("b", "rest").err()).contains("test-cases/b.case.yaml is there already");
    assertThat(run("new", "case", "b").err()).contains("test-cases/b.case.yaml is there already");
    assertThat(read("test-cases/b.case.yaml")).isEqualTo("mine");
  }

  @Test
  void settings_that_are_there_stay_and_settings_that_cannot_be_written_are_printed() throws IOException {
    Files.writeString(home.resolve("config/application.properties"), "crm.url=http://mine");
    destination("crm", "rest");
    assertThat(read("config/application.properties")).isEqualTo("crm.url=http://mine");

    destination("erp", "rest");
    assertThat(read("config/application.properties"))
        .startsWith("crm.url=http://mine\n\n# The API of erp; here the stand-in.  ERP_URL\nerp.url=");

    Files.delete(home.resolve("config/application.properties"));
    assertThat(destination("bi", "rest").out()).contains("config/application.properties cannot be written; add to it, or set them in the"
        + " environment:\n  # The API of bi; here the stand-in.  BI_URL\n  bi.url=http://{{gateway.stand-ins.rest}}/bi\n");
  }

  @ParameterizedTest
  @CsvSource({"kafka, kafka", "queue, jms"})
  void a_kind_whose_component_is_not_there_is_refused_with_the_jar_that_has_it(String kind, String component) {
    CommandRun run = destination("x", kind);

    assertThat(run.err()).contains("the kind '" + kind + "' needs Camel's component '" + component
        + "', which is not in the gateway: ./menta-gateway lib add camel-" + component);
    assertThat(home.resolve("routes/destinations/x.camel.yaml")).doesNotExist();
  }

  @Test
  void a_new_case_names_a_sample_and_expects_nothing_yet() throws IOException {
    CommandRun run = run("new", "case", "crm-is-down", "--sample", "samples/event.unlock.json");

    assertThat(run.out()).startsWith("wrote test-cases/crm-is-down.case.yaml\n").contains("./menta-gateway test --update");
    assertThat(read("test-cases/crm-is-down.case.yaml")).isEqualTo("""
        - case: "crm-is-down"
          description: "Write what is sent, and why it matters"
          given:
            - sample: "event.unlock.json"
        """);
    assertThat(run("new", "case", "x", "--sample", "none.json").err()).contains("none.json is not in samples/");
    assertThat(run("new", "case", "../x").err()).contains("cannot be the name of a case's file");
    run("new", "case", "plain");
    assertThat(read("test-cases/plain.case.yaml")).contains("sample: \"documentation.json\"");
  }

  @Test
  void what_is_to_be_made_must_be_said() {
    assertThat(run("new").code()).isEqualTo(2);
    assertThat(run("new").err()).contains("say what: new destination NAME --kind KIND, or new case NAME");
    assertThat(destination("x", "ftp").err()).contains("database, rest, batch, soap, mail, log, file, sftp, kafka, queue");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.sorted().toList();
    }
  }
}
