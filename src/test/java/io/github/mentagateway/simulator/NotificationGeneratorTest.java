package io.github.mentagateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NotificationGeneratorTest {
  private static final int MANY = 4000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void the_same_seed_and_options_give_the_same_bytes() {
    assertThat(texts(stream(7, 100, 0.1))).isEqualTo(texts(stream(7, 100, 0.1)));
    assertThat(texts(stream(8, 100, 0.1))).isNotEqualTo(texts(stream(7, 100, 0.1)));
  }

  @Test
  void all_published_actions_come_and_nothing_else() {
    assertThat(stream(7, 100, 0).stream().map(Message::action).collect(Collectors.toSet())).containsExactlyInAnyOrder("ticket.updated",
        "event.unlock", "listing.created", "listing.updated", "listing.deleted", "notifyMe.created.updated", "payouts.delivered");
  }

  @Test
  void each_message_is_what_its_body_says() {
    List<Message> messages = stream(7, 100, 0);
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      JsonNode envelope = envelope(message);
      JsonNode data = envelope.get("data");
      assertThat(message.number()).isEqualTo(i);
      assertThat(envelope.get("action").asText()).isEqualTo(message.action());
      assertThat(message.action()).startsWith(envelope.get("family").asText() + ".");
      switch (envelope.get("family").asText()) {
        case "ticket" -> {
          assertThat(message.entity()).isEqualTo("ticket:" + data.get("id").textValue());
          assertThat(message.change()).isEqualTo(data.get("newOwnerEmail").textValue());
        }
        case "listing" -> assertThat(message.entity()).isEqualTo("listing:" + data.get("id").textValue());
        case "event" -> assertThat(message.entity()).isEqualTo("event:" + data.get("eventId").asText() + "/" + data.get("showId").asText());
        default -> assertThat(message.entity()).isNull();
      }
      if (!message.action().equals("ticket.updated")) {
        assertThat(message.change()).isEqualTo(sorted(data));
      }
    }
  }

  @Test
  void all_three_envelopes_come_and_a_ticket_keeps_its_own() {
    Map<String, Set<String>> shapes = new HashMap<>();
    tickets(stream(7, 100, 0)).forEach(message -> {
      JsonNode body = body(message);
      shapes.computeIfAbsent(message.entity(), entity -> new HashSet<>())
          .add(body.has("message") ? "wrapped" : body.has("metadata") ? "metadata" : "flat");
    });
    assertThat(shapes).hasSize(100).allSatisfy((ticket, shape) -> assertThat(shape).hasSize(1));
    assertThat(shapes.values().stream().flatMap(Set::stream).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("flat", "metadata", "wrapped");
  }

  @Test
  void what_may_be_left_out_is_there_sometimes() {
    List<Message> messages = stream(7, 100, 0);
    for (Predicate<JsonNode> part : List.<Predicate<JsonNode>>of(
        body -> body.at("/message/type").isTextual(),
        body -> body.at("/metadata/nominal/fullName").isTextual() && body.at("/metadata/nominal/identificationNumber").isTextual(),
        body -> !body.findPath("oldOwnerEmail").isMissingNode(),
        body -> body.findPath("eventId").isTextual() && body.findPath("showId").isTextual(),
        body -> body.findPath("eventId").isIntegralNumber() && body.findPath("showId").isIntegralNumber())) {
      assertThat(messages.stream().map(NotificationGeneratorTest::body)).anyMatch(part).anyMatch(part.negate());
    }
  }

  @Test
  void each_ticket_goes_along_a_chain_of_owners() {
    Map<String, String> owners = new HashMap<>();
    int checked = 0;
    for (Message message : tickets(stream(7, 100, 0))) {
      JsonNode data = envelope(message).get("data");
      String before = owners.put(message.entity(), message.change());
      assertThat(message.change()).isNotEqualTo(before);
      assertThat(message.handover() == null).isEqualTo(!data.has("oldOwnerEmail"));
      if (message.handover() != null) {
        assertThat(message.handover()).isEqualTo(new Message.Handover(data.get("oldOwnerEmail").textValue(), message.change()));
        if (before != null) {
          assertThat(message.handover().from()).isEqualTo(before);
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(500);
  }

  @Test
  void a_share_of_the_tickets_goes_to_and_fro_and_repeats_itself_to_the_byte() {
    Map<String, List<String>> said = new HashMap<>();
    tickets(stream(7, 100, 0)).forEach(message -> said.computeIfAbsent(message.entity(), entity -> new ArrayList<>()).add(text(message)));
    List<List<String>> toAndFro = said.values().stream().filter(texts -> new HashSet<>(texts).size() == 2).toList();
    assertThat(toAndFro).hasSizeBetween(15, 45).allSatisfy(texts -> {
      for (int i = 2; i < texts.size(); i++) {
        assertThat(texts.get(i)).isEqualTo(texts.get(i - 2)).isNotEqualTo(texts.get(i - 1));
      }
    });
    assertThat(toAndFro).anyMatch(texts -> texts.get(0).contains("oldOwnerEmail"))
        .anyMatch(texts -> !texts.get(0).contains("oldOwnerEmail"));
  }

  @Test
  void a_listing_is_created_then_changed_then_deleted_and_never_again() {
    Map<String, String> last = new HashMap<>();
    Map<String, String> prices = new HashMap<>();
    int deleted = 0;
    for (Message message : stream(7, 100, 0)) {
      if (message.entity() == null || !message.entity().startsWith("listing:")) {
        continue;
      }
      String before = last.put(message.entity(), message.action());
      assertThat(before).isIn(message.action().equals("listing.created")
          ? Collections.singletonList(null) : List.of("listing.created", "listing.updated"));
      if (message.action().equals("listing.deleted")) {
        deleted++;
      } else {
        String price = envelope(message).at("/data/price").asText();
        assertThat(price).isNotEqualTo(prices.put(message.entity(), price));
      }
    }
    assertThat(deleted).isGreaterThan(50);
  }

  @Test
  void nobody_takes_its_ids_and_mail_for_real_ones() {
    for (Message message : stream(7, 100, 0)) {
      JsonNode data = envelope(message).get("data");
      for (String name : List.of("id", "eventId", "showId", "ticketId")) {
        if (data.path(name).isTextual()) {
          assertThat(data.get(name).textValue()).matches("sim7-[a-z]?\\d{5}");
        }
      }
      assertThat(data.findValuesAsText("newOwnerEmail")).allMatch(mail -> mail.matches("[a-z]+\\.[a-z]+\\d+@example\\.com"));
    }
  }

  @Test
  void a_ticket_s_id_tells_its_entity_and_no_other_id_does() {
    RunIds ids = new RunIds(7);
    assertThat(ids.ticketEntity("sim7-00042")).isEqualTo("ticket:sim7-00042");
    assertThat(List.of("sim77-00042", "sim7-l00042", "00042", "sim7-", "sim7-00042x", "xsim7-00042")).allSatisfy(
        id -> assertThat(ids.ticketEntity(id)).isNull());
  }

  @Test
  void the_share_of_nonsense_is_what_was_asked_for_and_none_of_it_is_a_published_notification() {
    List<Message> messages = stream(7, 100, 0.2);
    List<Message> nonsense = messages.stream().filter(Message::isNonsense).toList();
    assertThat(nonsense).hasSizeBetween(MANY / 6, MANY / 4).allSatisfy(message -> {
      assertThat(message.entity()).isNull();
      assertThat(message.change()).isNull();
    });
    Set<String> kinds = nonsense.stream().map(NotificationGeneratorTest::kind).collect(Collectors.toSet());
    assertThat(kinds).containsExactlyInAnyOrder("empty", "no JSON", "html", "no envelope", "unpublished");
    assertThat(stream(7, 100, 0)).noneMatch(Message::isNonsense);
    assertThat(stream(7, 100, 1)).allMatch(Message::isNonsense);
  }

  private static String kind(Message message) {
    if (message.body().length == 0) {
      return "empty";
    }
    try {
      JsonNode body = JSON.readTree(message.body());
      return !body.has("action") ? "no envelope" : body.get("action").asText().equals("ticket.evaporated") ? "unpublished" : "published";
    } catch (IOException e) {
      return text(message).startsWith("<!DOCTYPE html>") ? "html" : "no JSON";
    }
  }

  private static List<Message> stream(long seed, int tickets, double nonsense) {
    NotificationGenerator generator = new NotificationGenerator(seed, tickets, nonsense);
    return java.util.stream.Stream.generate(generator::next).limit(MANY).toList();
  }

  private static List<Message> tickets(List<Message> messages) {
    return messages.stream().filter(message -> message.action().equals("ticket.updated")).toList();
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream().map(NotificationGeneratorTest::text).toList();
  }

  private static String text(Message message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }

  private static JsonNode body(Message message) {
    try {
      return JSON.readTree(message.body());
    } catch (IOException e) {
      throw new AssertionError(text(message), e);
    }
  }

  private static JsonNode envelope(Message message) {
    JsonNode body = body(message);
    return body.path("message").isObject() ? body.get("message") : body;
  }

  /** The data with sorted names; numbers are written from their texts, so that they keep their digits. */
  private static String sorted(JsonNode data) {
    try {
      List<String> names = new ArrayList<>();
      data.fieldNames().forEachRemaining(names::add);
      List<String> members = new ArrayList<>();
      for (String name : names.stream().sorted().toList()) {
        members.add(JSON.writeValueAsString(name) + ":" + (data.get(name).isFloatingPointNumber()
            ? new BigDecimal(data.get(name).asText()).setScale(2) : JSON.writeValueAsString(data.get(name))));
      }
      return "{" + String.join(",", members) + "}";
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
