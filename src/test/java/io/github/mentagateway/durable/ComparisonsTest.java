package io.github.mentagateway.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.durable.Comparisons.SentId;
import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.envelope.EnvelopeReader;
import io.github.mentagateway.inbox.Comparison;
import io.github.mentagateway.inbox.Comparison.Handover;
import io.github.mentagateway.inbox.Comparison.Policy;
import io.github.mentagateway.inbox.Original;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of a notification that decide whether it is a copy. */
class ComparisonsTest {
  private static final String TICKET = "{\"action\":\"ticket.updated\",\"data\":{\"id\":\"1\",\"oldOwnerEmail\":\"%s\","
      + "\"newOwnerEmail\":\"%s\"}}";

  private final Comparisons usual = keyed(new byte[32]);

  private static Comparisons keyed(byte[] key) {
    return new Comparisons(Map.of("ticket.updated", Policy.NEWEST, "some_thing", Policy.OFF), Optional.empty(), key);
  }

  @ParameterizedTest
  @CsvSource({"ticket.updated, NEWEST", "TICKET.UPDATED, NEWEST", "some.thing, OFF", "listing.created, UNANSWERED"})
  void an_action_has_the_policy_of_its_setting_however_the_environment_spells_it(String action, Policy policy) {
    assertThat(of(usual, "{\"action\":\"" + action + "\",\"data\":{}}", Map.of()).policy()).isEqualTo(policy);
  }

  @Test
  void owners_are_the_same_whatever_their_capitals_and_never_readable() {
    Comparison first = of(usual, TICKET.formatted("Ana@Example.com ", "luis@example.com"), Map.of());
    Comparison second = of(usual, TICKET.formatted("luis@example.com", "ana@example.com"), Map.of());

    assertThat(first.handover().from()).hasSize(32).isEqualTo(second.handover().to());
    assertThat(first.handover().to()).isEqualTo(second.handover().from());
    assertThat(new String(first.handover().from(), StandardCharsets.ISO_8859_1)).doesNotContain("ana");
  }

  @Test
  void nobody_finds_an_owner_by_trying_addresses_without_the_key() throws Exception {
    String body = TICKET.formatted("ana@example.com", "luis@example.com");
    Handover mine = of(usual, body, Map.of()).handover();
    Handover others = of(keyed("another key".getBytes(StandardCharsets.UTF_8)), body, Map.of()).handover();
    byte[] plain = MessageDigest.getInstance("SHA-256").digest("ana@example.com".getBytes(StandardCharsets.UTF_8));

    assertThat(Arrays.copyOfRange(mine.from(), 4, 32)).isNotEqualTo(Arrays.copyOfRange(plain, 4, 32))
        .isNotEqualTo(Arrays.copyOfRange(others.from(), 4, 32));
  }

  @Test
  void digests_tell_whether_they_have_the_same_key() {
    String body = TICKET.formatted("ana@example.com", "luis@example.com");
    Handover mine = of(usual, body, Map.of()).handover();
    Handover others = of(keyed("another key".getBytes(StandardCharsets.UTF_8)), body, Map.of()).handover();

    assertThat(Arrays.copyOf(mine.from(), 4)).isEqualTo(Arrays.copyOf(mine.to(), 4)).isNotEqualTo(Arrays.copyOf(others.from(), 4));
  }

  @Test
  void the_content_s_fingerprint_has_no_key() {
    String body = TICKET.formatted("ana@example.com", "luis@example.com");

    assertThat(of(usual, body, Map.of()).fingerprint()).isEqualTo(of(keyed(new byte[] {1}), body, Map.of()).fingerprint());
  }

  @Test
  void an_owner_that_is_not_said_is_none() {
    Comparison comparison = of(usual, "{\"action\":\"ticket.updated\",\"data\":{\"newOwnerEmail\":\" \",\"oldOwnerEmail\":7}}", Map.of());

    assertThat(comparison.handover().from()).isNull();
    assertThat(comparison.handover().to()).isNull();
    assertThat(of(usual, "{\"action\":\"event.unlock\",\"data\":{}}", Map.of()).handover()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"data.eventId", "metadata.eventId", "eventId"})
  void an_id_of_the_sender_replaces_the_content(String path) {
    Comparisons byId = new Comparisons(Map.of(), Optional.of(new SentId(false, path)), new byte[32]);
    String sameId = "{\"action\":\"a.b\",\"data\":{\"x\":%d,\"eventId\":\"e1\"},\"metadata\":{\"eventId\":\"e1\"},\"eventId\":\"e1\"}";

    Comparison first = of(byId, sameId.formatted(1), Map.of());

    assertThat(first.policy()).isEqualTo(Policy.SAME_ID);
    assertThat(first.fingerprint()).hasSize(32).isEqualTo(of(byId, sameId.formatted(2), Map.of()).fingerprint());
    assertThat(of(byId, sameId.replace("e1", "e2").formatted(1), Map.of()).fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void the_id_may_be_in_a_header_and_without_it_nothing_is_a_duplicate() {
    Comparisons byId = new Comparisons(Map.of(), Optional.of(new SentId(true, "X-Event-Id")), new byte[32]);
    String body = "{\"action\":\"a.b\",\"data\":{}}";

    assertThat(of(byId, body, Map.of("x-event-id", "e1")).policy()).isEqualTo(Policy.SAME_ID);
    assertThat(of(byId, body, Map.of("x-event-id", " ")).policy()).isEqualTo(Policy.OFF);
    assertThat(of(byId, body, Map.of()).policy()).isEqualTo(Policy.OFF);
  }

  private static Comparison of(Comparisons comparisons, String body, Map<String, String> headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Envelope envelope;
    try {
      envelope = new EnvelopeReader(EnvelopeMapper.create()).read(bytes);
    } catch (Exception e) {
      throw new IllegalArgumentException(body, e);
    }
    return comparisons.of(envelope, new Original(bytes, headers, Instant.EPOCH));
  }
}
