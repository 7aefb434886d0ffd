package io.github.mentagateway.destination.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.envelope.Envelope;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mail has beside its texts: files, and where to answer and to unsubscribe. */
class MailFilesTest {
  private static final Envelope TICKET = RunningKamelets.ticket("00001", "ana@example.com");
  /** Bytes of all kinds, such as a dot alone in a line, and more than one line of base64. */
  private static final byte[] PDF = pdf(5000);

  @TempDir
  Path home;
  private final GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private RunningKamelets routes;

  @BeforeEach
  void folders() throws Exception {
    Files.createDirectories(home.resolve("routes/mail"));
    Files.createDirectories(home.resolve("tickets/2026"));
    Files.writeString(home.resolve("routes/mail/owner.txt"), "Subject: Ticket\n\nIt is yours.\n");
    greenMail.start();
  }

  @AfterEach
  void close() throws Exception {
    if (routes != null) {
      routes.close();
    }
    greenMail.stop();
  }

  @Test
  void files_of_all_three_places_arrive_byte_for_byte_behind_the_text() throws Exception {
    Files.write(home.resolve("routes/mail/terms.pdf"), PDF);
    Files.writeString(home.resolve("tickets/2026/00001.ics"), "BEGIN:VCALENDAR\nEspaña\n");
    use(Map.of("attachments", "{ticketPdf} as ticket-{data.id}.pdf, terms.pdf, folder:2026/{data.id}.ics, terms.pdf as entrada ñ.bin"));

    attempt(TICKET, PDF);

    MimeMultipart parts = (MimeMultipart) mail().getContent();
    assertThat(mail().getContentType()).startsWith("multipart/mixed");
    assertThat(parts.getCount()).isEqualTo(5);
    assertThat(parts.getBodyPart(0).getContent().toString()).startsWith("It is yours.");
    assertThat(shown(parts.getBodyPart(1))).isEqualTo("ticket-00001.pdf application/pdf attachment");
    assertThat(shown(parts.getBodyPart(2))).isEqualTo("terms.pdf application/pdf attachment");
    assertThat(shown(parts.getBodyPart(3))).isEqualTo("00001.ics text/calendar attachment");
    assertThat(parts.getBodyPart(3).getContentType()).contains("charset=UTF-8");
    assertThat(shown(parts.getBodyPart(4))).isEqualTo("entrada ñ.bin application/octet-stream attachment");
    for (int part : new int[] {1, 2, 4}) {
      assertThat(parts.getBodyPart(part).getInputStream().readAllBytes()).isEqualTo(PDF);
    }
    assertThat(parts.getBodyPart(3).getInputStream().readAllBytes()).isEqualTo(Files.readAllBytes(home.resolve("tickets/2026/00001.ics")));
  }

  @Test
  void a_picture_that_the_html_names_stands_within_it() throws Exception {
    Files.write(home.resolve("routes/mail/logo.png"), PDF);
    Files.writeString(home.resolve("routes/mail/owner.html"), "<img src=\"cid:logo.png\" alt=\"\">\n");
    use(Map.of("html", "owner.html", "attachments", "logo.png, {ticketPdf} as ticket.pdf"));

    attempt(TICKET, PDF);

    MimeMultipart mixed = (MimeMultipart) mail().getContent();
    MimeMultipart alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
    MimeMultipart related = (MimeMultipart) alternative.getBodyPart(1).getContent();
    assertThat(alternative.getContentType()).startsWith("multipart/alternative");
    assertThat(related.getContentType()).startsWith("multipart/related");
    assertThat(related.getBodyPart(0).getContent().toString()).contains("cid:logo.png");
    assertThat(shown(related.getBodyPart(1))).isEqualTo("logo.png image/png inline");
    assertThat(related.getBodyPart(1).getHeader("Content-ID")).containsExactly("<logo.png>");
    assertThat(shown(mixed.getBodyPart(1))).isEqualTo("ticket.pdf application/pdf attachment");
  }

