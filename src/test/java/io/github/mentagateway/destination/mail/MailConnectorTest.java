package io.github.mentagateway.destination.mail;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.mentagateway.destination.AccessTokenException;
import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.tls.CertificateRefusedException;
import io.github.mentagateway.tls.TestAuthority;
import io.github.mentagateway.tls.TestAuthority.Pair;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.AuthenticationHandler;
import org.subethamail.smtp.AuthenticationHandlerFactory;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** How the mail server is reached: whom the gateway trusts, which certificate it shows, and what it logs in with. */
class MailConnectorTest extends MailSuite {
  private static final TestAuthority AUTHORITY = new TestAuthority("Example Root");
  private static final String ROBOT = "robot@example.com";

  private final WireMockServer login = new WireMockServer(options().dynamicPort());
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private volatile SSLContext serving = AUTHORITY.serving(AUTHORITY.issue("localhost"));
  private boolean wantsClient;
  private String protocol = "TLSv1.3";

  @BeforeEach
  void open() throws Exception {
    login.start();
    Files.createDirectories(home.resolve("config/secrets"));
    Files.writeString(home.resolve("config/secrets/mail"), "p&ss%41+{w}ord");
  }

  @AfterEach
  void stop() {
    login.stop();
  }

  @Test
  void starttls_and_a_password_are_used_when_they_are_set() throws Exception {
    serve("starttls", passwords(), Map.of("GATEWAY_MAIL_USER", "gateway", "GATEWAY_MAIL_PASSWORD", "s3cret: ñ"));

    assertThat(attempt(TICKET).getException()).isNull();

    assertThat(server.mails).singleElement().satisfies(mail -> {
      assertThat(mail.encrypted()).isTrue();
      assertThat(mail.login()).isEqualTo("gateway");
    });
  }

  @Test
  void tls_from_the_first_byte_is_used_when_it_is_set() throws Exception {
    serve("tls", Map.of());

    assertThat(attempt(TICKET).getException()).isNull();
    assertThat(server.mails).hasSize(1);
    assertThat(server.commands("EHLO")).isEmpty();
  }

