package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One entity of which very much waits: the head is found and the next one put in its place as in a short line. */
interface LongLineSuite extends InboxSuite {
  int SETTLED = 200;

  /** How many wait in the line. */
  default int lineLength() {
    return 20_000;
  }

  private void fill(int length) {
    inbox().acceptAll("ticket:1", IntStream.range(0, length).mapToObj(i -> "x" + i));
  }

  private static List<String> contents(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "x" + i).toList();
  }

  @Test
  default void the_head_of_a_long_line_is_settled_again_and_again_in_order() {
    inbox().reading(FIRST);
    fill(lineLength());

    List<String> handedOut = new ArrayList<>();
    for (int i = 0; i < SETTLED; i++) {
      Work head = inbox().claimOne(FIRST);
      handedOut.add(content(head));
      inbox().done(head);
    }

    assertThat(handedOut).isEqualTo(contents(0, SETTLED));
    assertThat(inbox().inbox().channels().backlog()).extracting(Channels.Backlog::waiting).containsExactly((long) lineLength() - SETTLED);
  }

  @Test
  default void a_long_line_goes_on_after_a_crash_while_more_arrives_in_it() {
    fill(lineLength());
    reopenAfterCrash().reading(FIRST);

    List<String> handedOut = new ArrayList<>();
    for (int i = 0; i < SETTLED; i++) {
      inbox().accept("ticket:1", "behind " + i);
      Work head = inbox().claimOne(FIRST);
      handedOut.add(content(head));
      inbox().done(head);
    }

    assertThat(handedOut).isEqualTo(contents(0, SETTLED));
  }

  @Test
  default void the_head_of_a_long_line_is_tried_again_given_up_and_quarantined_in_order() {
    inbox().reading(FIRST);
    fill(lineLength() / 10);

    List<String> handedOut = new ArrayList<>();
    for (int i = 0; i < SETTLED; i++) {
      Work head = inbox().claimOne(FIRST);
      handedOut.add(content(head));
      if (i % 3 == 0) {
        inbox().retry(head, Duration.ofSeconds(1));
        assertThat(inbox().claim(FIRST)).isEmpty();
        clock().move(Duration.ofSeconds(1));
        inbox().dead(inbox().claimOne(FIRST), "refused");
      } else if (i % 3 == 1) {
        inbox().quarantine(head, "unknown");
      } else {
        inbox().inbox().work().release(head);
        inbox().done(inbox().claimOne(FIRST));
      }
    }

    assertThat(handedOut).isEqualTo(contents(0, SETTLED));
  }

  @Test
  default void another_line_beside_a_long_one_does_not_wait_for_it() {
    inbox().reading(FIRST, "rest");
    fill(lineLength() / 10);
    Work head = inbox().claimOne(FIRST);
    inbox().acceptAll("ticket:2", IntStream.range(0, SETTLED).mapToObj(i -> "y" + i));

    assertThat(inbox().drain(FIRST)).isEqualTo(IntStream.range(0, SETTLED).mapToObj(i -> "y" + i).toList());
    inbox().done(head, send("rest", "ticket:1", "sent on"));
    assertThat(inbox().drain("rest")).containsExactly("sent on");
    assertThat(content(inbox().claimOne(FIRST))).isEqualTo("x1");
  }
}
