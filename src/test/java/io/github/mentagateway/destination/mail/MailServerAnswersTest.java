package io.github.mentagateway.destination.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.RejectException;

class MailServerAnswersTest extends MailSuite {
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
}
