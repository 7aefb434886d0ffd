package io.github.mentagateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.Contract;
import io.github.mentagateway.inbox.Contract.Field;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Stores;
import io.github.mentagateway.store.InboxFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gateway learns of menta's payloads, from a real store. */
class ContractRadarTest {
  private static final String TICKET = """
      {"family": "ticket", "action": "ticket.updated", "data": {"id": "00001", "newOwnerEmail": "ana.secret@example.com"},
       "metadata": {"nominal": {"fullName": "Ana Secret", "identificationNumber": "12345678Z"}}}""";

  @TempDir
  Path folder;
  private final MovableClock clock = new MovableClock();
  private Inbox inbox;
  private ContractRadar radar;

  @BeforeEach
  void open() {
    inbox = InboxFactory.open(Stores.sqlite(folder), clock);
    radar = new ContractRadar(inbox.contract(), Duration.ofDays(7), clock);
  }

  @AfterEach
  void close() {
    radar.close();
    inbox.close();
  }

  @Test
  void an_unknown_action_and_a_new_field_are_told_once_with_an_example_and_no_value_is_kept() throws Exception {
    accept("ticket.updated", TICKET);
    look();
    clock.move(Duration.ofDays(8));
    try (CapturedLog log = CapturedLog.of(ContractRadar.class.getName())) {
      accept("ticket.updated", TICKET.replace("\"id\"", "\"seatOf\": {\"row\": 7}, \"id\""));
      accept("listing.paused", "{\"family\": \"listing\", \"action\": \"listing.paused\", \"data\": {\"owner\": \"ana.secret@example.com\"}}");
      look();
      look();
      accept("ticket.updated", TICKET.replace("\"id\"", "\"seatOf\": {\"row\": 8}, \"id\""));
      look();

      assertThat(log.lines()).hasSize(3).allMatch(line -> line.contains("event=contract_changed") && !line.contains("ecret"));
      assertThat(String.join("\n", log.lines())).containsPattern("action=listing.paused what=\"a new action\" example=\\w+-\\d+")
          .containsPattern("action=ticket.updated what=\"a new field, or a new type of it\" field=data.seatOf type=object example=\\w+-\\d+");
    }
    assertThat(radar.news()).extracting(one -> one.field().path()).containsExactly("", "data.seatOf", "data.seatOf.row");
    assertThat(table()).contains("data.newOwnerEmail").contains("metadata.nominal.identificationNumber").doesNotContain("ecret", "00001", "12345678");
    assertThat(radar.acknowledge(null, null)).isEqualTo(3);
    assertThat(radar.news()).isEmpty();
  }

  @Test
  void it_goes_on_where_it_was_and_takes_some_at_a_time() {
    IntStream.range(0, 150).forEach(i -> accept("ticket.updated", TICKET));
    radar.step();
    clock.move(Duration.ofMinutes(1));

    assertThat(radar.step()).as("more may be there").isTrue();
    ContractRadar successor = new ContractRadar(inbox.contract(), Duration.ofDays(7), clock);
    successor.step();
    clock.move(Duration.ofMinutes(1));
    assertThat(successor.step()).isFalse();

    assertThat(radar.all().get(0).count()).isEqualTo(150);
  }

  @Test
  void none_is_left_out_whatever_the_clocks_said_when_they_came() {
    List.of(0, 3600, -60, 3).forEach(seconds -> accept("ticket.updated", TICKET, clock.instant().plusSeconds(seconds)));
    look();

    assertThat(radar.all().get(0).count()).isEqualTo(4);
  }

  @Test
  void of_an_action_that_holds_somebodys_data_none_is_kept_or_logged() throws Exception {
    accept("ticket.updated", TICKET);
    look();
    clock.move(Duration.ofDays(8));
    try (CapturedLog log = CapturedLog.of(ContractRadar.class.getName())) {
      accept("of ana.secret@example.com 12345678\n", "{}");
      look();

      assertThat(log.lines()).singleElement().asString().contains("action=\"of a***@example.com ***78").doesNotContain("ecret", "12345678");
    }
    assertThat(table()).contains("a***@example.com").doesNotContain("ecret", "12345678");
  }

  @Test
  void of_a_body_that_is_too_long_that_is_all_that_is_told() {
    accept("ticket.updated", "{\"data\":\"" + "x".repeat(Contract.MOST_BYTES) + "\"}");
    look();

    assertThat(radar.all()).extracting(one -> one.field().path() + one.field().type()).containsExactly("", "(the body)longer than 8 MiB");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {"family":"a","data":{"id":1,"ok":true,"none":null}}     | data object, data.id number, data.none null, data.ok boolean, family string
      {"message":{"action":"a","data":{"id":"1"}}}             | action string, data object, data.id string, message object
      {"message":{"data":{"message":{"id":1}}},"id":2}         | data object, data.message object, data.message.id number, id number, message object
      {"data":{"tickets":[{"id":"1"},{"id":2},"x"],"l":[[1]]}} | data object, data.l array, data.l[] array, data.l[][] number, data.tickets array, data.tickets[] object, data.tickets[] string, data.tickets[].id number, data.tickets[].id string
      {"data":{"ana@example.com":1,"8a3f-22":{"n":1},"a 1":2}} | data object, data.{} number, data.{} object, data.{}.n number
      [1]                                                      | (the body) no object
      {"data":{"id":1                                          | (the body) no JSON, data object, data.id number
      `hello`                                                  | (the body) no JSON
      """)
  void a_shape_has_names_and_types(String body, String fields) {
    assertThat(shape(body)).isEqualTo(fields);
  }

  @Test
  void a_map_with_data_for_names_is_told_as_one_and_depth_and_length_are_bounded() {
    String map = IntStream.range(0, 60).mapToObj(i -> "\"name" + (char) ('a' + i % 26) + (char) ('a' + i / 26) + "\": {\"secret\": 1}")
        .collect(Collectors.joining(","));
    assertThat(shape("{\"data\": {\"id\": 1, \"byName\": {" + map + "}}, \"type\": \"x\"}"))
        .isEqualTo("data object, data.byName object, data.byName.{} any, data.id number, type string");
    assertThat(shape("{\"a\":".repeat(500) + "1" + "}".repeat(500)).split(", ")).hasSizeLessThan(12);
    assertThat(shape("[".repeat(100_000))).isEqualTo("(the body) no object");
  }

  private static String shape(String body) {
    Original original = new Original(body.getBytes(StandardCharsets.UTF_8), Map.of(), null);
    return Shape.of(original).stream().filter(field -> !field.equals(Field.ACTION)).map(field -> field.path() + " " + field.type())
        .collect(Collectors.toCollection(TreeSet::new)).stream().collect(Collectors.joining(", "));
  }

  /** Until all is counted that has come. */
  private void look() {
    radar.step();
    clock.move(Duration.ofSeconds(6));
    radar.step();
    clock.move(Duration.ofSeconds(6));
    radar.step();
  }

  private void accept(String action, String body) {
    accept(action, body, clock.instant());
  }

  private void accept(String action, String body, Instant at) {
    inbox.acceptance().accept(new Arrival("notifications", new Original(body.getBytes(StandardCharsets.UTF_8), Map.of(), at), action, null,
        null, Payload.ORIGINAL, null)).join();
  }

  private String table() throws Exception {
    StringBuilder all = new StringBuilder();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("inbox.db")); var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select * from contract_field")) {
      while (row.next()) {
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          all.append(row.getString(i)).append(' ');
        }
      }
    }
    return all.toString();
  }
}
