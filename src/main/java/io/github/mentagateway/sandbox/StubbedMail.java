package io.github.mentagateway.sandbox;

import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.spi.annotations.Component;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.eclipse.angus.mail.util.SocketConnectException;

/** Camel's mail component, which makes each mail in full and hands it to {@link Systems} in place of a mail server. */
@Component("imap,imaps,pop3,pop3s,smtp,smtps")
final class StubbedMail extends MailComponent {
  private static final List<String> SHOWN = List.of("Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post");

  private final Systems systems;

  StubbedMail(Systems systems) {
    this.systems = systems;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
    MailEndpoint endpoint = (MailEndpoint) super.createEndpoint(uri, remaining, parameters);
    Sender sender = new Sender();
    JavaMailSender given = endpoint.getConfiguration().getJavaMailSender();
    sender.setSession(given == null ? endpoint.getConfiguration().getSession() : given.getSession());
    endpoint.getConfiguration().setJavaMailSender(sender);
    return endpoint;
  }

  private final class Sender extends DefaultJavaMailSender {
    @Override
    public void send(MimeMessage mail) throws MessagingException {
      Address[] recipients = mail.getAllRecipients();
      answer(systems.called(fields(mail), answer -> answer instanceof Answer.Smtp || answer instanceof Answer.Failure), recipients);
    }
  }

  private static Map<String, Object> fields(MimeMessage mail) throws MessagingException {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "from", mail.getFrom());
    put(fields, "to", mail.getRecipients(RecipientType.TO));
    put(fields, "cc", mail.getRecipients(RecipientType.CC));
    put(fields, "bcc", mail.getRecipients(RecipientType.BCC));
    if (mail.getHeader("Reply-To") != null) {
      put(fields, "replyTo", mail.getReplyTo());
    }
    fields.put("subject", mail.getSubject());
    try {
      addParts(mail, fields);
    } catch (IOException e) {
      throw new MessagingException("the mail's content cannot be read: " + e.getMessage(), e);
    }
    Map<String, Object> headers = new LinkedHashMap<>();
    for (String name : SHOWN) {
      if (mail.getHeader(name) != null) {
        headers.put(name, mail.getHeader(name, ", "));
      }
    }
    fields.put("headers", headers);
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, Address[] addresses) {
    if (addresses != null && addresses.length > 0) {
      fields.put(name, InternetAddress.toUnicodeString(addresses));
    }
  }

  /** The plain text, the HTML, and the name, type and size of each file. */
  private static void addParts(Part part, Map<String, Object> fields) throws MessagingException, IOException {
    // the header is made when the mail is sent, and until then says text/plain
    String type = part.getDataHandler().getContentType().toLowerCase(Locale.ROOT);
    if (part.getFileName() != null) {
      fields.merge("attachments", file(part, type.replaceFirst(";.*", "")), (one, other) -> one + ", " + other);
    } else if (part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart one = parts.getBodyPart(i);
        addParts(one, fields);
      }
    } else {
      fields.put(type.startsWith("text/html") ? "html" : "text", String.valueOf(part.getContent()).replace("\r\n", "\n"));
    }
  }

  private static String file(Part part, String type) throws MessagingException, IOException {
    try (InputStream content = part.getInputStream()) {
      return part.getFileName() + " (" + type + ", " + content.transferTo(OutputStream.nullOutputStream()) + " bytes)";
    }
  }

  private static void answer(Answer answer, Address[] recipients) throws MessagingException {
    if (answer == Answer.Failure.REFUSED) {
      throw new MailConnectException(new SocketConnectException("Connection refused", new ConnectException("Connection refused"),
          "mail-server", 25, 0));
    } else if (answer == Answer.Failure.TIMEOUT) {
      throw new MessagingException("Exception reading response", new SocketTimeoutException("Read timed out"));
    } else if (answer instanceof Answer.Smtp reply && reply.code() >= 400) {
      String text = reply.code() + " refused by the case";
      if (reply.toMail()) {
        throw new SMTPSendFailedException("DATA", reply.code(), text, null, new Address[0], recipients, new Address[0]);
      }
      SMTPAddressFailedException refused =
          new SMTPAddressFailedException((InternetAddress) recipients[0], "RCPT TO", reply.code(), text);
      throw new SMTPSendFailedException("RCPT TO", reply.code(), text, refused, new Address[0], new Address[0], recipients);
    }
  }
}
