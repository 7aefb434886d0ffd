package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.PermanentFailureException;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;

/** The bean of the kamelet {@code send-mail}: one mail to exactly one address, with the delivery's id in its Message-ID. */
public final class SendMail implements CamelContextAware {
  private CamelContext context;
  private String to;
  private String template;
  private String html = "";
  private String from = "";
  private String replyTo = "";
  private String listUnsubscribe = "";
  private List<Attachment> attachments = List.of();
  private GivenValue toValue;
  private GivenValue replyToValue;
  private GivenValue unsubscribeValue;

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }

  /** The recipient: a field such as {@code {newOwnerEmail}}, or an expression in Simple. */
  public void setTo(String text) {
    to = text.strip();
  }

  public void setTemplate(String file) {
    template = file;
  }

  /** A second template, with the same mail in HTML; an empty text stands for none. */
  public void setHtml(String file) {
    html = file.strip();
  }

  /** The sender; an empty text stands for {@code gateway.mail.from}. */
  public void setFrom(String address) {
    from = address.strip();
  }

  /** Where answers go, as {@link #setTo}; an empty text stands for the sender. */
  public void setReplyTo(String text) {
    replyTo = text.strip();
  }

  /** The URL where the recipient can unsubscribe, as {@link #setTo}; an empty text stands for none. */
  public void setListUnsubscribe(String text) {
    listUnsubscribe = text.strip();
  }

  /** A comma-separated list of {@link Attachment}s. */
  public void setAttachments(String list) {
    attachments = Attachment.list(list);
  }

  /** Checks what does not depend on a notification when the route starts, so that a missing template is reported before the first mail. */
  public void check() {
    Mails mails = Mails.of(context);
    mails.templates().text(template, context);
    if (!html.isEmpty()) {
      mails.templates().html(html, context);
    }
    mails.attachments().check(attachments, mails.templates());
    sender();
    toValue = new GivenValue(to, context);
    replyToValue = new GivenValue(replyTo, context);
    unsubscribeValue = new GivenValue(listUnsubscribe, context);
  }

  public void prepare(Exchange exchange) throws MessagingException, IOException {
    InternetAddress recipient = address("to", to, toValue, exchange);
    InternetAddress sender = sender();
    Optional<InternetAddress> answers = replyTo.isEmpty() ? Optional.empty()
        : Optional.of(address("replyTo", replyTo, replyToValue, exchange));
    Mails mails = Mails.of(context);
    MailTemplates templates = mails.templates();
    MailTemplate text = templates.text(template, context);
    MimeMessage mail = new MimeMessage(MailSession.headers(
        Stream.concat(Stream.of(recipient, sender), answers.stream()).anyMatch(MailAddress::needsUtf8)));
    mail.setFrom(sender);
    mail.setRecipient(RecipientType.TO, recipient);
    if (answers.isPresent()) {
      mail.setReplyTo(new Address[] {answers.get()});
    }
    mail.setSubject(text.subject(exchange), "UTF-8");
    new MailContent(text.body(exchange), html.isEmpty() ? "" : templates.html(html, context).text(exchange),
        mails.attachments().read(attachments, templates, exchange)).putInto(mail);
    mail.setHeader("Auto-Submitted", "auto-generated");
    unsubscribe(mail, exchange);
    mail.setSentDate(new Date());
    String deliveryId = exchange.getVariable("deliveryId", String.class);
    if (deliveryId != null) {
      mail.setHeader("Message-ID", "<" + deliveryId + "@menta-gateway." + sender.getAddress().replaceAll(".*@", "") + ">");
    }
    IsolatedCall.begin(exchange).setBody(mail);
  }

  /** A mail program calls an https URL by itself only when the mail says so (RFC 8058). */
  private void unsubscribe(MimeMessage mail, Exchange exchange) throws MessagingException {
    if (!listUnsubscribe.isEmpty()) {
      URI url = unsubscribeValue.of(exchange).flatMap(UnsubscribeUrl::of).orElseThrow(() -> new PermanentFailureException(
          "'listUnsubscribe' is " + listUnsubscribe
          + ", and what that gives is no URL such as https://example.com/unsubscribe/1 or mailto:leave@example.com:"
          + " correct the data, or the parameter"));
      mail.setHeader("List-Unsubscribe", "<" + url + ">");
      if (UnsubscribeUrl.isWeb(url)) {
        mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
      }
    }
  }

  public void restore(Exchange exchange) {
    IsolatedCall.end(exchange);
  }

  private static InternetAddress address(String parameter, String text, GivenValue value, Exchange exchange) {
    return value.of(exchange).flatMap(MailAddress::of).orElseThrow(() ->
        new PermanentFailureException("'" + parameter + "' is " + text + ", and what that gives is not exactly one plain address"
            + " such as name@example.com: correct the data, or the parameter"));
  }

  private InternetAddress sender() {
    String name = from.isEmpty() ? "gateway.mail.from" : "from";
    String text = from.isEmpty() ? Mails.of(context).from() : from;
    return MailAddress.named(text).orElseThrow(() -> new IllegalArgumentException(name + " is '" + text
        + "': it must be one address, such as tickets@example.com or Tickets <tickets@example.com>"));
  }
}
