package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.ShippedFolder;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Comparison;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Send;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Stores;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.store.InboxFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store as a gateway with the shipped routes left it, and routes that were edited since; the gateway has the store open. */
class RehearseCommandTest {
  private static final List<String> OF_A_TICKET = List.of("ticket-ownership", "fulfilment", "owner-mail");

  @TempDir
  private Path home;
  private final MovableClock clock = new MovableClock();
  private Inbox inbox;

  @BeforeEach
  void makeFolder() throws IOException {
    ShippedFolder.copyTo(home);
    ShippedFolder.copy(Path.of("routes"), home.resolve("before"));
    Files.createDirectory(home.resolve("data"));
    inbox = InboxFactory.open(Stores.sqlite(home.resolve("data")), clock);
    inbox.work().open("notifications", new ChannelRules(true, false, Duration.ofSeconds(10)), () -> {});
  }

  @AfterEach
  void close() {
    inbox.close();
  }

  private void edit(String file, String text, String by) throws IOException {
    String content = Files.readString(home.resolve("routes").resolve(file));
    assertThat(content).contains(text);
    Files.writeString(home.resolve("routes").resolve(file), content.replace(text, by));
  }

  /** A notification that was routed to these channels. */
  private String came(String action, String body, Send... sends) {
    String id = inbox.acceptance().accept(new Arrival("notifications", new Original(body.getBytes(StandardCharsets.UTF_8), Map.of(),
        clock.instant()), action, null, new Comparison(Comparison.Policy.OFF, new byte[32], null), Payload.ORIGINAL, null)).join().id();
    Work work = inbox.work().claim("notifications", 1).get(0);
    inbox.work().settle(work, clock.instant(), Duration.ZERO, sends.length == 0 ? new Settlement.Quarantine("no route")
        : new Settlement.Delivered(List.of(sends))).join();
    clock.move(Duration.ofMinutes(1));
    return id;
  }

  private String ticketCame(String id) {
    return came("ticket.updated", "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + id + "\",\"newOwnerEmail\":"
        + "\"ana.paz@example.com\"},\"metadata\":{\"nominal\":{\"fullName\":\"Ana Paz\"}}}",
        OF_A_TICKET.stream().map(channel -> new Send(channel, null, null, Payload.ORIGINAL)).toArray(Send[]::new));
  }

  private CommandRun rehearse(String... arguments) {
    return CommandRun.in(home, Map.of("GATEWAY_STORE_URL", "jdbc:sqlite:" + home.resolve("data/inbox.db")),
        Stream.concat(Stream.of("rehearse"), Stream.of(arguments)).toArray(String[]::new));
  }

