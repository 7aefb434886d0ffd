package io.github.mentagateway.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityResolverTest {
  /** As shipped. */
  static final EntityResolver USUAL = new EntityResolver(Map.of("event", List.of("data.eventId", "data.showId"), "product", List.of("*")));

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{'family':'ticket','action':'ticket.updated','data':{'id':'00001'}} | ticket:00001",
      "{'family':'ticket','action':'ticket.updated','data':{'id':''}} | ticket:",
      "{'family':'ticket','action':'ticket.updated','data':{'id':true}} | ticket:true",
      "{'family':'ticket','action':'ticket.updated','data':{'id':10.50}} | ticket:10.50",
      "{'family':'ticket','action':'ticket.updated','data':{'id':12345678901234567890}} | ticket:12345678901234567890",
      "{'family':'event','action':'event.unlock','data':{'eventId':'1','showId':'2'}} | event:1/2",
      "{'family':'product','action':'product.deactivated','data':{}} | product:*"})
  void an_entity_is_the_family_and_its_ids(String json, String entity) throws Exception {
    assertThat(of(json)).isEqualTo(entity);
  }

  @Test
  void numbers_and_texts_of_the_same_digits_are_the_same_entity() throws Exception {
    assertThat(of("{'action':'event.unlock','data':{'eventId':7704,'showId':'8'}}"))
        .isEqualTo(of("{'action':'event.unlock','data':{'eventId':'7704','showId':8}}"));
  }

  @Test
  void leading_zeros_tell_two_tickets_apart() throws Exception {
    assertThat(of("{'action':'ticket.updated','data':{'id':'00001'}}")).isNotEqualTo(of("{'action':'ticket.updated','data':{'id':'1'}}"));
  }

  @Test
  void a_slash_inside_an_id_is_not_the_one_between_two() throws Exception {
    assertThat(of("{'action':'event.unlock','data':{'eventId':'a/b','showId':'c'}}")).isEqualTo("event:a%2Fb/c")
        .isNotEqualTo(of("{'action':'event.unlock','data':{'eventId':'a','showId':'b/c'}}"));
    assertThat(of("{'action':'ticket.updated','data':{'id':'a%2Fb'}}")).isNotEqualTo(of("{'action':'ticket.updated','data':{'id':'a/b'}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'action':'ticket.updated','data':{}}", "{'action':'ticket.updated','data':{'id':null}}",
      "{'action':'ticket.updated','data':{'id':{'x':1}}}", "{'action':'ticket.updated','data':{'id':['1']}}",
      "{'action':'event.unlock','data':{'eventId':'1'}}", "{'action':'event.unlock','data':{'showId':'1'}}"})
  void a_part_that_is_missing_or_no_plain_value_means_no_order(String json) throws Exception {
    assertThat(of(json)).isNull();
  }

  @Test
  void an_id_of_ten_kilobytes_means_no_order() throws Exception {
    assertThat(of("{'action':'ticket.updated','data':{'id':'" + "x".repeat(10_000) + "'}}")).isNull();
    assertThat(of("{'action':'ticket.updated','data':{'id':'" + "/".repeat(100) + "'}}")).isNull();
    assertThat(of("{'action':'ticket.updated','data':{'id':'" + "x".repeat(193) + "'}}")).hasSize(200);
    assertThat(of("{'family':'" + "f".repeat(10_000) + "','action':'ticket.updated','data':{'id':'1'}}")).isNull();
  }

  @Test
  void a_rule_may_reach_into_metadata_and_into_objects() throws Exception {
    EntityResolver entities = new EntityResolver(Map.of("ticket", List.of("metadata.nominal.number", "data.seat.row")));

    assertThat(entities.of(Samples.read(json("{'action':'ticket.x','data':{'seat':{'row':4}},'metadata':{'nominal':{'number':'9'}}}"))))
        .isEqualTo("ticket:9/4");
    assertThat(entities.of(Samples.read(json("{'action':'ticket.x','data':{'seat':4},'metadata':{'nominal':{'number':'9'}}}")))).isNull();
  }

  @Test
  void capitals_in_the_family_make_no_other_entity_and_find_the_same_rule() throws Exception {
    assertThat(of("{'family':'Ticket','action':'ticket.updated','data':{'id':'A'}}")).isEqualTo("ticket:A");
    assertThat(of("{'family':'EVENT','action':'event.unlock','data':{'eventId':'1','showId':'2'}}")).isEqualTo("event:1/2");
    assertThat(of("{'family':'Product','action':'product.x','data':{}}")).isEqualTo("product:*");
    assertThat(new EntityResolver(Map.of("notifyme", List.of("data.n")))
        .of(Samples.read(json("{'family':'notifyMe','action':'x','data':{'n':1}}"))))
        .isEqualTo("notifyme:1");
  }

  private static String of(String json) throws Exception {
    return USUAL.of(Samples.read(json(json)));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
