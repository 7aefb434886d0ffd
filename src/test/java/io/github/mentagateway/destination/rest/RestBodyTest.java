package io.github.mentagateway.destination.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.mentagateway.destination.RunningKamelets;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies and answers that are no JSON. */
class RestBodyTest {
  private static final String HOSTILE = "a&b=<c>;\"d\" é";

  @TempDir
  Path home;
  private final WireMockServer api = new WireMockServer(options().dynamicPort());
  private final GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    api.start();
    api.stubFor(any(anyUrl()).willReturn(aResponse()));
    mails.start();
    Files.createDirectories(home.resolve("routes/templates"));
    routes = new RunningKamelets(home, Map.of("GATEWAY_ROUTES", home.resolve("routes").toString(), "GATEWAY_MAIL_HOST", "127.0.0.1",
        "GATEWAY_MAIL_PORT", String.valueOf(mails.getSmtp().getPort())), Map.of("shop.url", api.baseUrl()));
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
    mails.stop();
    api.stop();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "application/xml | <a b=\"{newOwnerEmail}\">{data.id}</a> | <a b=\"a&amp;b=&lt;c&gt;;&quot;d&quot; é\">1</a>",
      "application/vnd.shop+xml; charset=utf-8 | <a>{newOwnerEmail}</a> | <a>a&amp;b=&lt;c&gt;;&quot;d&quot; é</a>",
      "text/html | <p>{newOwnerEmail}<br> | <p>a&amp;b=&lt;c&gt;;&quot;d&quot; é<br>",
      "application/x-www-form-urlencoded | id={data.id}&to={newOwnerEmail} | id=1&to=a%26b%3D%3Cc%3E%3B%22d%22+%C3%A9",
      "text/csv | {data.id};{newOwnerEmail} | 1;\"a&b=<c>;\"\"d\"\" é\"",
      "text/plain | to {newOwnerEmail} {no name} | to a&b=<c>;\"d\" é {no name}"})
  void a_template_is_sent_with_its_values_as_its_content_type_escapes_them(String type, String template, String sent) throws Exception {
    Files.writeString(home.resolve("routes/templates/a"), template);
    call(Map.of("template", "a", "contentType", type));

    assertThat(attempt(HOSTILE).getException()).isNull();

    assertThat(api.getAllServeEvents()).singleElement().satisfies(call -> {
      assertThat(call.getRequest().getBodyAsString()).isEqualTo(sent);
      assertThat(call.getRequest().getHeader("Content-Type")).isEqualToIgnoringCase(type);
      assertThat(call.getRequest().getHeader("Idempotency-Key")).isEqualTo("01DELIVERY");
    });
  }

  @Test
  void a_changed_template_counts_with_the_next_call() throws Exception {
    Files.writeString(home.resolve("routes/templates/a"), "one");
    call(Map.of("template", "a", "contentType", "text/plain"));
    Files.writeString(home.resolve("routes/templates/a"), "two");
    routes.readTexts();

    attempt("x");

    assertThat(api.getAllServeEvents()).singleElement().satisfies(call -> assertThat(call.getRequest().getBodyAsString()).isEqualTo("two"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "text/xml | <a>{data.id}</b> | The element type \"a\" must be terminated",
      "text/xml | <{data.id}/> | is no XML",
      "text/xml | <a><![CDATA[{data.id}]]></a> | a value cannot stand in CDATA",
      "text/xml | <!DOCTYPE a><a/> | DOCTYPE is disallowed",
      "text/xml; charset=latin1 | <a/> | what is sent is in UTF-8",
      "application/json | {} | contentType does not say what it is",
      "application/ld+json | {} | a template of JSON is the parameter 'json'",
      "xml | <a/> | it must be one such as text/xml"})
  void what_cannot_hold_stops_the_route_from_starting(String type, String template, String why) throws Exception {
    Files.writeString(home.resolve("routes/templates/a"), template);

    assertThatThrownBy(() -> call(Map.of("template", "a", "contentType", type))).hasStackTraceContaining(why);
  }

  @Test
  void a_content_type_without_a_template_must_be_json() throws Exception {
    assertThatThrownBy(() -> call(Map.of("contentType", "text/xml"))).hasStackTraceContaining("without a template JSON is sent");
    call(Map.of("contentType", "application/vnd.api+json", "json", "{}"));

    attempt("x");

    assertThat(api.getAllServeEvents()).singleElement()
        .satisfies(call -> assertThat(call.getRequest().getHeader("Content-Type")).isEqualTo("application/vnd.api+json"));
  }

  @Test
  void a_pdf_of_an_api_is_mailed_byte_for_byte() throws Exception {
    byte[] pdf = new byte[300_000];
    new Random(1).nextBytes(pdf);
    api.stubFor(any(anyUrl()).willReturn(aResponse().withBody(pdf).withHeader("Content-Type", "application/pdf; charset=nix")));
    fetchAndMail();

    assertThat(attempt("ana@example.com").getException()).isNull();

    MimeMultipart parts = (MimeMultipart) mails.getReceivedMessages()[0].getContent();
    assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(pdf);
  }

  @Test
  void what_is_larger_than_10_mb_or_is_not_there_is_a_dead_letter_and_mails_nothing() throws Exception {
    fetchAndMail();
    api.stubFor(any(anyUrl()).willReturn(aResponse().withBody(new byte[10 * 1024 * 1024 + 1])));
    attempt("ana@example.com");
    api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404).withBody("no such ticket")));
    attempt("ana@example.com");
    api.stubFor(any(anyUrl()).willReturn(aResponse()));
    attempt("ana@example.com");

    assertThat(routes.durable.reasons()).containsExactly(
        "the API answered 200 with more than 10 MB, which is more than 'answer: bytes' takes",
        "the API answered 404: ⟦no such ticket⟧",
        "the attachment '{pdf}' is empty: correct what it is made of, and retry");
    assertThat(mails.getReceivedMessages()).isEmpty();
  }

  private void fetchAndMail() throws Exception {
    Files.writeString(Files.createDirectories(home.resolve("routes/mail")).resolve("a.txt"), "Subject: Ticket\n\nIt is yours.\n");
    routes.add("""
        - route:
            id: test
            from:
              uri: durable:test
              steps:
                - to:
                    uri: kamelet:rest-call
                    variableReceive: pdf
                    parameters: {method: GET, url: "{{shop.url}}/{data.id}.pdf", answer: bytes}
                - to:
                    uri: kamelet:send-mail
                    parameters: {to: "{newOwnerEmail}", template: a.txt, attachments: "{pdf} as {data.id}.pdf"}
        """);
  }

  private void call(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("url", "{{shop.url}}/a"));
    parameters.putAll(more);
    routes.use("rest-call", parameters);
  }

  private Exchange attempt(String owner) throws Exception {
    return routes.attempt("test", RunningKamelets.ticket("1", owner));
  }
}
