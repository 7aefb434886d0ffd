package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The durable store of notifications and their deliveries.
 *
 * <p>A <i>lane</i> is one channel and one entity. Along a lane work is handed out one by one, in the order of arrival; the next one
 * only after the one before it was settled. Work with no entity, and all work of an unordered channel, has lanes of its own.
 *
 * <p>Futures complete on the store's own thread: whoever has more to do than a few instructions hops away.
 */
public interface Inbox extends AutoCloseable {

  /**
   * Takes a notification into custody. Completes after its bytes are on disk (fsync), so that neither {@code kill -9} nor a power
   * failure loses what was acknowledged. Fails with {@link InboxUnavailableException} when that is not possible; then the notification
   * may still turn up after a restart, when the failure hit the commit itself.
   */
  CompletableFuture<Receipt> accept(Arrival arrival);

  /**
   * The answer to this arrival certainly reached the sender, and in time: it has no reason to send that one again. Cheap, on any thread;
   * recorded with whatever is written next, at the latest within a second. An arrival of which this was never said counts as unanswered.
   */
  void answered(Receipt receipt);

  /**
   * Opens a channel for {@link #claim}. {@code onWork} runs, on any thread and cheaply, whenever there may be work to claim.
   *
   * @throws IllegalStateException when it is read already
   */
  void open(String channel, ChannelRules rules, Runnable onWork);

  /** Nobody reads the channel any more; its work stays and waits. */
  void close(String channel);

  /** Up to {@code most} deliveries of the channel that are due, at most one per lane; an empty list when there is nothing. */
  List<Work> claim(String channel, int most);

  /** When the next delivery of the channel that waits for its time falls due. */
  Optional<Instant> nextDue(String channel);

  /**
   * Records how an attempt ended. All of it or nothing: a {@link Settlement.Delivered} commits the completion, the attempt and every
   * send together. It may be lost with the power until something is accepted or decided after it, which brings it to disk; then it is done
   * once more, and its sends have the same ids. When it fails, the work is still claimed and can be settled
   * in another way; except with {@link LeaseLostException}: then nothing was changed, and others decide about it.
   */
  CompletableFuture<Void> settle(Work work, Attempt attempt, Settlement settlement);

  /** Gives back what was claimed and never begun: no attempt is counted. When its lease was lost, nothing is done. */
  void release(Work work);

  /**
   * Whether the claim still stands. With several instances on one store a claim ends with its lease, when whoever made it was stopped
   * for longer; then another one may have it, and no attempt must begin here. Cheap.
   */
  boolean holds(Work work);

  /** What people ask about and decide upon. */
  Letters letters();

  /** The channels as an operator sees them: which are down, and pausing them. */
  Channels channels();

  /** What came more than once. */
  Duplicates duplicates();

  /**
   * One small step of a round that removes what was received and done with before that moment, with its attempts. Dead letters and
   * quarantine are never removed, nor is anything of their entity there, which tells that a newer one was delivered.
   *
   * @return whether the round goes on with the next call; false once at its end, then the next call begins another
   */
  CompletableFuture<Boolean> removeDelivered(Instant before);

  /** Deliveries that wait, per channel that has any or is open, with the oldest one's time of arrival. */
  List<Backlog> backlog();

  /** Why no notification can be taken now, or empty when all is well. */
  Optional<String> problem();

  /** Called at most once, on a thread of its own: the store cannot go on, and the process must end so that a fresh start can check it. */
  void onFatal(Consumer<Throwable> handler);

  @Override
  void close();

  /** {@code read}: whether a route reads the channel; {@code oldest}: null when nothing waits. */
  record Backlog(String channel, boolean read, long waiting, Instant oldest) {}
}
