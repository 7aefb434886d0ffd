package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.PermanentFailureException;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * SMTP that asks for SMTPUTF8 (RFC 6531) only for a mail that needs it, because a server further on may not have it. A mail that needs it
 * fails at a server without it: the address would go out as other bytes, and so to somebody else. The mail session makes a transport for
 * each mail.
 */
public final class MailTransport extends SMTPTransport {
  private static final String EXTENSION = "SMTPUTF8";

  private boolean sending;
  private boolean needed;

  public MailTransport(Session session, URLName url) {
    super(session, url);
  }

  @Override
  public synchronized void sendMessage(Message mail, Address[] recipients) throws MessagingException {
    needed = Stream.concat(Arrays.stream(recipients), Arrays.stream(mail.getFrom()))
        .anyMatch(address -> MailAddress.needsUtf8((InternetAddress) address));
    if (needed && !super.supportsExtension(EXTENSION)) {
      throw new PermanentFailureException("the mail server takes only plain letters before the '@' (it does not offer SMTPUTF8), and the"
          + " recipient's or the sender's address has others: correct the address, or use a mail server that offers it");
    }
    sending = true;
    super.sendMessage(mail, recipients);
  }

  /** Says yes before a mail is sent: the superclass else logs at each connection that a server lacks it. */
  @Override
  public boolean supportsExtension(String name) {
    boolean isUtf8 = name.toUpperCase(Locale.ROOT).equals(EXTENSION);
    return isUtf8 ? !sending || needed : super.supportsExtension(name);
  }
}