  @Test
  void routes_that_are_the_same_change_nothing() {
    ticketCame("00001");

    CommandRun run = rehearse("--against", "before");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("1 of 1 unchanged\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void what_changes_is_grouped_with_a_diff_of_the_first_and_people_are_hidden() throws IOException {
    String first = ticketCame("00001");
    ticketCame("00417");
    came("listing.updated", Files.readString(Path.of("samples/listing.updated.json")), new Send("platform-events", null, null, Payload.ORIGINAL));
    edit("mail/owner-changed.txt", "is yours", "belongs to ${body.metadata[nominal][fullName]}");

    CommandRun run = rehearse("--against", "before");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("2 of 3: owner-mail: subject\n  such as " + first + " (ticket.updated)\n      owner-mail:\n")
        .contains("    -         subject: Ticket 00001 is yours\n    +         subject: Ticket 00001 belongs to ***\n", "to: a***@example.com")
        .endsWith("1 of 3 unchanged\n").doesNotContain("Ana Paz", "ana.paz");
    assertThat(rehearse("--against", "before", "--reveal").out()).contains("belongs to Ana Paz", "to: ana.paz@example.com");
  }

  @Test
  void people_are_hidden_in_whatever_way_they_are_written() throws IOException {
    came("ticket.updated", "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"1\",\"newOwnerEmail\":\"ana@example.com\",\"dni\":\"00000014Z\",\"holder\":"
        + "{\"first\":\"Zoraida\"}},"
        + "\"metadata\":{\"vip\":true,\"none\":null,\"fullName\":\"Ana Ruíz: O'Br\\\"ien\"}}", OF_A_TICKET.stream().map(channel -> new Send(channel, null, null, Payload.ORIGINAL))
        .toArray(Send[]::new));
    edit("mail/owner-changed.txt", "is yours", "is true for ${body.metadata[fullName]} ${body.data[dni]} ${body.data[holder][first]}");
    edit("destinations/fulfilment.camel.yaml", "/owner", "/owner?name={metadata.fullName}");

    CommandRun run = rehearse("--against", "before");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("owner-mail: subject", "fulfilment: url", "is true for *** *** ***").doesNotContain("Ruiz", "Ru%C3", "Br", "ien", "0014Z", "Zoraida");
  }

  /** The folder of a whole gateway, with values of its own. */
  @Test
  void a_value_that_was_edited_is_told_against_the_one_that_ran() throws IOException {
    ticketCame("00001");
    ShippedFolder.copyTo(home.resolve("whole"));
    String properties = Files.readString(home.resolve("config/application.properties"));
    Files.writeString(home.resolve("config/application.properties"), properties.replace("/fulfilment\n", "/fulfilment/v2\n"));

    assertThat(rehearse("--against", "whole").out()).contains("fulfilment: url", "-         url: http://127.0.0.1:9877/fulfilment/tickets/00001/owner",
        "+         url: http://127.0.0.1:9877/fulfilment/v2/tickets/00001/owner");
  }

  @Test
  void a_destination_that_is_added_and_one_that_is_taken_away_are_told() throws IOException {
    ticketCame("00001");
    Files.writeString(home.resolve("routes/destinations/crm.camel.yaml"), """
        - route:
            id: crm
            description: x
            from:
              uri: durable:crm
              steps:
                - to:
                    id: tell-crm
                    description: x
                    uri: kamelet:rest-call
                    parameters: {url: "http://crm.example/{data.id}"}
        """);
    edit("router.camel.yaml", "uri: durable:fulfilment", "uri: durable:crm");

    assertThat(rehearse("--against", "before").out()).startsWith("1 of 1: crm: is reached now; fulfilment: is no longer reached\n")
        .contains("+         url: http://crm.example/00001", "-         url: http://127.0.0.1:9877/fulfilment/tickets/00001/owner");
  }

  @Test
  void without_the_routes_that_ran_the_destinations_on_record_are_compared() throws IOException {
    ticketCame("00001");
    String lost = came("product.deactivated", Files.readString(Path.of("samples/product.unknown.json")));
    edit("router.camel.yaml", "'payouts.delivered'", "'product.deactivated'");

    CommandRun run = rehearse();

    assertThat(run.out()).startsWith("1 of 2 unchanged\n1 of 2: platform-events: is reached now; quarantine: is no longer reached\n")
        .endsWith("only the destinations are compared: no routes ran in this folder yet. Name some with --against FOLDER\n");
    assertThat(rehearse("--quarantine").out()).startsWith("1 of 1: platform-events: is reached now").contains(lost);
    assertThat(rehearse("--action", "ticket.updated").out()).startsWith("1 of 1 unchanged");
    assertThat(rehearse("--last", "1", "--json").out()).contains(lost);
  }

  @Test
  void the_rows_of_a_query_are_those_that_its_deliveries_had() throws IOException {
    Payload row = new Payload("json", "{\"email\":\"carla@example.com\",\"show_name\":\"Opera\",\"ticket\":\"00002\"}".getBytes(StandardCharsets.UTF_8));
    came("event.unlock", Files.readString(Path.of("samples/event.unlock.json")), new Send("unlocked-show", null, null, Payload.ORIGINAL),
        new Send("holder-mail", null, null, row));
    edit("mail/show-unlocked.txt", "Hello", "Dear guest");

    assertThat(rehearse("--against", "before").out()).startsWith("1 of 1: holder-mail: text\n").contains("+           Dear guest,");
  }

  @Test
  void an_error_in_the_routes_is_told_and_nothing_is_rehearsed() throws Exception {
    edit("router.camel.yaml", "choice:", "choise:");

    CommandRun run = rehearse("--against", "before");

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("and nothing was rehearsed; 'check' tells all:", "did you mean 'choice'?");
    assertThat(rehearse("--against", "no-folder").code()).isEqualTo(2);
    assertThat(rehearse("--last", "0").code()).isEqualTo(2);
  }

  @Test
  void nothing_is_changed_by_it() throws IOException {
    ticketCame("00001");
    JsonNode before = new ObjectMapper().readTree(rehearse("--json").out());

    assertThat(new ObjectMapper().readTree(rehearse("--json").out())).isEqualTo(before);
    assertThat(inbox.channels().backlog()).extracting(channel -> channel.channel() + " " + channel.waiting())
        .contains("fulfilment 1", "owner-mail 1", "ticket-ownership 1");
  }

  @Test
  void an_empty_store_and_one_that_is_not_there_are_told() {
    assertThat(rehearse().out()).isEqualTo("nothing to rehearse: the store has no such notification\n");
    CommandRun none = CommandRun.in(home, Map.of("GATEWAY_STORE_URL", "jdbc:sqlite:" + home.resolve("other.db")), "rehearse");
    assertThat(none.err()).contains("there is no such file. Nothing was received yet, or this is not the folder of the gateway");
    assertThat(none.code()).isOne();
  }

  @Test
  void what_a_query_without_rows_hides_is_said() throws IOException {
    ticketCame("00001");
    for (String folder : List.of("routes", "before")) {
      Files.writeString(home.resolve(folder).resolve("destinations/fulfilment.camel.yaml"), """
          - route:
              id: fulfilment
              description: x
              from:
                uri: durable:fulfilment
                steps:
                  - to:
                      id: look
                      description: x
                      uri: kamelet:database-query
                      parameters: {database: platform, sql: "SELECT name FROM shows WHERE show_id = :?data.id"}
                  - to:
                      id: call-api
                      description: x
                      uri: kamelet:rest-call
                      parameters: {url: "http://x.example/{name}"}
          """);
    }

    CommandRun run = rehearse("--against", "before");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("1 of 1 unchanged\n1 have a delivery that ends as a dead letter here. A query");
  }
}
