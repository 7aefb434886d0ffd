package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.Letters.Kind.QUARANTINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Receipt.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What no row can hold is in custody all the same: the sender could not mend it, and would send it again for ever. */
interface CustodySuite extends InboxSuite {
  String TOO_LONG = "ticket:" + "x".repeat(5_000);

  @Test
  default void what_no_row_can_hold_is_quarantined_and_nothing_else_is() {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();

    inbox().together(() -> {
      receipts.add(inbox().submit("ticket:1", "before"));
      receipts.add(inbox().submit(TOO_LONG, "too long an entity"));
      receipts.add(inbox().submit("ticket:1", "after"));
      receipts.add(inbox().submit("ticket:1", "after"));
    });

    assertThat(receipts.get(0).join().outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(receipts.get(2).join().outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(receipts.get(3).join()).isEqualTo(new Receipt(receipts.get(2).join().number(), receipts.get(2).join().id(), Outcome.DUPLICATE, null, DuplicateRule.NEWEST));
    Receipt odd = receipts.get(1).join();
    assertThat(odd.outcome()).isEqualTo(Outcome.QUARANTINED);
    assertThat(odd.reason()).isNotBlank().hasSizeLessThan(1_000);
    assertThat(inbox().reading(FIRST).drain(FIRST)).containsExactly("before", "after");
  }

  @Test
  default void it_keeps_all_it_came_with_and_waits_for_a_person() {
    Receipt receipt = inbox().reading(FIRST).submit(TOO_LONG, "too long an entity").join();

    Letters.Detail detail = inbox().inbox().letters().find(receipt.id()).orElseThrow();
    assertThat(detail.original().body()).asString().isEqualTo("too long an entity");
    assertThat(detail.original().headers()).containsValue("menta");
    assertThat(detail.letter().state()).isEqualTo("quarantined");
    assertThat(detail.letter().action()).isEqualTo("ticket.updated");
    assertThat(detail.letter().reason()).isEqualTo(receipt.reason());
    assertThat(inbox().inbox().letters().count(QUARANTINE)).containsEntry(FIRST, 1L);
    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(inbox().inbox().acceptance().problem()).isEmpty();
  }

  @Test
  default void it_is_there_after_a_crash() {
    String id = inbox().submit(TOO_LONG, "too long an entity").join().id();

    reopenAfterCrash();

    assertThat(inbox().inbox().letters().find(id).orElseThrow().original().body()).asString().isEqualTo("too long an entity");
  }

  @Test
  default void it_is_replayed_as_what_it_turns_out_to_be() {
    String id = inbox().reading(FIRST).submit(TOO_LONG, "too long an entity").join().id();

    inbox().inbox().letters().replay(QUARANTINE, id, new Letters.Revision("ticket.updated", "ticket:1", Payload.ORIGINAL), false);

    assertThat(inbox().drain(FIRST)).containsExactly("too long an entity");
  }

  @Test
  default void many_of_them_at_once_are_each_in_custody() {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();

    inbox().together(() -> IntStream.range(0, 40)
        .forEach(i -> receipts.add(inbox().submit(i % 2 == 0 ? TOO_LONG + i : "ticket:" + i, "x" + i))));

    assertThat(receipts).extracting(receipt -> receipt.join().outcome())
        .containsExactlyElementsOf(IntStream.range(0, 40).mapToObj(i -> i % 2 == 0 ? Outcome.QUARANTINED : Outcome.ACCEPTED).toList());
  }

  /** Letters that an index cannot make shorter, of one to four bytes each. */
  @Test
  default void an_entity_of_any_length_is_accepted_or_quarantined_and_never_sent_back() {
    inbox().reading(FIRST);
    Random random = new Random(15);
    List<String> alphabets =
        List.of("abcdefghijklmnopqrstuvwxyz0123456789", "áéíóúñüàèìòùâêîôû", "漢字仮名交文日本語", "😀😁😂🤣😃😄😅😆");
    List<Receipt> receipts = new ArrayList<>();
    for (String alphabet : alphabets) {
      int[] letters = alphabet.codePoints().toArray();
      for (int length : List.of(100, 299, 300, 301, 600, 900, 2_000, 2_700, 9_000)) {
        StringBuilder entity = new StringBuilder("ticket:");
        random.ints(length, 0, letters.length).forEach(letter -> entity.appendCodePoint(letters[letter]));
        receipts.add(inbox().accept(entity.toString(), "x" + receipts.size()));
      }
    }

    assertThat(receipts).extracting(Receipt::outcome).containsOnly(Outcome.ACCEPTED, Outcome.QUARANTINED);
    long accepted = receipts.stream().filter(receipt -> receipt.outcome() == Outcome.ACCEPTED).count();
    assertThat(inbox().drain(FIRST)).hasSize((int) accepted);
    assertThat(inbox().inbox().acceptance().problem()).isEmpty();
  }
}
