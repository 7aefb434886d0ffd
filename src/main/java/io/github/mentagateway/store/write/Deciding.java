package io.github.mentagateway.store.write;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.sql.SQLException;

/** What a person decides, or what else somebody waits for: it is on disk before that one is told. */
public interface Deciding<T> {
  /** Entities to be locked, numbers to be drawn. */
  default void about(Group group) {}

  /**
   * May be asked more than once.
   *
   * @throws RefusedException whose message tells the person why not; then nothing must have been written
   */
  T decide(Group group) throws SQLException;

  /** It is committed, and nobody has been told. */
  default void decided() {}
}
