package io.github.mentagateway.store;

import io.github.mentagateway.store.sql.Columns;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why the store cannot go on, once it cannot, and who is to be told. */
final class FatalFailure {
  private static final Logger LOG = LoggerFactory.getLogger(FatalFailure.class);

  private final AtomicReference<Throwable> cause = new AtomicReference<>();
  private final AtomicReference<Consumer<Throwable>> handler = new AtomicReference<>();
  private volatile boolean closed;

  /** Null while all is well. */
  Throwable cause() {
    return cause.get();
  }

  void onFatal(Consumer<Throwable> newHandler) {
    handler.set(newHandler);
    tell();
  }

  /** From now on the end is in order: who still reads while the database goes away must not turn it into a failure. */
  void closed() {
    closed = true;
  }

  void becauseOf(Throwable failure) {
    if (closed) {
      LOG.warn("event=store_failed_while_closing error={}", Columns.explain(failure));
      return;
    }
    cause.compareAndSet(null, failure);
    tell();
  }

  /** On a thread of its own: a handler that ends the process would wait for the writer that calls it. */
  private void tell() {
    Throwable known = cause.get();
    Consumer<Throwable> told = known == null ? null : handler.getAndSet(null);
    if (told != null) {
      new Thread(() -> told.accept(known), "inbox-failed").start();
    }
  }
}
