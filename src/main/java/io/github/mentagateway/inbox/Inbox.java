package io.github.mentagateway.inbox;

import java.util.function.Consumer;

/** The durable store of notifications and their deliveries: a door for each of those who have to do with it. */
public interface Inbox extends AutoCloseable {

  /** For who takes notifications in. */
  Acceptance acceptance();

  /** For who delivers them. */
  WorkQueue work();

  /** What was received, for who looks for something. */
  Notifications notifications();

  /** What people ask about and decide upon. */
  Letters letters();

  /** The channels as an operator sees them: what waits in each, which are down, and pausing them. */
  Channels channels();

  /** What waits in a channel, as a whole: what a person does with it when no route reads it. */
  Backlogs backlogs();

  /** What came more than once. */
  Duplicates duplicates();

  /** What people did. */
  Acts acts();

  /** For who cleans up. */
  History history();

  /** Called at most once, on a thread of its own: the store cannot go on, and the process must end so that a fresh start can check it. */
  void onFatal(Consumer<Throwable> handler);

  @Override
  void close();
}
