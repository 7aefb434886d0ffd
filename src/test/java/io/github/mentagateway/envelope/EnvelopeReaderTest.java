package io.github.mentagateway.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {
  private final ObjectMapper mapper = EnvelopeMapper.create();

  @ParameterizedTest
  @CsvSource({
      "event.unlock.json, event, event.unlock,, event:121982/8928",
      "event.unlock.numbers.json, event, event.unlock,, event:7704/7704",
      "listing.updated.json, listing, listing.updated, SINGLE, listing:lst_9f2",
      "payouts.delivered.json, payouts, payouts.delivered,,",
      "product.unknown.json, product, product.deactivated,, product:*",
      "ticket.updated.flat.json, ticket, ticket.updated,, ticket:00001",
      "ticket.updated.nominal.json, ticket, ticket.updated,, ticket:00417",
      "ticket.updated.wrapped.json, ticket, ticket.updated, USER_TRANSFER, ticket:00001",
      "documentation.json, ticket, ticket.updated,, ticket:00001"})
  void every_sample_is_an_envelope(String file, String family, String action, String type, String entity) throws Exception {
    Envelope envelope = Samples.sample(file);

    assertThat(envelope.family()).isEqualTo(family);
    assertThat(envelope.action()).isEqualTo(action);
    assertThat(envelope.type()).isEqualTo(type);
    assertThat(envelope.extras()).isEmpty();
    assertThat(EntityResolverTest.USUAL.of(envelope)).isEqualTo(entity);
  }

  @Test
  void a_family_of_several_words_is_read_as_it_is() throws Exception {
    assertThat(Samples.sample("notifyMe.created.updated.json").family()).isEqualTo("notifyMe");
  }

  @Test
  void the_documentations_sample_is_taken_with_its_comment() throws Exception {
    assertThat(new String(Samples.bytes("documentation.json"), StandardCharsets.UTF_8)).contains("// ");
    assertThat(Samples.sample("documentation.json").data()).isEqualTo(Map.of("id", "00001", "newOwnerEmail", "new_owner@email.com"));
  }

  @Test
  void metadata_is_found_beside_the_message_and_inside_it() throws Exception {
    Map<String, Object> metadata = Map.of("nominal", Map.of("fullName", "Ana"));

    assertThat(Samples.read("{'action':'a.b','data':{},'metadata':{'nominal':{'fullName':'Ana'}}}".replace('\'', '"')).metadata())
        .isEqualTo(metadata);
    assertThat(Samples.read("{'message':{'action':'a.b','data':{},'metadata':{'nominal':{'fullName':'Ana'}}}}".replace('\'', '"'))
        .metadata()).isEqualTo(metadata);
    assertThat(Samples.read("{'metadata':{'nominal':{'fullName':'Ana'}},'message':{'action':'a.b','data':{}}}".replace('\'', '"'))
        .metadata()).isEqualTo(metadata);
  }

  @Test
  void data_and_metadata_are_never_null() throws Exception {
    Envelope envelope = Samples.read("{\"action\":\"a.b\",\"data\":{}}");

    assertThat(envelope.data()).isNotNull().isEmpty();
    assertThat(envelope.metadata()).isNotNull().isEmpty();
    assertThat(envelope.type()).isNull();
  }

  @Test
  void a_family_that_was_not_sent_is_the_actions_first_part() throws Exception {
    assertThat(Samples.read("{\"action\":\"ticket.updated\",\"data\":{}}").family()).isEqualTo("ticket");
  }

  @Test
  void a_byte_order_mark_does_no_harm() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    body.write(Samples.bytes("ticket.updated.nominal.json"));

    assertThat(Samples.read(body.toByteArray())).isEqualTo(Samples.sample("ticket.updated.nominal.json"));
  }

  @Test
  void unknown_fields_are_kept_wherever_they_stand() throws Exception {
    Envelope envelope = Samples.read("{\"traceId\":\"t-1\",\"message\":{\"action\":\"a.b\",\"data\":{\"new\":[1,null,{\"x\":true}]},\"version\":2}}");

    assertThat(envelope.extras()).containsEntry("traceId", "t-1").containsEntry("version", 2).hasSize(2);
    assertThat(mapper.readTree(mapper.writeValueAsBytes(envelope))).isEqualTo(mapper.readTree(
        "{\"family\":\"a\",\"action\":\"a.b\",\"data\":{\"new\":[1,null,{\"x\":true}]},\"version\":2,\"traceId\":\"t-1\"}"));
  }

  @Test
  void a_type_or_metadata_of_another_kind_is_kept_as_it_is() throws Exception {
    String json = "{\"family\":\"a\",\"action\":\"a.b\",\"data\":{},\"type\":7,\"metadata\":\"none\"}";

    Envelope envelope = Samples.read(json);

    assertThat(envelope.type()).isNull();
    assertThat(envelope.metadata()).isEmpty();
    assertThat(mapper.readTree(mapper.writeValueAsBytes(envelope))).isEqualTo(mapper.readTree(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"00001\"", "7704", "12345678901234567890", "10.50", "-0.10", "0", "true", "null", "\"\"", "[1.0,\"1\"]", "0.0000001",
      "-0.00000000000000000010",
      "123456789012345678901234567890.123456789012345678901234567890"})
  void values_keep_their_exact_text_from_reading_to_writing(String value) throws Exception {
    String json = "{\"family\":\"a\",\"action\":\"a.b\",\"data\":{\"id\":" + value + "}}";

    assertThat(mapper.writeValueAsString(Samples.read(json))).isEqualTo(json);
    assertThat(mapper.writeValueAsString(mapper.readValue(json, Envelope.class))).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource({"1E5,100000", "1e+5,100000", "-12.5e3,-12500", "1.50E1,15.0", "1e-7,0.0000001", "0E-10,0.0000000000", "0E5,0"})
  void an_exponent_is_spelt_out(String sent, String written) throws Exception {
    Envelope envelope = Samples.read("{\"family\":\"a\",\"action\":\"a.b\",\"data\":{\"id\":" + sent + "}}");

    assertThat(mapper.writeValueAsString(envelope)).contains("{\"id\":" + written + "}");
    assertThat(new EntityResolver(Map.of()).of(envelope)).isEqualTo("a:" + written);
  }

  @Test
  void a_large_number_with_an_exponent_is_a_text_without_one() throws Exception {
    assertThat(Samples.read("{\"action\":\"a.b\",\"data\":{\"id\":1E5}}").data().get("id")).hasToString("100000");
  }

  @Test
  void a_number_is_never_a_double() throws Exception {
    Map<String, Object> data = Samples.read("{\"action\":\"a.b\",\"data\":{\"a\":1,\"b\":5000000000,\"c\":12345678901234567890,\"d\":10.50}}")
        .data();

    assertThat(data).containsEntry("a", 1).containsEntry("b", 5_000_000_000L)
        .containsEntry("c", new BigInteger("12345678901234567890")).containsEntry("d", new BigDecimal("10.50"));
  }

  @Test
  void an_envelope_and_what_it_holds_print_no_content() throws Exception {
    Envelope envelope = Samples.sample("ticket.updated.nominal.json");

    assertThat(envelope).hasToString("Envelope[ticket.updated, content not shown]");
    assertThat(envelope.data()).hasToString("{3 fields, not shown}");
    assertThat(envelope.metadata()).hasToString("{1 fields, not shown}");
    assertThat(envelope.metadata().get("nominal")).hasToString("{2 fields, not shown}");
    assertThat(Samples.read("{\"action\":\"a\",\"data\":{\"all\":[\"ana@example.com\"]}}").data().get("all")).hasToString("[1 items, not shown]");
  }

  @Test
  void what_was_read_cannot_be_changed() throws Exception {
    Map<String, Object> data = Samples.sample("ticket.updated.flat.json").data();

    assertThatThrownBy(() -> data.put("id", "2")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> data.entrySet().iterator().next().setValue("2"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
