package io.github.mentagateway.inbox;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Lets arrivals to the writer, as many at once as may wait for a commit, and none while the store has a problem. */
final class Admission {
  private final int most;
  private final Semaphore queue;
  private final Copies copies;
  private final Ids ids;
  private final Writer writer;

  Admission(InboxOptions options, Ids ids, Writer writer) {
    this.most = options.queue();
    this.queue = new Semaphore(most);
    this.copies = new Copies(options.horizon());
    this.ids = ids;
    this.writer = writer;
  }

  CompletableFuture<Receipt> accept(Arrival arrival, Optional<String> problem) {
    if (problem.isPresent()) {
      return CompletableFuture.failedFuture(new InboxUnavailableException(problem.get()));
    }
    if (!queue.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new InboxUnavailableException("gateway.store.queue: " + most + " requests wait for a commit already"));
    }
    Accept accept = new Accept(arrival, ids, copies);
    CompletableFuture<Receipt> answer = accept.future().whenComplete((receipt, failure) -> queue.release());
    writer.submit(accept);
    return answer;
  }
}
