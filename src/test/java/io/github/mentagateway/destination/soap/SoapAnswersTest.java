package io.github.mentagateway.destination.soap;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.destination.UnsuccessfulAnswerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers mean that a SOAP stack does not give by itself. */
class SoapAnswersTest {
  private static final String ENVELOPE =
      "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>%s</s:Body></s:Envelope>";
  private static final String FAULT = ENVELOPE.formatted("<s:Fault><faultcode>s:%s</faultcode><faultstring>%s</faultstring></s:Fault>");

  @TempDir
  Path home;
  private final WireMockServer api = new WireMockServer(options().dynamicPort());
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    api.start();
    Files.writeString(Files.createDirectories(home.resolve("routes/templates")).resolve("a.xml"), "<a>{data.id}</a>");
    routes = new RunningKamelets(home, Map.of("GATEWAY_ROUTES", home.resolve("routes").toString()), Map.of());
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
    api.stop();
  }

  @ParameterizedTest
  @CsvSource({"503, Client, true", "401, Client, true", "502, Server, true"})
  void the_status_decides_when_no_fault_has_it_by_itself(int status, String code, boolean isOutage) throws Exception {
    answer(aResponse().withStatus(status).withBody(FAULT.formatted(code, "gone")));
    call(Map.of());

    Exception failure = attempt().getException();

    assertThat(failure).isInstanceOfSatisfying(HttpOperationFailedException.class, answer -> {
      assertThat(answer.getStatusCode()).isEqualTo(status);
      assertThat(answer.getResponseBody()).isEqualTo(code + ": gone");
    });
    assertThat(OutageClassifier.isOutage(failure)).isEqualTo(isOutage);
  }

  @ParameterizedTest
  @CsvSource({"200", "500", "400"})
  void a_fault_of_the_caller_is_a_dead_letter_with_any_status_of_faults(int status) throws Exception {
    answer(aResponse().withStatus(status).withBody(FAULT.formatted("Client.Data", "bad &amp; worse")));
    call(Map.of());

    attempt();

    assertThat(routes.durable.reasons()).containsExactly("the service answered " + status + " with the fault Client.Data: ⟦bad & worse⟧");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Sign in</html>", "{}", "<a/>", "no", "<s:Envelope xmlns:s='urn:x'><s:Body/></s:Envelope>"})
  void a_2xx_that_is_no_soap_is_tried_again_and_speaks_for_this_delivery_only(String body) throws Exception {
    answer(aResponse().withBody(body).withHeader("Retry-After", "17"));
    call(Map.of());

    Exception failure = attempt().getException();

    assertThat(failure).isInstanceOfSatisfying(UnsuccessfulAnswerException.class, answer -> assertThat(answer.getRetryAfter()).isEqualTo("17"))
        .hasMessageContaining("with what is no SOAP: ⟦" + body + "⟧");
    assertThat(OutageClassifier.isOutage(failure)).isFalse();
  }

  @Test
  void a_page_with_another_status_is_judged_by_it() throws Exception {
    call(Map.of());
    answer(aResponse().withStatus(502).withBody("<html>"));
    assertThat(OutageClassifier.isOutage(attempt().getException())).isTrue();
    answer(aResponse().withStatus(404).withBody("<html>"));
    attempt();
    assertThat(routes.durable.reasons()).containsExactly("the API answered 404: ⟦<html>⟧");
  }

  @Test
  void an_empty_2xx_is_done() throws Exception {
    answer(aResponse().withStatus(202));
    call(Map.of());

    assertThat(attempt().getException()).isNull();
  }

  /** An entity would show a file of this machine, and expand without end. */
  @Test
  void an_answer_with_a_dtd_is_not_read() throws Exception {
    Path secret = Files.writeString(home.resolve("secret.txt"), "of this machine");
    answer(aResponse().withBody("<!DOCTYPE s [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]>" + FAULT.formatted("Client", "&x;")));
    call(Map.of("answer", "body"));

    assertThat(attempt().getException()).hasMessageContaining("no SOAP").hasMessageNotContaining("of this machine");
  }

  @Test
  void deep_nesting_is_not_read() throws Exception {
    answer(aResponse().withBody(ENVELOPE.formatted("<a>".repeat(50_000) + "</a>".repeat(50_000))));
    call(Map.of("answer", "body"));

    assertThat(attempt().getException()).hasMessageContaining("no SOAP");
  }

  @Test
  void more_than_a_megabyte_is_a_dead_letter() throws Exception {
    answer(aResponse().withBody(ENVELOPE.formatted("<a>" + "x".repeat(1024 * 1024) + "</a>")));
    call(Map.of());

    attempt();

    assertThat(routes.durable.reasons()).singleElement().asString().contains("more than 1 MB");
  }

  @Test
  void an_answer_that_breaks_off_is_tried_again() throws Exception {
    answer(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    call(Map.of());

    assertThat(attempt().getException()).isInstanceOf(IOException.class);
  }

  @Test
  void the_charset_that_the_xml_says_counts() throws Exception {
    answer(aResponse().withHeader("Content-Type", "text/xml").withBody(("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"
        + FAULT.formatted("Client", "señor")).getBytes(StandardCharsets.ISO_8859_1)));
    call(Map.of());

    attempt();

    assertThat(routes.durable.reasons()).singleElement().asString().endsWith("⟦señor⟧");
  }

  @Test
  void values_are_maps_lists_and_texts_by_names_without_prefixes() throws Exception {
    answer(aResponse().withBody(ENVELOPE.formatted("<r:reply xmlns:r='urn:r' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>"
        + "<r:of><id k='1'>7</id></r:of><n>a</n><n>b</n><none i:nil='true'/><empty/></r:reply>")));
    call(Map.of("answer", "body"));

    assertThat(attempt().getMessage().getBody()).isInstanceOfSatisfying(Map.class, body -> {
      assertThat(body).containsEntry("of", Map.of("id", "7")).containsEntry("n", List.of("a", "b")).containsEntry("empty", "");
      assertThat(body.get("none")).isNull();
    });
  }

  private void answer(ResponseDefinitionBuilder answer) {
    api.stubFor(any(anyUrl()).willReturn(answer));
  }

  private void call(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("url", api.baseUrl() + "/a", "template", "a.xml"));
    parameters.putAll(more);
    routes.use("soap-call", parameters);
  }

  private Exchange attempt() throws Exception {
    return routes.attempt("test", RunningKamelets.ticket("1", "a@example.com"));
  }
}
