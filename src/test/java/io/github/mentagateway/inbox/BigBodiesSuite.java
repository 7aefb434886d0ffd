package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bodies near the limit of the intake, which no row of a database likes: they come back to the byte. */
interface BigBodiesSuite extends InboxSuite {
  int BODIES = 300;
  int BYTES = 200_000;

  /** Bytes that cannot be compressed, the same for the same name. */
  private static byte[] body(String name) {
    byte[] bytes = new byte[BYTES];
    new Random(name.hashCode()).nextBytes(bytes);
    return bytes;
  }

  private CompletableFuture<Receipt> submit(int i) {
    Arrival usual = inbox().arrival("ticket:" + i % 50, "content " + i);
    return inbox().inbox().acceptance().accept(new Arrival(usual.channel(), new Original(body("arrival " + i), Map.of("Number", String.valueOf(i)),
        clock().instant()), usual.action(), usual.entity(), usual.comparison(), Payload.ORIGINAL, null));
  }

  /** Some at a time: a test has not much memory. */
  private void accept(int bodies) {
    for (int from = 0; from < bodies; from += 50) {
      List<CompletableFuture<Receipt>> receipts = IntStream.range(from, from + 50).mapToObj(this::submit).toList();
      receipts.forEach(receipt -> assertThat(receipt.join().outcome()).isEqualTo(Receipt.Outcome.ACCEPTED));
    }
  }

  private static String number(Work work) {
    // the store may give names of headers back in small letters
    return work.original().headers().entrySet().stream().filter(header -> header.getKey().equalsIgnoreCase("number")).findFirst()
        .orElseThrow().getValue();
  }

  private List<String> sendOn() {
    List<String> seen = new ArrayList<>();
    for (List<Work> works = inbox().inbox().work().claim(FIRST, 20); !works.isEmpty(); works = inbox().inbox().work().claim(FIRST, 20)) {
      for (Work work : works) {
        String number = number(work);
        assertThat(work.original().body()).isEqualTo(body("arrival " + number));
        seen.add(number);
        inbox().done(work, send("rest", work.entity(), null, new Payload("bytes", body("sent " + number))));
      }
    }
    return seen;
  }

  private List<String> deliver() {
    List<String> seen = new ArrayList<>();
    for (List<Work> works = inbox().inbox().work().claim("rest", 20); !works.isEmpty(); works = inbox().inbox().work().claim("rest", 20)) {
      for (Work work : works) {
        String number = number(work);
        assertThat(work.payload().kind()).isEqualTo("bytes");
        assertThat(work.payload().bytes()).isEqualTo(body("sent " + number));
        assertThat(work.original().body()).isEqualTo(body("arrival " + number));
        seen.add(number);
        inbox().done(work);
      }
    }
    return seen;
  }

  private static List<String> numbers(int bodies) {
    return IntStream.range(0, bodies).mapToObj(String::valueOf).toList();
  }

  @Test
  default void they_are_accepted_sent_on_and_delivered_to_the_byte() {
    inbox().reading(FIRST, "rest");

    accept(BODIES);

    assertThat(sendOn()).containsExactlyInAnyOrderElementsOf(numbers(BODIES));
    assertThat(deliver()).containsExactlyInAnyOrderElementsOf(numbers(BODIES));
  }

  @Test
  default void they_are_there_to_the_byte_after_a_crash_and_after_a_start() {
    accept(50);
    reopenAfterCrash().reading(FIRST, "rest");
    assertThat(sendOn()).containsExactlyInAnyOrderElementsOf(numbers(50));
    reopen().reading("rest");

    assertThat(deliver()).containsExactlyInAnyOrderElementsOf(numbers(50));
  }

  @Test
  default void one_run_sends_many_of_them() {
    inbox().reading(FIRST, "rest").accept("ticket:1", "sold");
    List<Send> sends = IntStream.range(0, 60)
        .mapToObj(i -> send("rest", "ticket:" + i % 7, null, new Payload("bytes " + i, body("sent " + i)))).toList();
    inbox().submitDone(inbox().claimOne(FIRST), sends).join();

    List<Work> works = inbox().drained("rest");

    assertThat(works).hasSize(60).allSatisfy(work ->
        assertThat(work.payload().bytes()).isEqualTo(body("sent " + work.payload().kind().substring("bytes ".length()))));
  }

  @Test
  default void a_letter_shows_its_own_to_the_byte_and_is_replayed_with_it() {
    inbox().reading(FIRST, "rest");
    submit(1).join();
    inbox().done(inbox().claimOne(FIRST), send("rest", "ticket:1", null, new Payload("bytes", body("sent 1"))));
    Work work = inbox().claimOne("rest");
    inbox().dead(work, "refused");

    Letters.Detail detail = inbox().inbox().letters().find(work.deliveryId()).orElseThrow();
    assertThat(detail.original().body()).isEqualTo(body("arrival 1"));
    assertThat(detail.payload().bytes()).isEqualTo(body("sent 1"));
    inbox().inbox().letters().replay(Letters.Kind.DEAD_LETTER, work.deliveryId(), null, false);
    assertThat(inbox().claimOne("rest").payload().bytes()).isEqualTo(body("sent 1"));
  }
}
