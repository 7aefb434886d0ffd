package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** An inbox in the words of its tests: what is sent is a text, which is its content and makes its fingerprint. */
record InboxDriver(Inbox inbox, Clock clock) {
  static final String FIRST = "notifications";
  static final ChannelRules USUAL = new ChannelRules(true, false, Duration.ofSeconds(10));
  private static final int AT_ONCE = 1_000;

  InboxDriver reading(String... channels) {
    for (String channel : channels) {
      inbox.work().open(channel, USUAL, () -> {});
    }
    return this;
  }

  Arrival arrival(String entity, String content) {
    return arrival("ticket.updated", entity, content);
  }

  Arrival arrival(String action, String entity, String content) {
    byte[] body = content.getBytes(StandardCharsets.UTF_8);
    return new Arrival(FIRST, new Original(body, Map.of("User-Agent", "menta"), clock.instant()), action, entity,
        new Comparison(Comparison.Policy.NEWEST, fingerprint(content), null), Payload.ORIGINAL, null);
  }

  Arrival unusable(String content, String reason) {
    byte[] body = content.getBytes(StandardCharsets.UTF_8);
    return new Arrival(FIRST, new Original(body, Map.of(), clock.instant()), null, null, null, Payload.ORIGINAL, reason);
  }

  CompletableFuture<Receipt> submit(String entity, String content) {
    return inbox.acceptance().accept(arrival(entity, content));
  }

  /** Accepted, and answered in time. */
  Receipt accept(String entity, String content) {
    return accept("ticket.updated", entity, content);
  }

  Receipt accept(String action, String entity, String content) {
    Receipt receipt = inbox.acceptance().accept(arrival(action, entity, content)).join();
    inbox.acceptance().answered(receipt);
    return receipt;
  }

  /** Accepts one arrival after the other without waiting for each, and answers them when all are in custody. */
  List<Receipt> acceptAll(String entity, Stream<String> contents) {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    contents.forEach(content -> {
      receipts.add(submit(entity, content));
      if (receipts.size() % AT_ONCE == 0) {
        receipts.get(receipts.size() - 1).join();
      }
    });
    List<Receipt> accepted = receipts.stream().map(CompletableFuture::join).toList();
    accepted.forEach(inbox.acceptance()::answered);
    return accepted;
  }

  Receipt acceptUnanswered(String entity, String content) {
    return submit(entity, content).join();
  }

  /** All that can be had now, up to a hundred. */
  List<Work> claim(String channel) {
    List<Work> all = new ArrayList<>();
    List<Work> works = inbox.work().claim(channel, 100);
    while (!works.isEmpty() && all.size() + works.size() < 100) {
      all.addAll(works);
      works = inbox.work().claim(channel, 100 - all.size());
    }
    all.addAll(works);
    return all;
  }

  /** The one delivery that can be claimed now. */
  Work claimOne(String channel) {
    List<Work> works = claim(channel);
    assertThat(works).hasSize(1);
    return works.get(0);
  }

  static String content(Work work) {
    byte[] bytes = work.payload().isOriginal() ? work.original().body() : work.payload().bytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static Send send(String channel, String entity, String content) {
    return send(channel, entity, null, content);
  }

  /** @param key its name among those that its run sends to the channel; null for none */
  static Send send(String channel, String entity, String key, String content) {
    return send(channel, entity, key, new Payload("text", content.getBytes(StandardCharsets.UTF_8)));
  }

  static Send send(String channel, String entity, String key, Payload payload) {
    return new Send(channel, entity, key, payload);
  }

  CompletableFuture<Void> settle(Work work, Settlement settlement) {
    return inbox.work().settle(work, clock.instant(), Duration.ofMillis(5), settlement);
  }

  void done(Work work, Send... sends) {
    submitDone(work, List.of(sends)).join();
  }

  void retry(Work work, Duration delay) {
    settle(work, new Settlement.Retry(clock.instant().plus(delay), "no luck", false)).join();
  }

  /** The destination could not be reached. */
  void fail(Work work, Duration delay) {
    settle(work, new Settlement.Retry(clock.instant().plus(delay), "no answer", true)).join();
  }

  /** The channel as an operator sees it. */
  Channels.Status status(String channel) {
    return inbox.channels().list().stream().filter(one -> one.channel().equals(channel)).findFirst().orElseThrow();
  }

  /** How the attempts of a delivery ended, those that are over. */
  List<Attempt.Outcome> outcomes(Work work) {
    return inbox.letters().find(work.deliveryId()).orElseThrow().attempts().stream().map(Attempt::outcome).toList();
  }

  void dead(Work work, String error) {
    settle(work, new Settlement.DeadLetter(error)).join();
  }

  void quarantine(Work work, String reason) {
    settle(work, new Settlement.Quarantine(reason)).join();
  }

  /** Everything that can be had from the channel now, in the order in which it is handed out, and done at once. */
  List<String> drain(String channel) {
    return drained(channel).stream().map(InboxDriver::content).toList();
  }

  List<Work> drained(String channel) {
    return Stream.generate(() -> claim(channel)).takeWhile(works -> !works.isEmpty())
        .flatMap(List::stream)
        .peek(work -> done(work))
        .toList();
  }

  CompletableFuture<Void> submitDone(Work work, List<Send> sends) {
    return settle(work, new Settlement.Delivered(sends));
  }

  /** Keeps the store from going on until the block has run, so that what the block submits comes in together. */
  void together(Runnable block) {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    inbox.work().open("held-up", USUAL, () -> {
      entered.countDown();
      awaitCalmly(leave);
    });
    awaitCalmly(entered);
    try {
      block.run();
    } finally {
      leave.countDown();
      inbox.work().close("held-up");
    }
  }

  static void awaitCalmly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Why a future failed. */
  static Throwable failure(CompletableFuture<?> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      return e.getCause();
    }
    throw new AssertionError("it did not fail");
  }

  private static byte[] fingerprint(String content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
