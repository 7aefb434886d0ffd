package io.github.mentagateway.destination.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.mentagateway.destination.RunningKamelets;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendMailTest extends MailSuite {
  @Test
  void subject_and_text_arrive_as_they_were_written_in_utf_8() throws Exception {
    GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    greenMail.start();
    try {
      start(greenMail.getSmtp().getPort(), Map.of());
      template("Subject: Entrada ${body.data[id]} para ${body.metadata[nominal][fullName]} ✓\n\n"
          + "¡Hola!\n\n${body.metadata[nominal][fullName]}\n");
      routes.readTexts();

      attempt(RunningKamelets.envelope("{\"action\":\"ticket.updated\",\"data\":{\"id\":\"00417\",\"newOwnerEmail\":\"ana@example.com\"},"
          + "\"metadata\":{\"nominal\":{\"fullName\":\"Ana Ejemplo Pérez 日本\"}}}"));

      MimeMessage mail = greenMail.getReceivedMessages()[0];
      assertThat(mail.getSubject()).isEqualTo("Entrada 00417 para Ana Ejemplo Pérez 日本 ✓");
      assertThat(mail.getContent().toString().lines()).containsExactly("¡Hola!", "", "Ana Ejemplo Pérez 日本");
      assertThat(mail.getContentType()).isEqualTo("text/plain; charset=UTF-8");
      assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("ana@example.com");
      assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("tickets@example.com");
      assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    } finally {
      greenMail.stop();
    }
  }

  @Test
  void a_second_attempt_has_the_same_message_id_and_the_caller_keeps_its_message() throws Exception {
    plainServer();

    attempt(TICKET);
    Exchange exchange = attempt(TICKET);

    assertThat(server.mails).hasSize(2).allSatisfy(mail ->
        assertThat(mail.mail()).contains("\r\nMessage-ID: <01DELIVERY@menta-gateway.example.com>\r\n"));
    assertThat(exchange.getMessage().getBody()).isSameAs(TICKET);
    assertThat(exchange.getMessage().getHeaders()).containsOnly(Map.entry("FromCaller", "kept"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\r\nBcc: thief@example.com\r\n\r\nreplaced", "x\nBcc: thief@example.com", "x\rBcc: thief@example.com",
      "ñ\r\nBcc: thief@example.com", "x\u2028Bcc: thief@example.com", "x\u0085Bcc: thief@example.com"})
  void a_value_in_the_subject_never_becomes_a_header(String id) throws Exception {
    plainServer();

    attempt(RunningKamelets.ticket(id, "ana@example.com"));

    assertThat(server.mails).singleElement().satisfies(mail -> assertThat(headers(mail))
        .noneMatch(line -> line.startsWith("Bcc")));
    assertThat(server.mails.get(0).mail()).contains("it is yours.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@example.com, b@example.com", "a@example.com,b@example.com", "a@example.com b@example.com",
      "a@example.com\r\nBcc: b@example.com", "a@example.com\r\n b@example.com", "all: a@example.com, b@example.com;", "Ana <a@example.com>",
          "<a@example.com>",
      "a@example.com;b@example.com", "@relay.example.com:a@example.com", "nobody", "a@", "@example.com", "", " ", "a@b..c",
      "a@[127.0.0.1]", "(c)a@example.com", "a@example.com(c)", "a..b@example.com", ".a@example.com", "a b@example.com",
      "\"a\r\nb\"@example.com", "\"a\"b\"@example.com", "\"a\"@x, \"b\"@example.com", "ñ,b@example.com", "ñ\u00A0b@example.com",
      "a＠example.com，b@example.com", "a＠b@example.com", "a@b＠example.com", "a@exa mple.com", "a@exa\u00A0mple.com", "a@muñoz_1.example",
      "a@straße.example", "a@example\u202E.com", "\uD800@example.com", "a@-.example,b"})
  void what_is_not_exactly_one_address_is_a_dead_letter_and_nobody_gets_a_mail(String to) throws Exception {
    plainServer();

    attempt(RunningKamelets.ticket("1", to));

    assertThat(server.mails).isEmpty();
    assertThat(routes.durable.reasons()).containsExactly(
        "'to' is {newOwnerEmail}, and what that gives is not exactly one plain address"
        + " such as name@example.com: correct the data, or the parameter");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
      "ana@muñoz.example|ana@xn--muoz-hqa.example", "ana@MUÑOZ.example|ana@xn--muoz-hqa.example", "a@日本。example|a@xn--wgv71a.example",
      "bea@example.com |bea@example.com", " \u00A0bea@example.com\u00A0|bea@example.com", "\\tbea@example.com\\r\\n|bea@example.com",
      "\uFEFFbea@example.com\u2028|bea@example.com", "o'hara+x/y=z%w@Example.COM|o'hara+x/y=z%w@Example.COM", "a@localhost|a@localhost",
      "\"a, b\"@example.com|<\"a, b\"@example.com>"})
  void a_domain_goes_as_the_dns_spells_it_and_blanks_around_an_address_do_not_count(String to, String header) throws Exception {
    plainServer();

    attempt(RunningKamelets.ticket("1", to.translateEscapes()));

    assertThat(routes.durable.reasons()).isEmpty();
    assertThat(server.mails).singleElement().satisfies(mail -> {
      assertThat(headers(mail)).contains("To: " + header.translateEscapes());
      assertThat(mail.recipients()).containsExactly(header.translateEscapes().replaceAll("^<|>$", ""));
      assertThat(server.commands("MAIL FROM")).noneMatch(command -> command.contains("SMTPUTF8"));
    });
  }

  @Test
  void letters_beyond_ascii_before_the_at_are_left_to_a_server_that_offers_smtputf8() throws Exception {
    plainServer();

    attempt(RunningKamelets.ticket("1", "begoña@muñoz.example"));
    attempt(TICKET);

    assertThat(routes.durable.reasons()).isEmpty();
    assertThat(server.mails).hasSize(2);
    assertThat(headers(server.mails.get(0))).contains("To: begoña@xn--muoz-hqa.example");
    assertThat(server.mails.get(0).recipients()).containsExactly("begoña@xn--muoz-hqa.example");
    assertThat(server.commands("MAIL FROM")).extracting(command -> command.endsWith(" SMTPUTF8"))
        .as("asked for only where it is needed").containsExactly(true, false);
  }

  @Test
  void a_server_without_smtputf8_is_not_sent_an_address_that_would_turn_into_another_on_the_way() throws Exception {
    GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    greenMail.start();
    try {
      start(greenMail.getSmtp().getPort(), Map.of());

      attempt(RunningKamelets.ticket("1", "šebek@example.com"));

      assertThat(greenMail.getReceivedMessages()).isEmpty();
      assertThat(routes.durable.reasons()).containsExactly("the mail server takes only plain letters before the '@' (it does not offer"
          + " SMTPUTF8), and the recipient's, the sender's or the 'replyTo' address has others:"
          + " correct the address, or use a mail server that offers it");
    } finally {
      greenMail.stop();
    }
  }

  @Test
  void a_sender_may_have_a_name_and_a_domain_in_any_letters() throws Exception {
    server = new MailServer(builder -> builder);
    start(server.port(), Map.of("GATEWAY_MAIL_FROM", "Taquilla Niño <entradas@muñoz.example> "));

    attempt(TICKET);

    assertThat(headers(server.mails.get(0))).contains("From: =?UTF-8?Q?Taquilla_Ni=C3=B1o?= <entradas@xn--muoz-hqa.example>",
        "Message-ID: <01DELIVERY@menta-gateway.xn--muoz-hqa.example>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@example.com, b@example.com", "nobody", "a@example.com, Tickets <b@example.com>", "Tickets <>"})
  void a_sender_that_is_not_one_address_stops_the_route_from_starting(String from) throws Exception {
    open(1, Map.of("GATEWAY_MAIL_FROM", from));

    assertThatThrownBy(() -> use(Map.of())).hasStackTraceContaining("gateway.mail.from is '" + from
        + "': it must be one address, such as tickets@example.com or Tickets <tickets@example.com>");
  }

  @Test
  void a_missing_address_is_a_dead_letter_that_names_the_field() throws Exception {
    plainServer();

    attempt(RunningKamelets.envelope("{\"action\":\"ticket.updated\",\"data\":{\"id\":\"1\"}}"));

    assertThat(routes.durable.reasons()).singleElement().asString()
        .startsWith("the field 'newOwnerEmail' is missing in ticket.updated");
  }

  @Test
  void the_address_and_the_sender_can_be_chosen_by_the_author() throws Exception {
    server = new MailServer(builder -> builder);
    open(server.port(), Map.of());
    use(Map.of("to", "${body.metadata[contact]}", "from", "shows@other.example"));

    attempt(RunningKamelets.envelope("{\"action\":\"a.b\",\"data\":{\"id\":\"1\"},\"metadata\":{\"contact\":\"desk@example.com\"}}"));

    assertThat(server.mails.get(0).mail()).contains("To: desk@example.com\r\n", "From: shows@other.example\r\n",
        "<01DELIVERY@menta-gateway.other.example>");
  }

  @Test
  void a_changed_template_counts_once_it_is_taken_into_use() throws Exception {
    plainServer();
    template("Subject: New words\n\nAnd a new text.\n");
    attempt(TICKET);

    routes.readTexts();
    attempt(TICKET);

    assertThat(server.mails.get(0).mail()).contains("Subject: Ticket 00001");
    assertThat(server.mails.get(1).mail()).contains("Subject: New words\r\n", "And a new text.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../config/application.properties", "/etc/hostname", "..", ".hidden", "sub/owner.txt",
      "missing.txt"})
  void a_template_outside_the_folder_or_not_there_stops_the_route_from_starting(String file) throws Exception {
    open(1, Map.of());

    assertThatThrownBy(() -> use(Map.of("template", file))).hasStackTraceContaining(
        file.equals("missing.txt") ? "template 'missing.txt' is not in routes/mail; there are: owner.txt" : "template is '" + file
            + "': it must be the name of a file in ");
  }

  @Test
  void a_template_without_a_subject_stops_the_route_from_starting() throws Exception {
    template("Hello\n\nthere\n");
    open(1, Map.of());

    assertThatThrownBy(() -> use(Map.of()))
        .hasStackTraceContaining("owner.txt cannot be used:"
            + " it must begin with a line 'Subject: …', then an empty line, then the text");
  }

  @Test
  void a_template_in_another_encoding_stops_the_route_from_starting() throws Exception {
    Files.write(home.resolve("routes/mail/owner.txt"), "Subject: Hello\n\nEspaña\n".getBytes(StandardCharsets.ISO_8859_1));
    open(1, Map.of());

    assertThatThrownBy(() -> use(Map.of())).hasStackTraceContaining("owner.txt cannot be read: line 3 is"
        + " not UTF-8, so the file was saved in another encoding, such as ISO-8859-1 or UTF-16: save it as UTF-8");
  }

  @Test
  void html_goes_with_its_plain_part_and_values_in_it_are_text() throws Exception {
    Files.writeString(home.resolve("routes/mail/owner.html"), "<style>p { margin: 0 }</style>\n<p>¡Entrada ${body.data[id]}, "
        + "${body?.metadata[nominal][fullName]}${body.data[newOwnerEmail]}!</p>\n");
    GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    greenMail.start();
    try {
      open(greenMail.getSmtp().getPort(), Map.of());
      use(Map.of("html", "owner.html"));

      attempt(RunningKamelets.ticket("<b onclick=\"x('&')\">${body}", "ana@example.com"));

      MimeMessage mail = greenMail.getReceivedMessages()[0];
      assertThat(mail.getContentType()).startsWith("multipart/alternative");
      assertThat(mail.getHeader("Message-ID")).containsExactly("<01DELIVERY@menta-gateway.example.com>");
      MimeMultipart parts = (MimeMultipart) mail.getContent();
      assertThat(parts.getCount()).isEqualTo(2);
      assertThat(parts.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
      assertThat(parts.getBodyPart(0).getContent().toString().lines()).containsExactly("Hello ana@example.com,", "it is yours.");
      assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
      assertThat(parts.getBodyPart(1).getContent().toString().lines()).containsExactly("<style>p { margin: 0 }</style>",
          "<p>¡Entrada &lt;b onclick=&quot;x(&#39;&amp;&#39;)&quot;&gt;${body}, ana@example.com!</p>");
    } finally {
      greenMail.stop();
    }
  }

  @Test
  void html_that_is_not_there_stops_the_route_from_starting() throws Exception {
    open(1, Map.of());

    assertThatThrownBy(() -> use(Map.of("html", "owner.html")))
        .hasStackTraceContaining("html 'owner.html' is not in routes/mail; there are: owner.txt");
  }

  private static List<String> headers(MailServer.Received mail) {
    return mail.mail().substring(0, mail.mail().indexOf("\r\n\r\n")).lines().toList();
  }
}
