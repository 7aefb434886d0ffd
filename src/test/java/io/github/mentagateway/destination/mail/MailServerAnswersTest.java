package io.github.mentagateway.destination.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.settings.Settings;
import jakarta.mail.MessagingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

class MailServerAnswersTest {
  private static final Envelope TICKET = RunningKamelets.ticket("00001", "ana@example.com");

  @TempDir
  Path home;
  private MailServer server;
  private RunningKamelets routes;

  @BeforeEach
  void folders() throws Exception {
    Files.createDirectories(home.resolve("routes/mail"));
    template("Subject: Ticket ${body.data[id]} for ${body?.metadata[nominal][fullName]}\n\n"
        + "Hello ${body.data[newOwnerEmail]},\nit is yours.\n");
  }

  @AfterEach
  void close() throws Exception {
    if (routes != null) {
      routes.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {421, 450, 451, 452})
  void a_refusal_for_now_is_thrown_and_so_tried_again(int code) throws Exception {
    plainServer();
    server.onRecipient = new RejectException(code, "later");
    Exchange recipient = attempt(TICKET);
    server.onRecipient = null;
    server.onData = new RejectException(code, "later");
    Exchange data = attempt(TICKET);
    server.onSender = new RejectException(code, "later");
    Exchange sender = attempt(TICKET);

    assertThat(List.of(recipient, data, sender))
        .allSatisfy(exchange -> assertThat(exchange.getException()).isInstanceOf(MessagingException.class));
    assertThat(routes.durable.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {550, 551, 552, 553, 554})
  void a_recipient_that_is_refused_for_good_is_a_dead_letter(int code) throws Exception {
    plainServer();
    server.onRecipient = new RejectException(code, "no such user");

    attempt(TICKET);

    assertThat(routes.durable.reasons()).singleElement().asString()
        .startsWith("the mail server refused the recipient (" + code + "): ⟦" + code + " no such user");
  }

  @Test
  void a_mail_or_a_sender_that_is_refused_for_good_is_a_dead_letter() throws Exception {
    plainServer();
    server.onData = new RejectException(554, "looks like spam");
    attempt(TICKET);
    server.onData = new RejectException(552, "larger than 10240000 bytes");
    attempt(TICKET);
    server.onSender = new RejectException(550, "who are you");
    attempt(TICKET);

    assertThat(routes.durable.reasons()).hasSize(3);
    assertThat(routes.durable.reasons().get(0)).startsWith("the mail server refused the mail (554): ⟦554 looks like spam");
    assertThat(routes.durable.reasons().get(1)).startsWith("the mail server refused the mail (552): ⟦552 larger than 10240000 bytes");
    assertThat(routes.durable.reasons().get(2)).startsWith("the mail server refused the mail (550): ⟦550 who are you");
  }

  @Test
  void a_server_that_is_down_is_tried_again() throws Exception {
    plainServer();
    server.close();

    assertThat(attempt(TICKET).getException()).isInstanceOf(MessagingException.class);
    assertThat(routes.durable.sent).isEmpty();
  }

  @Test
  void starttls_and_login_are_used_when_they_are_set() throws Exception {
    ServerCertificate certificate = certificate();
    secureServer(certificate, builder -> builder.enableTLS().requireTLS()
        .startTlsSocketFactory(sslContext(certificate)).requireAuth(true), "starttls", Map.of(
        "GATEWAY_MAIL_USER", "gateway", "GATEWAY_MAIL_PASSWORD", "s3cret: ñ"));

    Exchange exchange = attempt(TICKET);

    assertThat(exchange.getException()).isNull();
    assertThat(server.mails).singleElement().satisfies(mail -> {
      assertThat(mail.encrypted()).isTrue();
      assertThat(mail.login()).isEqualTo("gateway");
    });
  }

  @Test
  void tls_from_the_first_byte_is_used_when_it_is_set() throws Exception {
    ServerCertificate certificate = certificate();
    secureServer(certificate, builder -> builder.serverSocketFactory(sslContext(certificate)), "tls", Map.of());

    assertThat(attempt(TICKET).getException()).isNull();
    assertThat(server.mails).hasSize(1);
  }

  @Test
  void a_server_that_takes_starttls_away_gets_no_mail() throws Exception {
    secureServer(certificate(), builder -> builder.enableTLS(false), "starttls", Map.of());

    assertThat(attempt(TICKET).getException()).isInstanceOf(MessagingException.class)
        .hasMessageContaining("STARTTLS is required");
    assertThat(server.mails).isEmpty();
  }

  @Test
  void a_certificate_that_nobody_trusted_gets_no_mail() throws Exception {
    ServerCertificate certificate = certificate();
    secureServer(certificate, builder -> builder.enableTLS().startTlsSocketFactory(sslContext(certificate)), "starttls",
        Map.of("GATEWAY_MAIL_TRUST", ""));

    assertThat(attempt(TICKET).getException()).hasStackTraceContaining("unable to find valid certification path");
    assertThat(server.mails).isEmpty();
  }

  @Test
  void a_trusted_certificate_of_another_name_gets_no_mail() throws Exception {
    ServerCertificate certificate = certificate();
    secureServer(certificate, builder -> builder.enableTLS().startTlsSocketFactory(sslContext(certificate)), "starttls",
        Map.of("GATEWAY_MAIL_HOST", "127.0.0.2"));

    assertThat(attempt(TICKET).getException())
        .hasStackTraceContaining("No subject alternative names matching IP address 127.0.0.2");
    assertThat(server.mails).isEmpty();
  }

  private void plainServer() throws Exception {
    server = new MailServer(builder -> builder);
    routes = new RunningKamelets(home, settings(server.port(), Map.of()), Map.of()).use("send-mail", parameters(Map.of()));
  }

  private void secureServer(ServerCertificate certificate, UnaryOperator<SMTPServer.Builder> more, String security,
      Map<String, String> extra) throws Exception {
    server = new MailServer(builder -> more.apply(builder.bindAddress(Optional.empty())
        .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
          if (!password.equals("s3cret: ñ")) {
            throw new LoginFailedException();
          }
        }))));
    Map<String, String> settings = new HashMap<>(Map.of("GATEWAY_MAIL_HOST", "localhost", "GATEWAY_MAIL_SECURITY", security,
        "GATEWAY_MAIL_TRUST", certificate.certificate().toString()));
    settings.putAll(extra);
    routes = new RunningKamelets(home, settings(server.port(), settings), Map.of()).use("send-mail", parameters(Map.of()));
  }

  private ServerCertificate certificate() throws Exception {
    return ServerCertificate.establish(Settings.load(home, Map.of()));
  }

  private static SSLContext sslContext(ServerCertificate certificate) {
    try {
      return MailServer.serving(certificate.certificate(), certificate.privateKey());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> settings(int port, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Map.of("GATEWAY_ROUTES", "routes", "GATEWAY_MAIL_PORT", Integer.toString(port)));
    settings.putAll(more);
    return settings;
  }

  private static Map<String, String> parameters(Map<String, String> more) {
    Map<String, String> parameters = new TreeMap<>(Map.of("to", "{newOwnerEmail}", "template", "owner.txt"));
    parameters.putAll(more);
    return parameters;
  }

  private void template(String text) throws Exception {
    Files.writeString(home.resolve("routes/mail/owner.txt"), text);
  }

  private Exchange attempt(Object body) throws Exception {
    return routes.attempt("test", body);
  }
}
