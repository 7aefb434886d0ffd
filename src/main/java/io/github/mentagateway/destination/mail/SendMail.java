package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.TextTemplate;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Date;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** The bean of the kamelet {@code send-mail}: one mail to exactly one address, with the delivery's id in its Message-ID. */
public final class SendMail implements CamelContextAware {
  private final FieldResolver fields = new FieldResolver("");
  private CamelContext context;
  private String to;
  private String toField;
  private Expression toExpression;
  private String template;
  private String html = "";
  private String from = "";

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

  /** Checks the templates and the sender when the route starts, so that a missing one is reported before the first mail. */
  public void check() {
    MailTemplates templates = Mails.of(context).templates();
    templates.text(template, context);
    if (!html.isEmpty()) {
      templates.html(html, context);
    }
    sender();
    toField = new TextTemplate(to).onlyName();
    if (toField == null) {
      toExpression = context.resolveLanguage("simple").createExpression(to);
      toExpression.init(context);
    }
  }

  public void prepare(Exchange exchange) throws MessagingException {
    InternetAddress recipient = recipient(exchange);
    InternetAddress sender = sender();
    MailTemplates templates = Mails.of(context).templates();
    MailTemplate text = templates.text(template, context);
    MimeMessage mail = new MimeMessage(MailSession.headers(MailAddress.needsUtf8(recipient) || MailAddress.needsUtf8(sender)));
    mail.setFrom(sender);
    mail.setRecipient(RecipientType.TO, recipient);
    mail.setSubject(text.subject(exchange), "UTF-8");
    if (html.isEmpty()) {
      mail.setText(text.body(exchange), "UTF-8");
    } else {
      mail.setContent(alternatives(text.body(exchange), templates.html(html, context).html(exchange)));
    }
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setSentDate(new Date());
    String deliveryId = exchange.getVariable("deliveryId", String.class);
    if (deliveryId != null) {
      mail.setHeader("Message-ID", "<" + deliveryId + "@menta-gateway." + sender.getAddress().replaceAll(".*@", "") + ">");
    }
    IsolatedCall.begin(exchange).setBody(mail);
  }

  /** The richest form stands last (RFC 2046, 5.1.4). */
  private static Multipart alternatives(String text, String html) throws MessagingException {
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(text, "UTF-8");
    MimeBodyPart rich = new MimeBodyPart();
    rich.setText(html, "UTF-8", "html");
    return new MimeMultipart("alternative", plain, rich);
  }

  public void restore(Exchange exchange) {
    IsolatedCall.end(exchange);
  }

  private InternetAddress recipient(Exchange exchange) {
    Object value = toField == null ? toExpression.evaluate(exchange, String.class) : fields.plain(exchange, toField);
    return Optional.ofNullable(value).flatMap(given -> MailAddress.of(given.toString())).orElseThrow(() ->
        new PermanentFailureException("'to' is " + to + ", and what that gives is not exactly one plain address"
            + " such as name@example.com: correct the data, or the parameter"));
  }

  private InternetAddress sender() {
    String name = from.isEmpty() ? "gateway.mail.from" : "from";
    String text = from.isEmpty() ? Mails.of(context).from() : from;
    return MailAddress.named(text).orElseThrow(() -> new IllegalArgumentException(name + " is '" + text
        + "': it must be one address, such as tickets@example.com or Tickets <tickets@example.com>"));
  }
}
