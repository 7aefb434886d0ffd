package io.github.mentagateway.destination.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.destination.UnsuccessfulCallException;
import io.github.mentagateway.tls.TestAuthority;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of a service that a SOAP stack of its own serves. */
class SoapCallTest {
  private static final String ENVELOPE_11 = "http://schemas.xmlsoap.org/soap/envelope/";
  private static final String ENVELOPE_12 = "http://www.w3.org/2003/05/soap-envelope";
  private static final String BODY = """
      <?xml version="1.0" encoding="UTF-8"?>
      <t:changeOwner xmlns:t="urn:tickets">
        <ticket>{data.id}</ticket>
        <owner>{newOwnerEmail}</owner>
      </t:changeOwner>
      """;

  @TempDir
  Path home;
  private OwnershipService service;
  private RunningKamelets routes;

  @AfterEach
  void close() throws Exception {
    if (routes != null) {
      routes.close();
    }
    if (service != null) {
      service.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1.1, text/xml; charset=UTF-8", "1.2, application/soap+xml; charset=UTF-8; action=\"urn:tickets/ChangeOwner\""})
  void both_versions_are_understood_with_the_action_and_the_deliverys_id(String version, String contentType) throws Exception {
    start();
    call(version, Map.of("soapAction", "urn:tickets/ChangeOwner"));
    Object ticket = RunningKamelets.ticket("4711", "ana@example.com");

    Exchange exchange = routes.attempt("test", ticket);

    assertThat(exchange.getException()).isNull();
    assertThat(routes.durable.sent).isEmpty();
    assertThat(exchange.getMessage().getBody()).isSameAs(ticket);
    assertThat(service.calls).singleElement().satisfies(call -> {
      assertThat(call.ticket()).isEqualTo("4711");
      assertThat(call.owner()).isEqualTo("ana@example.com");
      assertThat(call.headers()).containsExactly("[01DELIVERY]", "[" + contentType + "]");
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"</owner><owner>eve", "a & b", "]]>", "&lt;", "<!--", "\"'", "😀 Zoë", "${body} {data.id} {{x}}", "a\tb\nc"})
  void a_value_stays_a_value(String value) throws Exception {
    start();
    call("1.1", Map.of());

    assertThat(attempt(value).getException()).isNull();

    assertThat(routes.durable.sent).isEmpty();
    assertThat(service.calls).extracting(OwnershipService.Call::owner).containsExactly(value);
  }

  @Test
  void a_character_that_xml_cannot_hold_is_replaced() throws Exception {
    start();
    call("1.2", Map.of());

    assertThat(attempt("a\u0000\u0008\uFFFFb\r").getException()).isNull();

    assertThat(service.calls).extracting(OwnershipService.Call::owner).containsExactly("a\uFFFD\uFFFD\uFFFDb\r");
  }

  @ParameterizedTest
  @CsvSource({"text, text", "digest, digest"})
  void a_username_token_is_taken_with_its_password_in_any_form(String path, String type) throws Exception {
    start();
    call(type.equals("text") ? "1.1" : "1.2", Map.of("url", "{{service.url}}" + path, "user", "gateway", "password", "{secret:own.password}",
        "passwordType", type));

    assertThat(attempt("ana@example.com").getException()).isNull();
    assertThat(attempt("ben@example.com").getException()).isNull();

    assertThat(service.calls).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"text, text", "digest, digest"})
  void a_password_that_is_refused_is_tried_again_and_speaks_for_the_destination(String path, String type) throws Exception {
    start();
    call(type.equals("text") ? "1.1" : "1.2", Map.of("url", "{{service.url}}" + path, "user", "gateway", "password", "wrong{secret:own.password}",
        "passwordType", type));

    Exception failure = attempt("ana@example.com").getException();

    assertThat(failure).hasMessageContaining("It takes no credentials of the gateway: look at 'user', 'password' and 'passwordType'");
    assertThat(OutageClassifier.isOutage(failure)).isTrue();
    assertThat(service.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1.1, " + ENVELOPE_11 + ", Client", "1.2, " + ENVELOPE_12 + ", Sender"})
  void a_fault_of_the_caller_is_a_dead_letter_with_code_and_text(String version, String namespace, String code) throws Exception {
    start();
    service.behaviour = (ticket, owner) -> {
      throw OwnershipService.fault(namespace, code, "no ticket of " + owner);
    };
    call(version, Map.of());

    attempt("ana@example.com");

    assertThat(routes.durable.reasons()).containsExactly("the service answered 500 with the fault " + code + ": ⟦no ticket of ana@example.com⟧");
  }

  @ParameterizedTest
  @CsvSource({"1.1, Server", "1.2, Receiver"})
  void a_fault_of_the_server_is_tried_again_and_speaks_for_this_delivery_only(String version, String code) throws Exception {
    start();
    service.behaviour = (ticket, owner) -> {
      throw new IllegalStateException("no connection for " + owner);
    };
    call(version, Map.of());

    Exception failure = attempt("ana@example.com").getException();

    assertThat(failure).isInstanceOf(UnsuccessfulCallException.class)
        .hasMessage("the service answered 500 with the fault " + code + ": ⟦no connection for ana@example.com⟧");
    assertThat(OutageClassifier.isOutage(failure)).isFalse();
    assertThat(routes.durable.sent).isEmpty();
  }

  /** As CXF and others answer for each exception that a WSDL names. */
  @ParameterizedTest
  @ValueSource(strings = {"1.1", "1.2"})
  void a_fault_of_the_server_is_a_dead_letter_when_the_route_names_its_detail(String version) throws Exception {
    start();
    service.behaviour = (ticket, owner) -> {
      throw new OwnershipService.UnknownTicket("no ticket " + ticket);
    };
    call(version, Map.of("refuseFaults", "Locked, UnknownTicket"));

    Exception failure = attempt("ana@example.com").getException();

    assertThat(routes.durable.reasons()).as("%s", failure).singleElement().asString()
        .matches("the service answered 500 with the fault (Server|Receiver)/UnknownTicket: ⟦no ticket 4711⟧");
  }

  @Test
  void a_fault_of_the_caller_is_tried_again_when_the_route_names_it() throws Exception {
    start();
    service.behaviour = (ticket, owner) -> {
      throw OwnershipService.fault(ENVELOPE_11, "Client.Locked", "later");
    };
    call("1.1", Map.of("retryFaults", "Client.Locked"));

    assertThat(attempt("ana@example.com").getException()).isInstanceOf(UnsuccessfulCallException.class);
  }

  @Test
  void what_the_service_cannot_read_is_a_dead_letter() throws Exception {
    start();
    Files.writeString(text("change.xml"), "<nothing xmlns='urn:tickets'/>");
    call("1.1", Map.of());

    attempt("ana@example.com");
    attempt("ana@example.com");

    assertThat(routes.durable.reasons()).hasSize(2).allMatch(reason -> reason.startsWith("the service answered 500 with the fault Client: ⟦"));
  }

  @Test
  void another_version_is_refused_by_the_service() throws Exception {
    start();
    call("1.2", Map.of("url", "{{service.url}}1.1"));

    attempt("ana@example.com");

    assertThat(routes.durable.reasons()).isNotEmpty().allMatch(reason -> reason.contains(" with the fault VersionMismatch: "));
    assertThat(service.calls).isEmpty();
  }

  @Test
  void the_values_of_the_answer_are_kept_for_a_later_step() throws Exception {
    start();
    service.behaviour = (ticket, owner) -> "done & <well>";
    call("1.1", Map.of("answer", "body"));

    assertThat(attempt("ana@example.com").getMessage().getBody()).isEqualTo(Map.of("status", "done & <well>"));
  }

  @Test
  void an_answer_without_a_fault_is_judged_by_success_and_failure() throws Exception {
    start();
    service.behaviour = (ticket, owner) -> owner;
    call("1.2", Map.of("success", "${body[status]} == 'ana@example.com'", "failure", "${body[status]} == 'ben@example.com'"));

    assertThat(attempt("ana@example.com").getException()).isNull();
    assertThat(attempt("eve@example.com").getException()).hasMessageContaining("which 'success' does not take for one");
    assertThat(routes.durable.sent).isEmpty();
    attempt("ben@example.com");
    assertThat(routes.durable.reasons()).singleElement().asString().contains("which 'failure' takes for a refusal");
  }

  @Test
  void a_service_that_is_slow_is_tried_again_and_down() throws Exception {
    start();
    CountDownLatch answered = new CountDownLatch(1);
    service.behaviour = (ticket, owner) -> {
      try {
        answered.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return "OK";
    };
    call("1.1", Map.of("responseTimeout", "300ms"));

    Exception failure = attempt("ana@example.com").getException();
    answered.countDown();

    assertThat(failure).isInstanceOf(SocketTimeoutException.class);
    assertThat(OutageClassifier.isOutage(failure)).isTrue();
  }

  @Test
  void a_service_that_is_not_there_is_down() throws Exception {
    start();
    service.close();
    call("1.1", Map.of());

    assertThat(OutageClassifier.isOutage(attempt("ana@example.com").getException())).isTrue();
  }

  @Test
  void a_service_behind_an_authority_of_our_own_is_an_api() throws Exception {
    TestAuthority authority = new TestAuthority("Example Root");
    service = new OwnershipService(authority.issue("localhost"));
    start(Map.of("GATEWAY_REST_OWN_TRUST", authority.writeCertificate(home.resolve("root.pem")).toString()));
    call("1.2", Map.of("api", "own"));

    assertThat(attempt("ana@example.com").getException()).isNull();

    assertThat(service.calls).hasSize(1);
  }

  @Test
  void a_header_of_the_route_stands_beside_the_token() throws Exception {
    start();
    Files.writeString(text("id.xml"), "<a:MessageID xmlns:a=\"http://www.w3.org/2005/08/addressing\">urn:delivery:{deliveryId}</a:MessageID>");
    call("1.1", Map.of("url", "{{service.url}}text", "headerTemplate", "id.xml", "user", "gateway", "password", "{secret:own.password}"));

    assertThat(attempt("ana@example.com").getException()).isNull();
    assertThat(service.calls).hasSize(1);
  }

  @Test
  void a_missing_field_is_a_dead_letter_unless_it_is_optional() throws Exception {
    start();
    Files.writeString(text("change.xml"), BODY.replace("{newOwnerEmail}", "{data.nickname}"));
    call("1.1", Map.of());

    attempt("ana@example.com");

    assertThat(routes.durable.reasons()).containsExactly(
        "the field 'data.nickname' is missing in ticket.updated: list it in the kamelet's parameter 'optional' if it may be missing");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"version | 1.3 | version is '1.3': it must be 1.1 or 1.2, in quotes",
      "template | nix.xml | template 'nix.xml' is not in routes/templates; there are: change.xml",
      "template | ../a | template is '../a': it must be the name of a file in routes/templates, without a path",
      "user | me | the call has 'user' and no 'password': a username token has both",
      "passwordType | md5 | passwordType is 'md5': it must be text or digest",
      "soapAction | 'a b' | soapAction is 'a b': it must be as the WSDL has it",
      "answer | bytes | answer is 'bytes': it must be none or body"})
  void what_cannot_hold_stops_the_route_from_starting(String parameter, String value, String why) throws Exception {
    start();

    assertThatThrownBy(() -> call("1.1", Map.of(parameter, value))).hasStackTraceContaining(why);
  }

  private void start() throws Exception {
    service = new OwnershipService();
    start(Map.of());
  }

  private void start(Map<String, String> settings) throws Exception {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("GATEWAY_ROUTES", Files.createDirectories(home.resolve("routes")).toString());
    environment.put("OWN_PASSWORD", "p<&>\"w]]>d");
    Files.writeString(text("change.xml"), BODY);
    routes = new RunningKamelets(home, environment, Map.of("service.url", service.url()));
  }

  private Path text(String name) throws Exception {
    return Files.createDirectories(home.resolve("routes/templates")).resolve(name);
  }

  private void call(String version, Map<String, String> more) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("url", "{{service.url}}" + version, "version", version, "template", "change.xml"));
    parameters.putAll(more);
    routes.use("soap-call", parameters);
  }

  private Exchange attempt(String owner) throws Exception {
    return routes.attempt("test", RunningKamelets.ticket("4711", owner));
  }
}
