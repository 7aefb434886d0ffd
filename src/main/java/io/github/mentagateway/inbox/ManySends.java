package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What one run sends on when it is much, such as a mail to each holder of a stadium's tickets. Written bit by bit, with other changes
 * in between, because intake must not wait for all of it; handed out only when its sender is done, in the sender's own transaction. If
 * the process ends before that, the next start takes it back, since the sender is run again.
 */
final class ManySends {
  /** More than a usual run sends, and few enough to be written while a request waits for its answer. */
  static final int AT_ONCE = 500;

  private final Entry sender;
  private final Writer writer;
  private final List<Entry> written = new ArrayList<>();

  ManySends(Entry sender, Writer writer) {
    this.sender = sender;
    this.writer = writer;
  }

  /** Completes with what was made. When it fails, nothing is left of it. */
  CompletableFuture<List<Entry>> write(List<Send> sends) {
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (int from = 0; from < sends.size(); from += AT_ONCE) {
      List<Send> some = sends.subList(from, Math.min(from + AT_ONCE, sends.size()));
      all = all.thenCompose(before -> submit(transaction -> insert(transaction, some)));
    }
    return all.handle((done, failure) -> failure == null
        ? CompletableFuture.completedFuture(written)
        : takeBack().handle((back, again) -> CompletableFuture.<List<Entry>>failedFuture(failure)).thenCompose(failed -> failed))
        .thenCompose(result -> result);
  }

  /** Also when the sender itself cannot be settled as done. */
  CompletableFuture<Void> takeBack() {
    return submit(transaction -> {
      UnfinishedSends.takeBack(transaction, sender.number());
      return List.of();
    });
  }

  private List<Entry> insert(Transaction transaction, List<Send> sends) throws SQLException {
    List<Entry> made = new ArrayList<>(sends.size());
    for (Send send : sends) {
      Entry entry = sender.sentOn(transaction.nextNumber(), send);
      if (written.isEmpty() && made.isEmpty()) {
        UnfinishedSends.begin(transaction, sender.number(), entry.number());
      }
      DeliveryTable.insertSend(transaction, entry, send.payload().bytes(), sender.number());
      made.add(entry);
    }
    return made;
  }

  private CompletableFuture<Void> submit(Step step) {
    Bit bit = new Bit(step);
    writer.submit(bit);
    return bit.future;
  }

  private interface Step {
    List<Entry> write(Transaction transaction) throws SQLException;
  }

  private final class Bit implements Change {
    private final Step step;
    private final CompletableFuture<Void> future = new CompletableFuture<>();
    private List<Entry> made;

    Bit(Step step) {
      this.step = step;
    }

    @Override
    public void write(Transaction transaction) throws SQLException {
      made = step.write(transaction);
    }

    @Override
    public void committed() {
      written.addAll(made);
    }

    @Override
    public void answer() {
      future.complete(null);
    }

    @Override
    public void failed(Throwable cause) {
      future.completeExceptionally(cause);
    }
  }
}
