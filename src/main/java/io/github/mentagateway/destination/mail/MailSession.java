package io.github.mentagateway.destination.mail;

import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Settings.Mail.Security;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.util.StreamProvider;
import java.util.Properties;
import org.eclipse.angus.mail.util.MailStreamProvider;

/**
 * Makes the session of {@code gateway.mail.*}: how its server is spoken to. With TLS or STARTTLS nothing is sent in clear, and the
 * server's name is checked.
 */
final class MailSession {
  private static final String CONNECT_MILLIS = "10000";
  private static final String UTF_8 = "mail.mime.allowutf8";
  private static final String READ_AND_WRITE_MILLIS = "20000";
  /** Making a session reads the library's files from the class path, which takes longer than a mail. */
  private static final Session PLAIN_HEADERS = headersIn("false");
  private static final Session UTF_8_HEADERS = headersIn("true");

  private MailSession() {}

  /** The session for the headers of a mail: they hold raw UTF-8 only when the mail needs SMTPUTF8 anyway. */
  static Session headers(boolean utf8) {
    return utf8 ? UTF_8_HEADERS : PLAIN_HEADERS;
  }

  private static Session headersIn(String utf8) {
    Properties properties = new Properties();
    properties.setProperty(UTF_8, utf8);
    return Session.getInstance(properties);
  }

  static Session create(Settings.Mail mail) {
    // else the library looks for it in all jars, several times for each mail
    System.setProperty(StreamProvider.class.getName(), MailStreamProvider.class.getName());
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", mail.host());
    properties.setProperty("mail.smtp.port", Integer.toString(mail.port()));
    properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.setProperty("mail.smtp.timeout", READ_AND_WRITE_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", READ_AND_WRITE_MILLIS);
    properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(mail.security() == Security.TLS));
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(mail.security() == Security.STARTTLS));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(mail.security() == Security.STARTTLS));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    // else a handshake that fails is tried once more with Java's own list of authorities alone, and that failure is told
    properties.setProperty("mail.smtp.socketFactory.fallback", "false");
    properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
    properties.setProperty("mail.smtp.userset", "true");
    properties.setProperty("mail.smtp.quitwait", "false"); // nothing hangs on the answer to a goodbye
    properties.setProperty(UTF_8, "true");
    properties.setProperty("mail.smtp.auth", Boolean.toString(!mail.user().isEmpty()));
    mail.tokens().ifPresent(tokens -> properties.setProperty("mail.smtp.auth.mechanisms", "XOAUTH2"));
    return withTransport(Session.getInstance(properties));
  }

  private static Session withTransport(Session session) {
    try {
      session.setProvider(new Provider(Provider.Type.TRANSPORT, "smtp", MailTransport.class.getName(), "Menta Gateway", null));
      return session;
    } catch (NoSuchProviderException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
