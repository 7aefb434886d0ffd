package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static io.github.mentagateway.inbox.Letters.Kind.DEAD_LETTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is handed out first when a paused channel goes on: along each line the older ones, whenever they came. */
interface ResumedSuite extends InboxSuite {

  /** More than a start reads at once. */
  default int manyWaiting() {
    return 20_000;
  }

  private Channels channels() {
    return inbox().inbox().channels();
  }

  /** The next ones of the only line that is left, each done before the next one is claimed. */
  private List<String> next(String channel, int count) {
    List<String> contents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Work work = inbox().claimOne(channel);
      contents.add(InboxDriver.content(work));
      inbox().done(work);
    }
    return contents;
  }

  @Test
  default void what_waited_since_before_the_start_is_handed_out_before_what_arrives_in_its_line() {
    inbox().acceptAll("ticket:other", IntStream.range(0, manyWaiting()).mapToObj(i -> "other " + i));
    inbox().accept("ticket:1", "old");
    inbox().accept("ticket:1", "old too");
    channels().pause(FIRST, "maintenance");

    reopen().reading(FIRST);
    inbox().accept("ticket:1", "new");
    channels().resume(FIRST);

    List<String> ofTicket = new ArrayList<>();
    while (ofTicket.size() < 3) {
      inbox().claim(FIRST).forEach(work -> {
        if (work.entity().equals("ticket:1")) {
          ofTicket.add(InboxDriver.content(work));
        }
        inbox().done(work);
      });
    }
    assertThat(ofTicket).containsExactly("old", "old too", "new");
  }

  @Test
  default void a_line_of_many_that_waited_since_before_the_start_goes_on_from_its_oldest() {
    inbox().acceptAll("ticket:1", IntStream.range(0, manyWaiting() / 4).mapToObj(i -> "old " + i));
    channels().pause(FIRST, "maintenance");

    reopen().reading(FIRST);
    inbox().accept("ticket:1", "new");
    assertThat(inbox().claim(FIRST)).isEmpty();
    channels().resume(FIRST);

    assertThat(next(FIRST, 50)).isEqualTo(IntStream.range(0, 50).mapToObj(i -> "old " + i).toList());
  }

  @Test
  default void after_a_crash_too() {
    inbox().acceptAll("ticket:1", Stream.of("a", "b"));
    channels().pause(FIRST, "maintenance");

    reopenAfterCrash().reading(FIRST);
    inbox().acceptAll("ticket:1", Stream.of("c", "d"));
    channels().resume(FIRST);

    assertThat(inbox().drain(FIRST)).containsExactly("a", "b", "c", "d");
  }

  @Test
  default void what_was_sent_to_it_before_the_start_comes_before_what_is_sent_to_it_after() {
    inbox().reading(FIRST).accept("ticket:1", "before");
    inbox().done(inbox().claimOne(FIRST), send("mail", "holder", "a"), send("mail", "holder", "b"));
    channels().pause("mail", "maintenance");

    reopen().reading(FIRST, "mail");
    inbox().accept("ticket:1", "after");
    inbox().done(inbox().claimOne(FIRST), send("mail", "holder", "c"));
    assertThat(inbox().claim("mail")).isEmpty();
    channels().resume("mail");

    assertThat(inbox().drain("mail")).containsExactly("a", "b", "c");
  }

  @Test
  default void what_arrives_while_it_is_paused_comes_behind_what_waited_before_in_every_line() {
    inbox().reading(FIRST);
    List<String> entities = IntStream.range(0, 20).mapToObj(i -> "ticket:" + i).toList();
    entities.forEach(entity -> inbox().acceptAll(entity, Stream.of(entity + " 1", entity + " 2")));
    channels().pause(FIRST, "maintenance");
    entities.forEach(entity -> inbox().acceptAll(entity, Stream.of(entity + " 3", entity + " 4")));
    channels().resume(FIRST);

    List<String> drained = inbox().drain(FIRST);

    assertThat(drained).hasSize(80);
    entities.forEach(entity -> assertThat(drained.stream().filter(content -> content.startsWith(entity + " ")))
        .containsExactly(entity + " 1", entity + " 2", entity + " 3", entity + " 4"));
  }

  @Test
  default void what_was_under_way_when_it_was_paused_and_came_back_comes_first() {
    inbox().reading(FIRST);
    inbox().acceptAll("ticket:1", Stream.of("a", "b"));
    Work work = inbox().claimOne(FIRST);
    channels().pause(FIRST, "maintenance");
    inbox().retry(work, Duration.ofSeconds(5));
    inbox().accept("ticket:1", "c");
    clock().move(Duration.ofSeconds(5));
    channels().resume(FIRST);

    assertThat(inbox().drain(FIRST)).containsExactly("a", "b", "c");
  }

  @Test
  default void what_a_person_retried_while_it_was_paused_has_its_old_place() {
    inbox().reading(FIRST);
    inbox().acceptAll("ticket:1", Stream.of("a", "b"));
    Work dead = inbox().claimOne(FIRST);
    inbox().dead(dead, "refused");
    channels().pause(FIRST, "maintenance");
    inbox().accept("ticket:1", "c");
    inbox().inbox().letters().retry(DEAD_LETTER, dead.deliveryId(), false);
    assertThat(inbox().claim(FIRST)).isEmpty();
    channels().resume(FIRST);

    assertThat(inbox().drain(FIRST)).containsExactly("a", "b", "c");
  }

  @Test
  default void what_was_given_back_while_it_was_paused_has_its_old_place() {
    inbox().reading(FIRST);
    inbox().acceptAll("ticket:1", Stream.of("a", "b"));
    Work work = inbox().claimOne(FIRST);
    channels().pause(FIRST, "maintenance");
    inbox().inbox().work().release(work);
    assertThat(inbox().claim(FIRST)).isEmpty();
    channels().resume(FIRST);

    assertThat(inbox().drain(FIRST)).containsExactly("a", "b");
  }
}
