package io.github.mentagateway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class MarkupTemplateTest {
  private final CamelContext context = new DefaultCamelContext();

  @ParameterizedTest
  @ValueSource(strings = {"Ana", "</owner><admin/>", "\"' onclick='x", "a & b &lt;", "]]>", "<![CDATA[", "日本 😀", "${body}"})
  void a_value_is_read_from_xml_as_it_was(String value) throws Exception {
    Element owner = owner(value);

    assertThat(owner.getTextContent()).isEqualTo(value);
    assertThat(owner.getAttribute("name")).isEqualTo(value);
    assertThat(owner.getChildNodes().getLength()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\u0008", "\u001F", "\uFFFE", "\uD800"})
  void a_character_that_xml_cannot_hold_does_not_make_the_text_unreadable(String character) throws Exception {
    assertThat(owner("a" + character + "b").getTextContent()).isEqualTo("a\uFFFDb");
  }

  private Element owner(String value) throws Exception {
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(value);
    String xml = new MarkupTemplate("<owner name=\"${body}\">${body}</owner>", context).text(exchange);
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml))).getDocumentElement();
  }
}
