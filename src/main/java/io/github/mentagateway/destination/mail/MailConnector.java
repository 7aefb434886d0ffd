package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.oauth.AccessTokens;
import io.github.mentagateway.failure.Causes;
import io.github.mentagateway.privacy.PrivateText;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Settings.Mail.Security;
import io.github.mentagateway.tls.ClientTls;
import io.github.mentagateway.tls.Handshake;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes connections to the server of {@code gateway.mail.*}. Each is made with the certificates as their files are now, and with the login:
 * none, a password, or the current access token. A connection stays logged in when its token expires.
 */
final class MailConnector {
  private static final String GROUP = "gateway.mail";

  private final Settings.Mail settings;
  private final Session session;
  private final ClientTls tls;
  private final Optional<AccessTokens> tokens;
  private final String server;

  MailConnector(Settings.Mail settings, Optional<AccessTokens> tokens) {
    this.settings = settings;
    this.session = MailSession.create(settings);
    this.tls = new ClientTls(GROUP, settings.trust(), settings.certificate(), settings.key());
    this.tokens = tokens;
    this.server = settings.host() + ":" + settings.port();
  }

  /** @throws IllegalArgumentException with the setting's name when a file of certificates cannot be used */
  void load() {
    tls.load();
  }

  Session session() {
    return session;
  }

  /** A refused token is replaced by another one at once. When that is refused too, the failure speaks for the mail server. */
  MailTransport connect() throws MessagingException {
    if (settings.user().isEmpty()) {
      return connect(null, null);
    } else if (tokens.isEmpty()) {
      try {
        return connect(settings.user(), settings.password());
      } catch (AuthenticationFailedException e) {
        throw refused(e, "correct gateway.mail.user and gateway.mail.password");
      }
    }
    String token = token();
    try {
      return connect(settings.user(), token);
    } catch (AuthenticationFailedException e) {
      if (!isRefused(e)) {
        throw refused(e, "it must take access tokens (XOAUTH2); for one that does not, set gateway.mail.password, and no"
            + " gateway.mail.token-url");
      }
    }
    tokens.get().refused(token);
    try {
      return connect(settings.user(), token());
    } catch (AuthenticationFailedException e) {
      throw refused(e, "it takes no new access token either; let gateway.mail.client-id send mails as gateway.mail.user there, or"
          + " correct these and gateway.mail.scope");
    }
  }

  /** Exchange answers 535; Gmail says in a 334 why it refuses, and waits for an empty line. */
  private static boolean isRefused(AuthenticationFailedException e) {
    return answer(e).matches("(?s)(535|334)\\b.*");
  }

  private AuthenticationFailedException refused(AuthenticationFailedException e, String advice) {
    String answer = answer(e);
    boolean isForNow = answer.startsWith("4");
    return new AuthenticationFailedException("the mail server " + server + " refuses the login: " + PrivateText.mark(answer)
        + (isForNow ? "" : ": " + advice), e);
  }

  private static String answer(AuthenticationFailedException e) {
    return String.valueOf(e.getMessage()).strip();
  }

  private String token() throws MessagingException {
    try {
      return tokens.orElseThrow().token();
    } catch (IOException e) {
      throw new MessagingException(e.getMessage(), e);
    }
  }

  /** @param user null for no login */
  private MailTransport connect(String user, String password) throws MessagingException {
    MailTransport transport = (MailTransport) session.getTransport("smtp");
    if (settings.security() == Security.NONE) {
      transport.connect(user, password);
      return transport;
    }
    Handshake handshake = new Handshake(tls, server);
    try {
      session.getProperties().put("mail.smtp.ssl.socketFactory", tls.context().getSocketFactory());
      transport.connect(user, password);
      return transport;
    } catch (IllegalArgumentException unusable) {
      // files that were never read whole
      throw new MessagingException(unusable.getMessage(), unusable);
    } catch (MessagingException e) {
      handshake.done(null);
      throw inWords(e, handshake);
    }
  }

  /** What a certificate has to do with it is told in words. */
  private static MessagingException inWords(MessagingException failure, Handshake handshake) {
    IOException cause = Causes.first(IOException.class, failure);
    IOException told = cause == null ? null : handshake.explain(cause);
    return told == cause ? failure : new MessagingException(told.getMessage(), told);
  }
}
