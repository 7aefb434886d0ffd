package io.github.mentagateway.store.write;

import java.sql.SQLException;

/** What the changes of a group have in common: asked for once, before they decide, and written once, after that. For the writer's thread. */
public interface Part {
  /** Forgets what was left by a group that failed. */
  default void begin() {}

  /** Whether it has something to write although no change waits. */
  default boolean isWaiting() {
    return false;
  }

  /** What it will lock and draw; after all changes have said theirs. */
  default void prepare(Group group) {}

  default void ask(Group group) throws SQLException {}

  default void write(Group group) throws SQLException {}

  /** Before anybody is told. */
  default void committed() {}

  /** After everybody was told. */
  default void told() {}

  /** The database can be written to again, after it could not. */
  default void reopened() {}

  /** The group failed: nothing of it is there, as far as anybody knows. */
  default void failed() {}
}
