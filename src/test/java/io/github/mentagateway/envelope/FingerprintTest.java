package io.github.mentagateway.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
  private static final String BASE = "{'family':'ticket','action':'ticket.updated','type':'MULTI',"
      + "'data':{'id':'1','price':10.50,'list':[{'a':1,'b':2}]},'metadata':{'x':'1','y':'2'},'v':1,'w':{'p':1,'q':2}}";

  @Test
  void it_has_32_bytes_and_is_the_same_every_time() throws Exception {
    assertThat(Fingerprint.of(Samples.sample("ticket.updated.flat.json"))).hasSize(32)
        .isEqualTo(Fingerprint.of(Samples.sample("ticket.updated.flat.json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{'w':{'q':2,'p':1},'v':1,'metadata':{'y':'2','x':'1'},'data':{'list':[{'b':2,'a':1}],'price':10.50,'id':'1'},"
          + "'type':'MULTI','action':'ticket.updated','family':'ticket'}",
      "{ 'family' : 'ticket', // a comment\n 'action':'ticket.updated',\n'type':'MULTI','data':{'id':'1','price':10.50,"
          + "'list':[ {'a':1,'b':2} ]},\t'metadata':{'x':'1','y':'2'},'v':1,'w':{'p':1,'q':2}}",
      "{'message':{'family':'ticket','action':'ticket.updated','type':'MULTI','data':{'id':'1','price':10.50,'list':[{'a':1,'b':2}]},"
          + "'metadata':{'x':'1','y':'2'},'v':1,'w':{'p':1,'q':2}}}",
      "{'w':{'p':1,'q':2},'metadata':{'x':'1','y':'2'},'message':{'v':1,'action':'ticket.updated','type':'MULTI',"
          + "'data':{'id':'1','price':10.50,'list':[{'a':1,'b':2}]}}}",
      "{'family':'ticket','action':'ticket.\\u0075pdated','type':'MULTI','data':{'id':'1','price':10.50,'list':[{'a':1,'b':2}]},"
          + "'metadata':{'x':'1','y':'2'},'v':1,'w':{'p':1,'q':2}}"})
  void order_of_keys_white_space_comments_wrapping_and_spelling_change_nothing(String other) throws Exception {
    assertThat(of(other)).isEqualTo(of(BASE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'id':'1'=>'id':1", "'id':'1'=>'id':'01'", "10.50=>10.5", "'MULTI'=>'SINGLE'", "'type':'MULTI',=>",
      "'x':'1'=>'x':'2'", "{'a':1,'b':2}=>{'a':1,'b':2},{}", "'v':1=>'v':2", "'p':1=>'p':null", "'p':1,=>", "ticket.updated=>ticket.changed"})
  void any_other_content_is_another_one(String change) throws Exception {
    String[] parts = change.split("=>", 2);

    assertThat(BASE).contains(parts[0]);
    assertThat(of(BASE.replace(parts[0], parts[1]))).isNotEqualTo(of(BASE));
  }

  @Test
  void a_list_in_another_order_is_another_content() throws Exception {
    assertThat(of("{'action':'a.b','data':{'l':[1,2]}}")).isNotEqualTo(of("{'action':'a.b','data':{'l':[2,1]}}"));
  }

  private static String of(String json) throws Exception {
    return HexFormat.of().formatHex(Fingerprint.of(Samples.read(json.replace('\'', '"'))));
  }
}
