package io.github.mentagateway.store.write;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** One thing to be written, together with whatever else waits at that moment. May be tried more than once: with its group, and alone. */
public interface Change {
  /** Says what it is about and what it asks for; before each {@link #apply}. */
  void prepare(Group group);

  /** Decides, and leaves what is to be written with the parts of the group. Changes nothing else. */
  void apply(Group group) throws SQLException;

  /** Whoever submitted it waits for this. */
  CompletableFuture<?> future();

  /** It is committed, and on disk if it asked for that: completes the future. */
  void answer();

  default void failed(Throwable cause) {
    future().completeExceptionally(cause);
  }

  /** Whether the database refused it for what it holds: then it may be submitted once more in another form, and is not told that it failed. */
  default boolean unfit() {
    return false;
  }

  /** Whether it has a transaction of its own: it asks the tables for what the others of a group have not written yet. */
  default boolean isAlone() {
    return false;
  }
}
