package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.PermanentFailureException;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * SMTP that asks for SMTPUTF8 (RFC 6531) only for a mail that needs it, because a server further on may not have it. A mail that needs it
 * fails at a server without it: the address would go out as other bytes, and so to somebody else. It knows how far the mail got that was
 * sent last.
 */
public final class MailTransport extends SMTPTransport {
  private static final String EXTENSION = "SMTPUTF8";

  private boolean sending;
  private boolean needed;
  private boolean dataBegun;
  private boolean inData;

  public MailTransport(Session session, URLName url) {
    super(session, url);
  }

  @Override
  public synchronized void sendMessage(Message mail, Address[] recipients) throws MessagingException {
    dataBegun = false;
    inData = false;
    needed = Stream.of(recipients, mail.getFrom(), mail.getReplyTo()).flatMap(Arrays::stream)
        .anyMatch(address -> MailAddress.needsUtf8((InternetAddress) address));
    if (needed && !super.supportsExtension(EXTENSION)) {
      throw new PermanentFailureException("the mail server takes only plain letters before the '@' (it does not offer SMTPUTF8), and the"
          + " recipient's, the sender's or the 'replyTo' address has others: correct the address, or use a mail server that offers it");
    }
    sending = true;
    super.sendMessage(mail, recipients);
  }

  @Override
  protected OutputStream data() throws MessagingException {
    dataBegun = true;
    OutputStream data = super.data();
    inData = true;
    return data;
  }

  @Override
  protected void finishData() throws IOException, MessagingException {
    inData = false;
    super.finishData();
  }

  /** Whether the server may have the mail, because its DATA was sent. */
  synchronized boolean isDataBegun() {
    return dataBegun;
  }

  /** Asks the server, after a failure, to forget the mail (RSET). False when the connection cannot carry another one. */
  synchronized boolean isReset() {
    return !inData && isConnected();
  }

  /** Says yes before a mail is sent: the superclass else logs at each connection that a server lacks it. */
  @Override
  public boolean supportsExtension(String name) {
    boolean isUtf8 = name.toUpperCase(Locale.ROOT).equals(EXTENSION);
    return isUtf8 ? !sending || needed : super.supportsExtension(name);
  }
}
