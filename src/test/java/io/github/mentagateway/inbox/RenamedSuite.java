package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.inbox.Letters.RefusedException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A destination that is renamed while work waits for it, and gets its old name back. */
interface RenamedSuite extends InboxSuite {

  /** The router hands it on to these channels. */
  private void handedOn(String action, String entity, String content, String... channels) {
    inbox().accept(action, entity, content);
    inbox().done(inbox().claimOne(FIRST), Stream.of(channels).map(channel -> send(channel, entity, content)).toArray(Send[]::new));
  }

  private void updated(String content, String... channels) {
    handedOn("ticket.updated", "ticket:1", content, channels);
  }

  private void delivered(String channel) {
    inbox().done(inbox().claimOne(channel));
  }

  private Optional<String> overtaken(Work work) {
    inbox().inbox().work().allAreOpen();
    return inbox().inbox().work().overtaken(work);
  }

  /** One waits for the old name, and the one after it was delivered to the new one; then the old name is back. */
  private Work backWithWork() {
    inbox().reading(FIRST, "crm");
    updated("older", "crm");
    inbox().inbox().work().close("crm");
    inbox().reading("crm2");
    updated("newer", "crm2");
    delivered("crm2");
    inbox().inbox().work().close("crm2");
    inbox().reading("crm");
    return inbox().claimOne("crm");
  }

  @Test
  default void what_waited_under_the_old_name_does_not_come_after_what_the_new_one_had() {
    Work older = backWithWork();

    assertThat(content(older)).isEqualTo("older");
    assertThat(overtaken(older)).hasValueSatisfying(why -> assertThat(why)
        .contains(older.deliveryId(), ".crm2", "ticket:1", "no route reads"));
  }

  @Test
  default void a_restart_forgets_no_name() {
    inbox().reading(FIRST, "crm");
    updated("older", "crm");
    reopen().reading(FIRST, "crm2");
    updated("newer", "crm2");
    delivered("crm2");
    reopen().reading(FIRST, "crm");

    assertThat(overtaken(inbox().claimOne("crm"))).isPresent();
  }

  @Test
  default void a_person_who_retries_it_is_told_the_same_and_may_say_that_it_is_to_be_sent() {
    Work older = backWithWork();
    inbox().dead(older, overtaken(older).orElseThrow());
    Letters letters = inbox().inbox().letters();

    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters.retry(Kind.DEAD_LETTER, older.deliveryId(), false))
        .withMessageContaining("crm2").withMessageContaining("--force");
    clock().move(Duration.ofSeconds(1));
    letters.retry(Kind.DEAD_LETTER, older.deliveryId(), true);

    assertThat(overtaken(inbox().claimOne("crm"))).isEmpty();

    reopen().reading(FIRST, "crm");
    assertThat(overtaken(inbox().claimOne("crm"))).as("a restart forgets no decision").isEmpty();
  }

  @Test
  default void a_name_that_is_closed_while_routes_are_exchanged_is_none_that_nobody_reads() {
    inbox().reading(FIRST, "crm");
    updated("older", "crm");
    inbox().inbox().work().close("crm");
    inbox().reading("crm2");
    updated("newer", "crm2");
    delivered("crm2");
    inbox().reading("crm");
    Work older = inbox().claimOne("crm");
    assertThat(overtaken(older)).isEmpty();

    inbox().inbox().work().close("crm2");

    assertThat(inbox().inbox().work().overtaken(older)).isEmpty();
    assertThat(overtaken(older)).isPresent();
  }

  @Test
  default void a_name_that_is_read_is_another_system() {
    inbox().reading(FIRST, "crm");
    updated("older", "crm");
    inbox().inbox().work().close("crm");
    inbox().reading("mail");
    updated("newer", "mail");
    delivered("mail");
    inbox().reading("crm");

    assertThat(overtaken(inbox().claimOne("crm"))).isEmpty();
  }

  @Test
  default void a_system_that_is_gone_and_had_both_is_another_one() {
    inbox().reading(FIRST, "crm", "mail");
    updated("older", "crm", "mail");
    delivered("mail");
    updated("newer", "mail");
    delivered("mail");
    inbox().inbox().work().close("mail");
    inbox().inbox().work().close("crm");
    inbox().reading("crm");

    assertThat(overtaken(inbox().claimOne("crm"))).isEmpty();
  }

  @Test
  default void a_system_that_is_gone_and_got_what_this_one_never_gets_is_another_one() {
    inbox().reading(FIRST, "crm", "mail");
    updated("older", "crm");
    handedOn("ticket.cancelled", "ticket:1", "newer", "mail");
    delivered("mail");
    inbox().inbox().work().close("mail");
    inbox().inbox().work().close("crm");
    inbox().reading("crm");

    assertThat(overtaken(inbox().claimOne("crm"))).isEmpty();
  }

  @Test
  default void what_is_newer_than_all_under_the_other_name_is_sent() {
    inbox().reading(FIRST, "crm2");
    updated("first", "crm2");
    delivered("crm2");
    inbox().inbox().work().close("crm2");
    inbox().reading("crm");
    updated("second", "crm");
    inbox().inbox().work().close("crm");
    inbox().reading("crm");

    assertThat(overtaken(inbox().claimOne("crm"))).isEmpty();
  }
}
