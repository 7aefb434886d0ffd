package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;

import io.github.mentagateway.inbox.Letters.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Each kind of thing that an inbox acknowledges and that must be on disk by then: notifications one after the other and many at once, and
 * what a person decides. A witness is told of each one before it is asked for, and as soon as it is acknowledged.
 */
final class AcknowledgementScenario {

  interface Witness {
    void phase(String name);

    /** @param token what is written for it holds this text; null: no text can be told by which it is found */
    void requested(String name, String token);

    /** On whatever thread it was acknowledged. */
    void acknowledged(String name);
  }

  static final int ONE_BY_ONE = 16;
  static final int TOGETHER = 64;
  static final int COPIES = 8;
  private static final int SENDERS = 8;
  private static final int EACH_SENDER = 8;
  /** How often each kind of decision is made. */
  static final int DECISIONS = 3;
  static final int ACKNOWLEDGED = 2 * ONE_BY_ONE + TOGETHER + COPIES + SENDERS * EACH_SENDER + 8 * DECISIONS;

  private final InboxDriver inbox;
  private final Witness witness;
  private final Queue<Work> claimed = new ArrayDeque<>();

  AcknowledgementScenario(InboxDriver inbox, Witness witness) {
    this.inbox = inbox;
    this.witness = witness;
  }

  void run() {
    inbox.reading(FIRST);
    oneByOne();
    together();
    severalSenders();
    decisions();
    completions();
    witness.phase("end");
  }

  private void oneByOne() {
    witness.phase("one-by-one");
    for (int i = 100; i < 100 + ONE_BY_ONE; i++) {
      accept("accepted-" + i, inbox.arrival("ticket:" + i, body("accepted-" + i)), Receipt.Outcome.ACCEPTED).join();
      accept("unusable-" + i, inbox.unusable(body("unusable-" + i), "no envelope"), Receipt.Outcome.QUARANTINED).join();
    }
  }

  /** What one group holds. Some have a copy right behind them, which is called a duplicate of what is not on disk yet. */
  private void together() {
    witness.phase("together");
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    inbox.together(() -> {
      for (int i = 200; i < 200 + TOGETHER; i++) {
        Arrival arrival = inbox.arrival("ticket:" + i, body("together-" + i));
        answers.add(accept("together-" + i, arrival, Receipt.Outcome.ACCEPTED));
        if (i < 200 + COPIES) {
          answers.add(ask("copy-" + i, "together-" + i, arrival, Receipt.Outcome.DUPLICATE));
        }
      }
    });
    answers.forEach(CompletableFuture::join);
  }

  /** One group after the other, the next one asked for while the last is answered. */
  private void severalSenders() {
    witness.phase("several-senders");
    List<CompletableFuture<Void>> senders = IntStream.range(0, SENDERS).mapToObj(sender -> CompletableFuture.runAsync(() -> {
      for (int i = 0; i < EACH_SENDER; i++) {
        String name = "sender-" + sender + i;
        accept(name, inbox.arrival("ticket:" + name, body(name)), Receipt.Outcome.ACCEPTED).join();
      }
    }, task -> new Thread(task).start())).toList();
    senders.forEach(CompletableFuture::join);
  }

  private void decisions() {
    witness.phase("decisions");
    for (int i = 300; i < 300 + DECISIONS; i++) {
      String suffix = "-" + i;
      Letters letters = inbox.inbox().letters();
      String retried = deadLetter();
      decide("retry" + suffix, null, () -> letters.retry(Kind.DEAD_LETTER, retried, false));
      String replayed = deadLetter();
      decide("replay" + suffix, "replay" + suffix, () -> letters.replay(Kind.DEAD_LETTER, replayed, action("replay" + suffix), false));
      String discarded = deadLetter();
      decide("discard" + suffix, "discard" + suffix, () -> letters.discard(Kind.DEAD_LETTER, discarded, "reason discard" + suffix));
      List<Letters.Letter> quarantined = letters.list(Kind.QUARANTINE, Long.MAX_VALUE, 2);
      decide("route" + suffix, "route" + suffix,
          () -> letters.replay(Kind.QUARANTINE, quarantined.get(0).deliveryId(), action("route" + suffix), false));
      decide("drop" + suffix, "drop" + suffix,
          () -> letters.discard(Kind.QUARANTINE, quarantined.get(1).deliveryId(), "reason drop" + suffix));
      decide("pause" + suffix, "pause" + suffix, () -> inbox.inbox().channels().pause("mail", "reason pause" + suffix));
      decide("resume" + suffix, null, () -> inbox.inbox().channels().resume("mail"));
      String copied = inbox.inbox().duplicates().list(Long.MAX_VALUE, DECISIONS).get(i - 300).notificationId();
      decide("again" + suffix, null, () -> inbox.inbox().letters().deliverAgain(copied, true));
    }
  }

  /** Nobody waits for their sync: they may be made once more after a loss of power. */
  private void completions() {
    witness.phase("completions");
    for (Work work = nextClaimed(); work != null; work = nextClaimed()) {
      inbox.done(work);
    }
  }

  private CompletableFuture<Void> accept(String name, Arrival arrival, Receipt.Outcome expected) {
    return ask(name, name, arrival, expected);
  }

  private CompletableFuture<Void> ask(String name, String token, Arrival arrival, Receipt.Outcome expected) {
    witness.requested(name, token);
    return inbox.inbox().acceptance().accept(arrival).thenAccept(receipt -> {
      witness.acknowledged(name);
      if (receipt.outcome() != expected) {
        throw new IllegalStateException(name + " is " + receipt);
      }
      inbox.inbox().acceptance().answered(receipt);
    });
  }

  private void decide(String name, String token, Runnable decision) {
    witness.requested(name, token);
    decision.run();
    witness.acknowledged(name);
  }

  private String deadLetter() {
    Work work = nextClaimed();
    inbox.dead(work, "refused for good");
    return work.deliveryId();
  }

  private Work nextClaimed() {
    if (claimed.isEmpty()) {
      claimed.addAll(inbox.claim(FIRST));
    }
    return claimed.poll();
  }

  private static String body(String token) {
    return "{\"token\":\"" + token + "\"}";
  }

  private static Letters.Revision action(String token) {
    return new Letters.Revision(token, null, Payload.ORIGINAL);
  }
}
