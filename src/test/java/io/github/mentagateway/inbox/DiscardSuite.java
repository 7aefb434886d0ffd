package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.Letters.Kind.DEAD_LETTER;
import static io.github.mentagateway.inbox.Letters.Kind.QUARANTINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A person's decision that a letter is not sent any more. */
interface DiscardSuite extends InboxSuite {
  ChannelRules HOLDING = new ChannelRules(true, true, java.time.Duration.ofSeconds(10));

  private Letters letters() {
    return inbox().inbox().letters();
  }

  /** One dead letter of {@code ticket:1}, with "later" waiting behind it. */
  private String deadLetter() {
    inbox().accept("ticket:1", "old");
    inbox().accept("ticket:1", "later");
    Work work = inbox().claimOne(FIRST);
    inbox().dead(work, "refused for good");
    return work.deliveryId();
  }

  @Test
  default void a_discarded_one_leaves_its_list_and_is_found_with_both_reasons() {
    inbox().reading(FIRST);
    String dead = deadLetter();
    assertThat(letters().count(DEAD_LETTER)).containsEntry(FIRST, 1L);

    letters().discard(DEAD_LETTER, dead, "mended by hand");

    assertThat(letters().count(DEAD_LETTER)).isEmpty();
    assertThat(letters().list(DEAD_LETTER, Long.MAX_VALUE, 10)).isEmpty();
    Letters.Detail detail = letters().find(dead).orElseThrow();
    assertThat(detail.letter().state()).isEqualTo("discarded");
    assertThat(detail.letter().reason()).isEqualTo("discarded: mended by hand (was: refused for good)");
    assertThat(detail.letter().since()).isEqualTo(clock().instant());
    assertThat(detail.letter().attempts()).isEqualTo(1);
    assertThat(detail.original().body()).asString().isEqualTo("old");
    assertThat(detail.attempts()).hasSize(1);
    assertThat(inbox().drain(FIRST)).containsExactly("later");
  }

  @Test
  default void a_quarantined_arrival_can_be_discarded_too() {
    String odd = inbox().reading(FIRST).inbox().acceptance().accept(inbox().unusable("%", "not JSON")).join().id();

    letters().discard(QUARANTINE, odd, "somebody tried the address out");

    assertThat(letters().count(QUARANTINE)).isEmpty();
    assertThat(letters().find(odd).orElseThrow().letter().reason())
        .isEqualTo("discarded: somebody tried the address out (was: not JSON)");
  }

  @Test
  default void what_is_no_letter_of_that_kind_any_more_is_refused_and_keeps_its_reason() {
    inbox().reading(FIRST);
    String dead = deadLetter();

    refused(QUARANTINE, dead, dead + " is dead, and only one that is quarantined can be discarded here");
    letters().discard(DEAD_LETTER, dead, "first");
    refused(DEAD_LETTER, dead, dead + " is discarded, and only one that is dead can be discarded here");
    refused(DEAD_LETTER, "17", "there is no delivery with this id in this store: list shows those there are");
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters().retry(DEAD_LETTER, dead, true))
        .withMessage(dead + " is discarded, and only one that is dead can be sent again here");

    assertThat(letters().find(dead).orElseThrow().letter().reason()).isEqualTo("discarded: first (was: refused for good)");
  }

  private void refused(Letters.Kind kind, String id, String message) {
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters().discard(kind, id, "again"))
        .withMessage(message);
  }

  @Test
  default void what_a_dead_letter_held_up_goes_on_and_the_reader_is_told() {
    AtomicInteger told = new AtomicInteger();
    inbox().inbox().work().open(FIRST, HOLDING, told::incrementAndGet);
    String dead = deadLetter();
    assertThat(inbox().claim(FIRST)).isEmpty();
    int before = told.get();

    letters().discard(DEAD_LETTER, dead, "mended by hand");

    // the reader is told after whoever decided
    await().untilAsserted(() -> assertThat(told.get()).isGreaterThan(before));
    assertThat(inbox().drain(FIRST)).containsExactly("later");
  }

  @Test
  default void one_of_two_dead_letters_that_is_discarded_leaves_the_other_s_hold() {
    inbox().reading(FIRST);
    List<String> dead = List.of(deadLetter(), deadLetter());
    inbox().inbox().work().close(FIRST);
    inbox().inbox().work().open(FIRST, HOLDING, () -> {});

    letters().discard(DEAD_LETTER, dead.get(0), "mended by hand");
    assertThat(inbox().claim(FIRST)).isEmpty();
    letters().discard(DEAD_LETTER, dead.get(1), "mended by hand");

    assertThat(inbox().drain(FIRST)).containsExactly("old", "later");
  }

  @Test
  default void a_discard_that_was_answered_survives_a_crash() {
    inbox().inbox().work().open(FIRST, HOLDING, () -> {});
    String dead = deadLetter();
    letters().discard(DEAD_LETTER, dead, "mended by hand");

    reopenAfterCrash().inbox().work().open(FIRST, HOLDING, () -> {});

    assertThat(letters().find(dead).orElseThrow().letter().state()).isEqualTo("discarded");
    assertThat(letters().count(DEAD_LETTER)).isEmpty();
    assertThat(inbox().drain(FIRST)).containsExactly("later");
    assertThat(reopen().reading(FIRST).drain(FIRST)).isEmpty();
  }
}
