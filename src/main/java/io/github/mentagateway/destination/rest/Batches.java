package io.github.mentagateway.destination.rest;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where the attempts of one step meet, as transactions do in a group commit: attempts for one URL that run at the same time share a batch.
 * A batch is closed when it is full, or when its first item has waited long enough. The attempt of the first item makes the call, and the
 * others wait for what it tells them.
 */
final class Batches {
  private final int most;
  private final long waitNanos;
  private final Map<String, Batch> open = new HashMap<>();

  /** @param most how many items a batch has at most; a batch of one is never waited for */
  Batches(int most, long waitNanos) {
    this.most = most;
    this.waitNanos = waitNanos;
  }

  /** What one attempt wants to be sent. */
  record Item(String deliveryId, byte[] json) {}

  /** What the attempts of a batch are told by the one that made its call. */
  sealed interface Outcome {}

  /** @param texts for each item what answers it, in order; null for one that the API has not answered */
  record Answered(int status, Map<String, Object> headers, List<String> texts) implements Outcome {}

  /** No answer came, or none that can be told apart. */
  record Failed(Throwable cause) implements Outcome {}

  /** The API refused the call, which does not say because of which item: each is to be sent by itself. */
  record EachAlone() implements Outcome {}

  /** The items of one call. Its fields are guarded by the {@link Batches} that it is of. */
  static final class Batch {
    private final List<Item> items = new ArrayList<>();
    private final long until;
    private boolean closed;
    private Outcome outcome;

    private Batch(long until) {
      this.until = until;
    }

    /** In the order of the call. Does not change once {@link Batches#join} has returned. */
    List<Item> items() {
      return items;
    }
  }

  /**
   * Waits until the batch is closed and the caller is to make its call, or until the call has ended.
   *
   * @throws InterruptedIOException when the caller's attempt is over. A batch that is not closed yet goes on without its item
   */
  synchronized Batch join(String url, Item item) throws InterruptedIOException {
    Batch batch = open.computeIfAbsent(url, any -> new Batch(System.nanoTime() + waitNanos));
    batch.items.add(item);
    if (batch.items.size() >= most) {
      close(url, batch);
    }
    try {
      while (batch.outcome == null) {
        boolean first = batch.items.get(0) == item;
        long left = batch.until - System.nanoTime();
        if (first && batch.closed) {
          return batch;
        } else if (!first) {
          wait();
        } else if (left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        } else {
          close(url, batch);
        }
      }
      return batch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException over = new InterruptedIOException("the attempt was interrupted while it waited for the call of its batch");
      leave(url, batch, item, over);
      throw over;
    }
  }

  /** A batch that has one item, and is the caller's to send. */
  static Batch alone(Item item) {
    Batch batch = new Batch(0);
    batch.items.add(item);
    batch.closed = true;
    return batch;
  }

  private void close(String url, Batch batch) {
    batch.closed = true;
    open.remove(url, batch);
    notifyAll();
  }

  private void leave(String url, Batch batch, Item item, InterruptedIOException over) {
    if (batch.closed && batch.items.get(0) == item) {
      end(batch, new Failed(over));
    } else if (!batch.closed) {
      batch.items.remove(item);
      if (batch.items.isEmpty()) {
        open.remove(url, batch);
      }
      // the next one is the first now
      notifyAll();
    }
  }

  /** Null while the caller is to make the call. */
  synchronized Outcome outcome(Batch batch) {
    return batch.outcome;
  }

  /** Tells all attempts of the batch how its call ended; what was told first counts. */
  synchronized void end(Batch batch, Outcome outcome) {
    if (batch.outcome == null) {
      batch.outcome = outcome;
      notifyAll();
    }
  }
}