  @Test
  void a_stream_is_read_and_left_for_another_step() throws Exception {
    use(Map.of("attachments", "{ticketPdf} as a.pdf, {ticketPdf} as b.pdf"));

    attempt(TICKET, new InputStreamCache(PDF));

    MimeMultipart parts = (MimeMultipart) mail().getContent();
    assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(PDF);
    assertThat(parts.getBodyPart(2).getInputStream().readAllBytes()).isEqualTo(PDF);
  }

  @Test
  void the_answer_of_an_api_is_attached_as_it_came() throws Exception {
    HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/ticket.pdf", call -> {
      call.getResponseHeaders().add("Content-Type", "application/pdf");
      call.sendResponseHeaders(200, PDF.length);
      call.getResponseBody().write(PDF);
      call.close();
    });
    api.start();
    try {
      use(Map.of());
      routes.add("""
          - route:
              id: with-pdf
              from:
                uri: durable:with-pdf
                steps:
                  - to:
                      uri: http:127.0.0.1:%s/ticket.pdf
                      variableSend: none
                      variableReceive: ticketPdf
                      parameters:
                        httpMethod: GET
                  - to:
                      uri: kamelet:send-mail
                      parameters:
                        to: "{newOwnerEmail}"
                        template: owner.txt
                        attachments: "{ticketPdf} as ticket-{data.id}.pdf"
          """.formatted(api.getAddress().getPort()));

      Exchange exchange = routes.attempt("with-pdf", TICKET);

      assertThat(exchange.getException()).isNull();
      assertThat(((MimeMultipart) mail().getContent()).getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(PDF);
    } finally {
      api.stop(0);
    }
  }

  @Test
  void a_text_is_attached_in_utf_8() throws Exception {
    use(Map.of("attachments", "{ticketPdf} as list.csv"));

    attempt(TICKET, "España;1\n");

    BodyPart part = ((MimeMultipart) mail().getContent()).getBodyPart(1);
    assertThat(shown(part)).isEqualTo("list.csv text/csv attachment");
    assertThat(part.getInputStream().readAllBytes()).isEqualTo("España;1\n".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "x/../../y | x-..-..-y.pdf", "x\\r\\nBcc: thief@example.com | x-Bcc- thief@example.com.pdf", "\"x | -x.pdf", "a b | a b.pdf", "日本 | 日本.pdf"})
  void a_value_in_the_name_of_a_file_never_leaves_it(String id, String name) throws Exception {
    use(Map.of("attachments", "{ticketPdf} as {id}.pdf"));

    attempt(RunningKamelets.ticket(id.translateEscapes(), "ana@example.com"), PDF);

    assertThat(((MimeMultipart) mail().getContent()).getBodyPart(1).getFileName()).isEqualTo(name);
    assertThat(mail().getHeader("Bcc")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "..", ".", ".hidden", "2026/00001", "2026\\00001", "/etc/hostname", "a\u0000b", "", " ", "a\nb", "C:x"})
  void a_value_in_the_name_of_a_file_in_the_folder_never_leads_out_of_it(String id) throws Exception {
    Files.writeString(home.resolve("secret.pdf"), "secret");
    use(Map.of("attachments", "folder:{id}.pdf as x.pdf"));

    attempt(RunningKamelets.ticket(id, "ana@example.com"), PDF);

    assertThat(greenMail.getReceivedMessages()).isEmpty();
    assertThat(routes.durable.reasons()).containsExactly("the attachment 'folder:{id}.pdf': what {id} gives cannot be part of a file's name,"
        + " since it is empty, begins with a dot, or holds a / or the like: correct the data");
  }

  @Test
  void a_link_in_the_folder_that_leads_out_of_it_is_a_missing_file() throws Exception {
    Files.writeString(home.resolve("secret.pdf"), "secret");
    Files.createSymbolicLink(home.resolve("tickets/00001.pdf"), home.resolve("secret.pdf"));
    Files.createSymbolicLink(home.resolve("tickets/00002.pdf"), Files.writeString(home.resolve("tickets/two.pdf"), "two"));
    use(Map.of("attachments", "folder:{id}.pdf"));

    attempt(TICKET, PDF);
    attempt(RunningKamelets.ticket("00002", "ana@example.com"), PDF);

    assertThat(routes.durable.reasons()).singleElement().asString().startsWith("the attachment 'folder:{id}.pdf' is missing");
    assertThat(greenMail.getReceivedMessages()).hasSize(1);
  }

  @Test
  void a_missing_file_is_a_dead_letter_that_says_which() throws Exception {
    use(Map.of("attachments", "folder:2026/{id}.pdf"));

    attempt(TICKET, PDF);

    assertThat(greenMail.getReceivedMessages()).isEmpty();
    assertThat(routes.durable.reasons()).containsExactly("the attachment 'folder:2026/{id}.pdf' is missing: gateway.mail.attachments has no file"
        + " ⟦2026/00001.pdf⟧. Put it there and retry, or correct the data");
  }

  @Test
  void a_folder_that_is_away_is_tried_again() throws Exception {
    use(Map.of("attachments", "folder:{id}.pdf"));
    Files.move(home.resolve("tickets"), home.resolve("gone"));

    Exchange exchange = attempt(TICKET, PDF);

    assertThat(routes.durable.reasons()).isEmpty();
    assertThat(exchange.getException()).hasMessage("the folder " + home.resolve("tickets")
        + " of gateway.mail.attachments is not there, or cannot be read");
    assertThat(OutageClassifier.isOutage(exchange.getException())).as("other destinations' mails have no such file").isFalse();
  }

  @Test
  void a_variable_without_a_file_is_a_dead_letter_that_says_which() throws Exception {
    use(Map.of("attachments", "{ticketPdf} as ticket.pdf"));

    attempt(TICKET, null);
    attempt(TICKET, new byte[0]);
    attempt(TICKET, Map.of("error", "no such ticket"));

    assertThat(greenMail.getReceivedMessages()).isEmpty();
    assertThat(routes.durable.reasons()).containsExactly(
        "the attachment '{ticketPdf}' is missing: no variable and no field has that name. Keep the answer that holds the file in that variable",
        "the attachment '{ticketPdf}' is empty: correct what it is made of, and retry",
        "the attachment '{ticketPdf}' is neither bytes nor a text. Keep the answer that holds the file in that variable");
  }

  @Test
  void the_files_of_a_mail_are_bounded_together_to_the_byte() throws Exception {
    Files.write(home.resolve("routes/mail/terms.pdf"), pdf(400));
    use(Map.of("attachments", "terms.pdf, {ticketPdf} as ticket.pdf"), "1000");

    attempt(TICKET, new ByteArrayInputStream(pdf(600)));
    attempt(TICKET, new ByteArrayInputStream(pdf(601)));

    assertThat(greenMail.getReceivedMessages()).hasSize(1);
    assertThat(routes.durable.reasons()).containsExactly("the attachment '{ticketPdf}' is too large: the files of a mail may have 1000 bytes"
        + " together (gateway.mail.max-attachment-bytes). Send a smaller one, or raise the limit if the mail server takes a third more than that");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "terms.pdf | attachments 'terms.pdf' is not in routes/mail; there are: owner.txt",
      "../x.pdf | '../x.pdf' is no attachment: write the name of a file in routes/mail (terms.pdf), folder:{data.id}.pdf for one in",
      "folder:../x.pdf | 'folder:../x.pdf' is no attachment", "folder:/etc/passwd | 'folder:/etc/passwd' is no attachment",
      "{ticketPdf} | '{ticketPdf}' is no attachment", "owner.txt, | '' is no attachment", "owner.txt as a/b | 'owner.txt as a/b' is no attachment",
      "{id}.pdf | '{id}.pdf' is no attachment"})
  void an_attachment_that_can_never_be_stops_the_route_from_starting(String attachments, String message) throws Exception {
    assertThatThrownBy(() -> use(Map.of("attachments", attachments))).hasStackTraceContaining(message);
  }

  @Test
  void where_to_answer_and_to_unsubscribe_stand_in_the_headers() throws Exception {
    use(Map.of("replyTo", "{contact}", "listUnsubscribe", "https://tickets.example.com/u?t=${body.data[id]}&all=true"));

    routes.attempt("test", ticket("office@muñoz.example"));

    assertThat(mail().getHeader("Reply-To")).containsExactly("office@xn--muoz-hqa.example");
    assertThat(mail().getHeader("List-Unsubscribe")).containsExactly("<https://tickets.example.com/u?t=1&all=true>");
    assertThat(mail().getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
  }

  @Test
  void a_mail_address_to_unsubscribe_is_no_one_click() throws Exception {
    use(Map.of("replyTo", "office@example.com", "listUnsubscribe", "{contact}"));

    routes.attempt("test", ticket("mailto:leave@example.com?subject=leave"));

    assertThat(mail().getHeader("Reply-To")).containsExactly("office@example.com");
    assertThat(mail().getHeader("List-Unsubscribe")).containsExactly("<mailto:leave@example.com?subject=leave>");
    assertThat(mail().getHeader("List-Unsubscribe-Post")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com", "nobody", "Office <a@example.com>"})
  void a_reply_address_that_is_not_exactly_one_is_a_dead_letter(String contact) throws Exception {
    use(Map.of("replyTo", "{contact}"));

    routes.attempt("test", ticket(contact));

    assertThat(greenMail.getReceivedMessages()).isEmpty();
    assertThat(routes.durable.reasons()).containsExactly("'replyTo' is {contact}, and what that gives is not exactly one plain address"
        + " such as name@example.com: correct the data, or the parameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.com/u", "https://example.com/a b", "https://example.com/u>, <https://thief.example",
      "https://example.com/u\r\nBcc: b@example.com", "mailto:a@example.com,b@example.com", "mailto:", "javascript:alert(1)", "https:///u",
      "https://user@example.com/", "https://example.com/ñ", "example.com/u", "mailto:a%40b@c,d@example.com"})
  void what_is_no_url_to_unsubscribe_is_a_dead_letter(String url) throws Exception {
    use(Map.of("listUnsubscribe", "{contact}"));

    routes.attempt("test", ticket(url));

    assertThat(greenMail.getReceivedMessages()).isEmpty();
    assertThat(routes.durable.reasons()).singleElement().asString().startsWith("'listUnsubscribe' is {contact}, and what that gives is no URL");
  }

  private static Envelope ticket(String contact) {
    return new Envelope("ticket", "ticket.updated", null, Map.of("id", "1", "newOwnerEmail", "ana@example.com", "contact", contact), Map.of(),
        Map.of());
  }

  private static String shown(BodyPart part) throws Exception {
    return part.getFileName() + " " + part.getContentType().replaceFirst("(?s);.*", "") + " " + part.getDisposition();
  }

  private static byte[] pdf(int size) {
    byte[] content = new byte[size];
    new Random(1).nextBytes(content);
    System.arraycopy("%PDF\r\n.\r\n".getBytes(StandardCharsets.US_ASCII), 0, content, 0, 9);
    return content;
  }

  private MimeMessage mail() {
    assertThat(routes.durable.reasons()).isEmpty();
    return greenMail.getReceivedMessages()[0];
  }

  private void use(Map<String, String> more) throws Exception {
    use(more, "10MB");
  }

  private void use(Map<String, String> more, String mostBytes) throws Exception {
    Map<String, String> settings = Map.of("GATEWAY_ROUTES", "routes", "GATEWAY_MAIL_PORT", Integer.toString(greenMail.getSmtp().getPort()),
        "GATEWAY_MAIL_ATTACHMENTS", "tickets", "GATEWAY_MAIL_MAX_ATTACHMENT_BYTES", mostBytes);
    Map<String, String> parameters = new TreeMap<>(Map.of("to", "{newOwnerEmail}", "template", "owner.txt"));
    parameters.putAll(more);
    routes = new RunningKamelets(home, settings, Map.of());
    routes.use("send-mail", parameters);
  }

  private Exchange attempt(Envelope ticket, Object pdf) throws Exception {
    Map<String, Object> variables = new HashMap<>(Map.of("deliveryId", "01DELIVERY", "notificationId", "01NOTIFICATION", "sequence", 7L));
    if (pdf != null) {
      variables.put("ticketPdf", pdf);
    }
    return routes.durable.attempt("test", ticket, variables);
  }
}
