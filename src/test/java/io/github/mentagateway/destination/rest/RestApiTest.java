package io.github.mentagateway.destination.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.destination.AccessTokenException;
import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.tls.CertificateRefusedException;
import io.github.mentagateway.tls.TestAuthority.Pair;
import io.github.mentagateway.tls.TestAuthority;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How calls connect: whom they trust, which certificate they show, and through which proxy they go. */
class RestApiTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("Example Root");

  @TempDir
  Path home;
  private HttpsApi api;
  private RunningKamelets routes;

  @AfterEach
  void close() throws Exception {
    if (routes != null) {
      routes.close();
    }
    if (api != null) {
      api.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"GATEWAY_REST_TRUST, ''", "GATEWAY_REST_CRM_TRUST, crm"})
  void an_authority_of_our_own_is_trusted_for_all_calls_or_for_one_api(String setting, String name) throws Exception {
    serve(AUTHORITY.issue("localhost"), false);
    start(Map.of(setting, trust()));

    assertThat(call(name, "localhost").getException()).isNull();
    assertThat(api.clients()).containsExactly("nobody");
  }

  @ParameterizedTest
  @CsvSource({"'', gateway.rest.trust", "crm, gateway.rest.crm.trust"})
  void a_server_whose_authority_is_not_known_is_told_with_its_authority_and_the_setting(String name, String setting) throws Exception {
    serve(AUTHORITY.issue("localhost"), false);
    start(Map.of("GATEWAY_REST_CRM_PROXY", "none"));

    assertRefused(call(name, "localhost"), "the certificate of localhost:" + api.port() + " (CN=localhost, issued by CN=Example Root) is not"
        + " trusted: put the certificate of its authority, CN=Example Root, into a PEM file, and set " + setting + " to that file");
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void a_certificate_for_other_names_is_told_with_its_names() throws Exception {
    serve(AUTHORITY.issue("orders.internal", "127.0.0.9"), false);
    start(Map.of("GATEWAY_REST_TRUST", trust()));

    assertRefused(call("", "localhost"), "the certificate of localhost:" + api.port() + " (CN=orders.internal, issued by CN=Example Root) is for"
        + " orders.internal, 127.0.0.9 only: call the server by such a name, or have that certificate made for this one too");
  }

  @Test
  void an_expired_certificate_is_told_with_its_end() throws Exception {
    Pair expired = AUTHORITY.issue("EC", Duration.ofDays(-1), "localhost");
    serve(expired, false);
    start(Map.of("GATEWAY_REST_TRUST", trust()));

    assertRefused(call("", "localhost"), "the certificate of localhost:" + api.port() + " (CN=localhost, issued by CN=Example Root) has expired: it"
        + " was valid until " + expired.certificate().getNotAfter().toInstant().truncatedTo(ChronoUnit.SECONDS)
        + ". It is renewed at the server; no setting lets it pass");
  }

  @ParameterizedTest
  @CsvSource({"EC, false, TLSv1.3", "EC, true, TLSv1.2", "RSA, false, TLSv1.2", "RSA, true, TLSv1.3"})
  void our_own_certificate_is_shown_whatever_its_key_and_its_form(String algorithm, boolean old, String protocol) throws Exception {
    serve(AUTHORITY.issue("localhost"), true, protocol);
    start(client(AUTHORITY.issue(algorithm, Duration.ofDays(1), "gateway"), old));

    assertThat(call("crm", "localhost").getException()).isNull();
    assertThat(api.clients()).containsExactly("CN=gateway");
  }

  /** As the libraries of SFTP do it, for the whole process. */
  @Test
  void our_own_certificate_is_shown_also_when_another_provider_of_cryptography_is_there() throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    try {
      serve(AUTHORITY.issue("localhost"), true, "TLSv1.3");
      start(client(AUTHORITY.issue("EC", Duration.ofDays(1), "gateway"), false));

      assertThat(call("crm", "localhost").getException()).isNull();
    } finally {
      Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_server_that_wants_our_certificate_is_told_with_the_settings(String protocol) throws Exception {
    serve(AUTHORITY.issue("localhost"), true, protocol);
    start(Map.of("GATEWAY_REST_CRM_TRUST", trust()));

    Exchange exchange = call("crm", "localhost");

    assertThat(exchange.getException()).isInstanceOf(CertificateRefusedException.class);
    assertThat(exchange.getException().getMessage()).startsWith("localhost:" + api.port() + " wants a client certificate (")
        .endsWith("): set gateway.rest.crm.client-certificate and gateway.rest.crm.client-key");
    assertThat(OutageClassifier.isOutage(exchange.getException())).isTrue();
  }

  @Test
  void a_server_that_refuses_our_certificate_is_told_with_whose_it_is() throws Exception {
    serve(AUTHORITY.issue("localhost"), true, "TLSv1.2");
    start(client(new TestAuthority("Other Root").issue("gateway"), false));

    assertThat(call("crm", "localhost").getException()).isInstanceOf(CertificateRefusedException.class)
        .hasMessageMatching("localhost:" + api.port() + " (refuses our certificate \\(\\w+\\)|closed the connection after it saw our certificate): .*")
        .hasMessageContaining(": it is CN=gateway, issued by CN=Other Root, valid until ")
        .hasMessageEndingWith(": have it accepted there, or put another one into the files of gateway.rest.crm.client-certificate and .client-key");
  }

  @Test
  void files_that_change_count_for_the_next_connection_and_ones_that_cannot_be_read_do_not() throws Exception {
    TestAuthority other = new TestAuthority("Next Root");
    serve(AUTHORITY.issue("localhost"), false);
    start(Map.of("GATEWAY_REST_TRUST", trust()));
    assertThat(call("", "localhost").getException()).isNull();

    api.close();
    api = new HttpsApi(other.serving(other.issue("localhost")), false);
    assertThat(call("", "localhost").getException()).isInstanceOf(CertificateRefusedException.class);
    other.writeCertificate(home.resolve("trust.pem"));
    assertThat(call("", "localhost").getException()).isNull();

    Files.writeString(home.resolve("trust.pem"), "half a certifi");
    assertThat(call("", "localhost").getException()).isNull();
  }

  @Test
  void a_proxy_with_a_login_leads_to_the_server_and_excepted_hosts_are_called_directly() throws Exception {
    serve(AUTHORITY.issue("orders.example", "localhost"), false);
    try (ConnectProxy proxy = new ConnectProxy("gateway", "s3cret+word")) {
      start(Map.of("GATEWAY_REST_TRUST", trust(), "GATEWAY_REST_PROXY", "http://127.0.0.1:" + proxy.port(), "GATEWAY_REST_PROXY_USER", "gateway",
          "GATEWAY_REST_PROXY_PASSWORD", "{{secret:PROXY_WORD}}", "PROXY_WORD", "s3cret+word", "GATEWAY_REST_PROXY_EXCEPT", "local*, other",
          "GATEWAY_REST_CRM_TRUST", trust()));

      assertThat(call("", "orders.example").getException()).isNull();
      assertThat(call("crm", "orders.example").getException()).isNull();
      assertThat(call("", "localhost").getException()).isNull();

      assertThat(proxy.tunnels()).containsExactly("orders.example:" + api.port(), "orders.example:" + api.port());
      assertThat(api.requests()).hasSize(3).allSatisfy(headers -> assertThat(headers).doesNotContainKey("Proxy-authorization"));
    }
  }

  @Test
  void all_steps_that_name_an_api_share_its_connections_also_through_a_proxy() throws Exception {
    serve(AUTHORITY.issue("orders.example"), false);
    api.keepConnections();
    try (ConnectProxy proxy = new ConnectProxy("gateway", "word")) {
      start(Map.of("GATEWAY_REST_CRM_TRUST", trust(), "GATEWAY_REST_CRM_PROXY", "http://127.0.0.1:" + proxy.port(),
          "GATEWAY_REST_CRM_PROXY_USER", "gateway", "GATEWAY_REST_CRM_PROXY_PASSWORD", "word"));

      for (int call = 0; call < 3; call++) {
        assertThat(call("crm", "orders.example").getException()).isNull();
      }
      assertThat(proxy.tunnels()).hasSize(1);
      assertThat(api.requests()).hasSize(3);
    }
  }

  @Test
  void a_proxy_that_refuses_our_login_is_told_and_speaks_for_the_destination() throws Exception {
    serve(AUTHORITY.issue("localhost"), false);
    try (ConnectProxy proxy = new ConnectProxy("gateway", "other")) {
      start(Map.of("GATEWAY_REST_PROXY", "http://127.0.0.1:" + proxy.port(), "GATEWAY_REST_PROXY_USER", "gateway",
          "GATEWAY_REST_PROXY_PASSWORD", "wrong-word"));

      Exception failure = call("", "localhost").getException();

      assertThat(failure).isInstanceOf(ConnectException.class).hasMessage("the proxy http://127.0.0.1:" + proxy.port() + " answered 407: it wants"
          + " a login, or another one: correct gateway.rest.proxy-user and .proxy-password");
      assertThat(OutageClassifier.isOutage(failure)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "localhost | 407: it wants a login, or another one: correct gateway.rest.crm.proxy-user and .proxy-password (or those of"
          + " gateway.rest)",
      "forbidden.example | 403 when it was asked for the way to the server"})
  void a_proxy_that_leads_to_no_token_is_told_and_not_taken_for_the_server_of_tokens(String host, String answer) throws Exception {
    serve(AUTHORITY.issue(host), false);
    try (ConnectProxy proxy = new ConnectProxy("gateway", "other")) {
      Map<String, String> settings = new HashMap<>(Map.of("GATEWAY_REST_CRM_PROXY", "http://127.0.0.1:" + proxy.port(),
          "GATEWAY_REST_CRM_TOKEN_URL", api.url(host), "GATEWAY_REST_CRM_CLIENT_ID", "gateway",
          "GATEWAY_REST_CRM_CLIENT_SECRET", "s3cret word"));
      if (host.equals("localhost")) {
        settings.putAll(Map.of("GATEWAY_REST_CRM_PROXY_USER", "gateway", "GATEWAY_REST_CRM_PROXY_PASSWORD", "wrong-word"));
      }
      start(settings);

      Exception failure = call("crm", host).getException();

      assertThat(failure).isInstanceOf(AccessTokenException.class).hasMessage("no access token from " + host + ":" + api.port())
          .hasRootCauseInstanceOf(ConnectException.class)
          .hasRootCauseMessage("the proxy http://127.0.0.1:" + proxy.port() + " answered " + answer);
      assertThat(OutageClassifier.isOutage(failure)).isTrue();
    }
  }

  @Test
  void a_proxy_that_lets_nobody_to_the_server_is_no_answer_of_the_server() throws Exception {
    serve(AUTHORITY.issue("localhost"), false);
    try (ConnectProxy proxy = new ConnectProxy("gateway", "other")) {
      start(Map.of("GATEWAY_REST_PROXY", "http://127.0.0.1:" + proxy.port()));

      Exception failure = call("", "forbidden.example").getException();

      assertThat(failure).isInstanceOf(ConnectException.class).hasMessage("the proxy http://127.0.0.1:" + proxy.port()
          + " answered 403 when it was asked for the way to the server");
      assertThat(routes.durable.sent).isEmpty();
    }
  }

  private void assertRefused(Exchange exchange, String reason) {
    assertThat(exchange.getException()).isInstanceOf(CertificateRefusedException.class).hasMessage(reason).hasNoCause();
    assertThat(OutageClassifier.isOutage(exchange.getException())).isTrue();
  }

  private String trust() {
    return AUTHORITY.writeCertificate(home.resolve("trust.pem")).toString();
  }

  private Map<String, String> client(Pair pair, boolean old) {
    Path key = home.resolve("client.key");
    return Map.of("GATEWAY_REST_TRUST", trust(), "GATEWAY_REST_CRM_CLIENT_CERTIFICATE", pair.writeCertificate(home.resolve("client.pem")).toString(),
        "GATEWAY_REST_CRM_CLIENT_KEY", (old ? pair.writeOldKey(key) : pair.writeKey(key)).toString());
  }

  private void serve(Pair pair, boolean wantsClient, String... protocols) throws Exception {
    api = new HttpsApi(AUTHORITY.serving(pair), wantsClient, protocols);
  }

  private void start(Map<String, String> environment) throws Exception {
    routes = new RunningKamelets(home, new HashMap<>(environment), Map.of());
  }

  private int count;

  /** Each call is a step of its own. */
  private Exchange call(String name, String host) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("url", api.url(host)));
    if (!name.isEmpty()) {
      parameters.put("api", name);
    }
    StringBuilder yaml = new StringBuilder("""
        - route:
            id: call-%d
            from:
              uri: durable:call-%d
              steps:
                - to:
                    uri: kamelet:rest-call
                    parameters:
        """.formatted(++count, count));
    parameters.forEach((key, value) -> yaml.append("              ").append(key).append(": '").append(value).append("'\n"));
    routes.add(yaml.toString());
    return routes.attempt("call-" + count, RunningKamelets.ticket("1", "a@example.com"));
  }
}