  @Test
  void a_server_that_takes_starttls_away_gets_no_mail() throws Exception {
    serve("starttls", builder -> builder.enableTLS(false), Map.of());

    assertThat(attempt(TICKET).getException()).isInstanceOf(MessagingException.class)
        .hasMessageContaining("STARTTLS is required");
    assertThat(server.mails).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"starttls", "tls"})
  void a_certificate_that_nobody_trusted_is_told_with_its_authority_and_the_setting(String security) throws Exception {
    serve(security, Map.of("GATEWAY_MAIL_TRUST", ""));

    assertRefused("the certificate of localhost:" + server.port() + " (CN=localhost, issued by CN=Example Root) is not trusted: put the"
        + " certificate of its authority, CN=Example Root, into a PEM file, and set gateway.mail.trust to that file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"starttls", "tls"})
  void a_trusted_certificate_of_another_name_gets_no_mail(String security) throws Exception {
    serve(security, Map.of("GATEWAY_MAIL_HOST", "127.0.0.2"));

    assertRefused("the certificate of 127.0.0.2:" + server.port() + " (CN=localhost, issued by CN=Example Root) is for localhost only: call"
        + " the server by such a name, or have that certificate made for this one too");
  }

  @Test
  void an_expired_certificate_is_told_with_its_end() throws Exception {
    Pair expired = AUTHORITY.issue("EC", Duration.ofDays(-1), "localhost");
    serving = AUTHORITY.serving(expired);
    serve("starttls", Map.of());

    assertRefused("the certificate of localhost:" + server.port() + " (CN=localhost, issued by CN=Example Root) has expired: it was"
        + " valid until " + expired.certificate().getNotAfter().toInstant().truncatedTo(ChronoUnit.SECONDS)
        + ". It is renewed at the server; no setting lets it pass");
  }

  @ParameterizedTest
  @ValueSource(strings = {"starttls", "tls"})
  void trust_that_changes_counts_for_the_next_connection_and_what_cannot_be_read_does_not(String security) throws Exception {
    TestAuthority other = new TestAuthority("Next Root");
    serve(security, Map.of("GATEWAY_MAIL_MAILS_PER_CONNECTION", "1"));
    assertThat(attempt(TICKET).getException()).isNull();

    serving = other.serving(other.issue("localhost"));
    assertThat(attempt(TICKET).getException()).hasMessageContaining("CN=Next Root")
        .hasMessageEndingWith("set gateway.mail.trust to that file");
    other.writeCertificate(home.resolve("trust.pem"));
    assertThat(attempt(TICKET).getException()).isNull();

    Files.writeString(home.resolve("trust.pem"), "half a certifi");
    assertThat(attempt(TICKET).getException()).isNull();
    assertThat(server.mails).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"starttls, TLSv1.2", "starttls, TLSv1.3", "tls, TLSv1.2", "tls, TLSv1.3"})
  void our_own_certificate_is_shown_to_a_server_that_asks_for_one(String security, String version) throws Exception {
    wantsClient = true;
    protocol = version;
    Pair client = AUTHORITY.issue("gateway");
    serve(security, Map.of("GATEWAY_MAIL_CLIENT_CERTIFICATE", client.writeCertificate(home.resolve("client.pem")).toString(),
        "GATEWAY_MAIL_CLIENT_KEY", client.writeKey(home.resolve("client.key")).toString()));

    assertThat(attempt(TICKET).getException()).isNull();
    assertThat(server.mails).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"starttls, TLSv1.2", "starttls, TLSv1.3", "tls, TLSv1.2", "tls, TLSv1.3"})
  void a_server_that_wants_our_certificate_is_told_with_the_settings(String security, String version) throws Exception {
    wantsClient = true;
    protocol = version;
    serve(security, Map.of());

    Exception failure = attempt(TICKET).getException();

    assertThat(failure.getMessage()).startsWith("localhost:" + server.port() + " wants a client certificate (")
        .endsWith("): set gateway.mail.client-certificate and gateway.mail.client-key");
    assertThat(OutageClassifier.isOutage(failure)).isTrue();
    assertThat(server.mails).isEmpty();
  }

  @Test
  void a_password_that_is_refused_is_told_with_its_settings() throws Exception {
    serve("starttls", passwords(), Map.of("GATEWAY_MAIL_USER", "gateway", "GATEWAY_MAIL_PASSWORD", "another word"));

    assertLoginRefused("⟦535 Authentication credentials invalid⟧: correct gateway.mail.user and gateway.mail.password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"starttls", "tls"})
  void a_token_is_fetched_once_for_all_mails_and_is_the_login(String security) throws Exception {
    taken.add("first");
    token("first", 3600);
    serve(security, tokens("535"), oauth(Map.of("GATEWAY_MAIL_SCOPE", "https://outlook.office365.com/.default",
        "GATEWAY_MAIL_TOKEN_AUTH", "body")));
    ExecutorService places = Executors.newFixedThreadPool(8);
    List<Future<Exchange>> attempts = new ArrayList<>();
    for (int mail = 0; mail < 24; mail++) {
      attempts.add(places.submit(() -> attempt(TICKET)));
    }
    for (Future<Exchange> attempt : attempts) {
      assertThat(attempt.get().getException()).isNull();
    }
    places.shutdownNow();

    assertThat(server.mails).hasSize(24).allSatisfy(mail -> assertThat(mail.login()).isEqualTo(ROBOT));
    assertThat(tokenRequests()).singleElement().extracting(LoggedRequest::getBodyAsString).isEqualTo("grant_type=client_credentials"
        + "&scope=https%3A%2F%2Foutlook.office365.com%2F.default&client_id=gateway&client_secret=p%26ss%2541%2B%7Bw%7Dord");
  }

  @ParameterizedTest
  @ValueSource(strings = {"535", "334"})
  void a_token_that_is_refused_is_replaced_at_once_in_the_dialects_of_exchange_and_gmail(String refusal) throws Exception {
    taken.add("second");
    tokens();
    serve("starttls", tokens(refusal), oauth(Map.of()));

    assertThat(attempt(TICKET).getException()).isNull();
    assertThat(attempt(TICKET).getException()).isNull();

    assertThat(server.mails).hasSize(2);
    assertThat(tokenRequests()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"535, 535 5.7.3 Authentication unsuccessful", "334, 334 eyJzdGF0dXMiOiI0MDAifQ=="})
  void a_new_token_that_is_refused_too_is_told_with_the_settings(String refusal, String answer) throws Exception {
    tokens();
    serve("starttls", tokens(refusal), oauth(Map.of()));

    assertLoginRefused("⟦" + answer + "⟧: it takes no new access token either; let gateway.mail.client-id send mails as gateway.mail.user"
        + " there, or correct these and gateway.mail.scope");
    assertThat(tokenRequests()).hasSize(2);
  }

  @Test
  void a_token_that_expires_while_a_connection_is_kept_leaves_that_and_a_new_connection_has_another_one() throws Exception {
    tokens(0);
    taken.addAll(Set.of("first", "second"));
    serve("starttls", tokens("535"), oauth(Map.of("GATEWAY_MAIL_MAILS_PER_CONNECTION", "2")));

    attempt(TICKET);
    taken.remove("first");
    attempt(TICKET);
    assertThat(server.mails).hasSize(2);
    assertThat(tokenRequests()).hasSize(1);
    attempt(TICKET);

    assertThat(server.mails).hasSize(3);
    assertThat(tokenRequests()).hasSize(2);
  }

  @Test
  void a_login_that_is_refused_for_now_costs_no_token() throws Exception {
    tokens();
    serve("starttls", tokens("454"), oauth(Map.of()));

    assertLoginRefused("⟦454 4.7.0 Temporary authentication failure⟧");
    assertThat(tokenRequests()).hasSize(1);
  }

  @Test
  void a_server_that_takes_no_tokens_is_told() throws Exception {
    tokens();
    serve("starttls", passwords(), oauth(Map.of()));

    assertLoginRefused("⟦No authentication mechanisms supported by both server and client⟧: it must take access tokens (XOAUTH2); for one"
        + " that does not, set gateway.mail.password, and no gateway.mail.token-url");
    assertThat(tokenRequests()).hasSize(1);
  }

  @Test
  void a_token_server_that_is_down_speaks_for_the_destination_and_the_mail_server_is_not_called() throws Exception {
    login.stubFor(post("/token").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    serve("starttls", tokens("535"), oauth(Map.of()));

    Exception failure = attempt(TICKET).getException();

    assertThat(failure).hasMessage("no access token from localhost:" + login.port()).hasCauseInstanceOf(AccessTokenException.class);
    assertThat(OutageClassifier.isOutage(failure)).isTrue();
    assertThat(routes.durable.sent).isEmpty();
    assertThat(server.commands("EHLO")).isEmpty();
  }

  @Test
  void a_refused_request_for_a_token_is_told_with_the_settings_of_the_mail_server() throws Exception {
    login.stubFor(post("/token").willReturn(aResponse().withStatus(401).withBody("{\"error\":\"invalid_client\"}")));
    serve("starttls", tokens("535"), oauth(Map.of()));

    assertThat(attempt(TICKET).getException()).hasMessage("no access token from localhost:" + login.port()
        + ": it answered 401 (invalid_client): correct gateway.mail.client-id and gateway.mail.client-secret");
  }

  private void assertRefused(String reason) throws Exception {
    Exception failure = attempt(TICKET).getException();
    assertThat(failure).isInstanceOf(MessagingException.class).hasMessage(reason).hasCauseInstanceOf(CertificateRefusedException.class);
    assertThat(OutageClassifier.isOutage(failure)).isTrue();
    assertThat(server.mails).isEmpty();
  }

  private void assertLoginRefused(String reason) throws Exception {
    Exception failure = attempt(TICKET).getException();
    assertThat(failure).isInstanceOf(AuthenticationFailedException.class)
        .hasMessage("the mail server localhost:" + server.port() + " refuses the login: " + reason);
    assertThat(OutageClassifier.isOutage(failure)).isTrue();
    assertThat(routes.durable.sent).isEmpty();
    assertThat(server.mails).isEmpty();
  }

  private void serve(String security, Map<String, String> environment) throws Exception {
    serve(security, builder -> builder, environment);
  }

  private void serve(String security, UnaryOperator<SMTPServer.Builder> more, Map<String, String> environment) throws Exception {
    server = new MailServer(builder -> more.apply((security.equals("tls") ? builder.serverSocketFactory(this::tlsFromTheFirstByte)
        : builder.enableTLS().requireTLS().startTlsSocketFactory(this::tls)).bindAddress(Optional.empty())));
    Map<String, String> settings = new HashMap<>(Map.of("GATEWAY_MAIL_HOST", "localhost", "GATEWAY_MAIL_SECURITY", security,
        "GATEWAY_MAIL_TRUST", AUTHORITY.writeCertificate(home.resolve("trust.pem")).toString()));
    settings.putAll(environment);
    start(server.port(), settings);
  }

  private ServerSocket tlsFromTheFirstByte() throws IOException {
    return new ServerSocket() {
      @Override
      public Socket accept() throws IOException {
        return tls(super.accept());
      }
    };
  }

  /** With the certificate that is served now. */
  private SSLSocket tls(Socket socket) throws IOException {
    SSLSocket made = (SSLSocket) serving.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    made.setUseClientMode(false);
    made.setNeedClientAuth(wantsClient);
    made.setEnabledProtocols(new String[] {protocol});
    return made;
  }

  private static UnaryOperator<SMTPServer.Builder> passwords() {
    EasyAuthenticationHandlerFactory factory = new EasyAuthenticationHandlerFactory((user, password, context) -> {
      if (!password.equals("s3cret: ñ")) {
        throw new LoginFailedException();
      }
    });
    return builder -> builder.requireAuth(true).authenticationHandlerFactory(factory);
  }

  /** @param refusal how a token is refused that is not among those that are taken */
  private UnaryOperator<SMTPServer.Builder> tokens(String refusal) {
    return builder -> builder.requireAuth(true).authenticationHandlerFactory(new AuthenticationHandlerFactory() {
      @Override
      public List<String> getAuthenticationMechanisms() {
        return List.of("XOAUTH2");
      }

      @Override
      public AuthenticationHandler create() {
        return new Xoauth2(refusal);
      }
    });
  }

  private final class Xoauth2 implements AuthenticationHandler {
    private final String refusal;

    Xoauth2(String refusal) {
      this.refusal = refusal;
    }

    @Override
    public Optional<String> auth(String input, MessageContext context) throws RejectException {
      String said = new String(Base64.getDecoder().decode(input.replace("AUTH XOAUTH2 ", "")), StandardCharsets.UTF_8);
      if (taken.stream().anyMatch(token -> said.equals("user=" + ROBOT + "\u0001auth=Bearer " + token + "\u0001\u0001"))) {
        return Optional.empty();
      }
      return switch (refusal) {
        case "334" -> Optional.of("334 eyJzdGF0dXMiOiI0MDAifQ==");
        case "454" -> throw new RejectException(454, "4.7.0 Temporary authentication failure");
        default -> throw new RejectException(535, "5.7.3 Authentication unsuccessful");
      };
    }

    @Override
    public Object getIdentity() {
      return ROBOT;
    }
  }

  private Map<String, String> oauth(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Map.of("GATEWAY_MAIL_USER", ROBOT, "GATEWAY_MAIL_CLIENT_ID", "gateway",
        "GATEWAY_MAIL_CLIENT_SECRET", "{{secret:mail}}", "GATEWAY_MAIL_TOKEN_URL", "http://localhost:" + login.port() + "/token"));
    settings.putAll(more);
    return settings;
  }

  private void token(String token, int seconds) {
    login.stubFor(post("/token").willReturn(ok(json(token, seconds))));
  }

  /** The first token is called first, all others second. */
  private void tokens() {
    tokens(3600);
  }

  private void tokens(int seconds) {
    login.stubFor(post("/token").inScenario("t").whenScenarioStateIs(Scenario.STARTED)
        .willReturn(ok(json("first", seconds))).willSetStateTo("later"));
    login.stubFor(post("/token").inScenario("t").whenScenarioStateIs("later").willReturn(ok(json("second", seconds))));
  }

  private static String json(String token, int seconds) {
    return "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":" + seconds + "}";
  }

  private List<LoggedRequest> tokenRequests() {
    return login.findAll(postRequestedFor(urlEqualTo("/token")));
  }
}
