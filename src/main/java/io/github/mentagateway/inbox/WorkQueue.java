package io.github.mentagateway.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Hands deliveries out to the readers of channels, and records how their attempts end.
 *
 * <p>A <i>line</i> is one channel and one entity. Along a line work is handed out one by one, in the order of arrival; the next one
 * only after the one before it was settled. Work with no entity, and all work of an unordered channel, waits for nothing before it.
 */
public interface WorkQueue {

  /**
   * Opens a channel for {@link #claim}. {@code onWork} runs, on any thread and cheaply, whenever there may be work to claim.
   *
   * @throws IllegalStateException when it is read already
   */
  void open(String channel, ChannelRules rules, Runnable onWork);

  /** Nobody reads the channel any more; its work stays and waits. */
  void close(String channel);

  /** Up to {@code most} deliveries of the channel that are due, at most one per line; an empty list when there is nothing. */
  List<Work> claim(String channel, int most);

  /**
   * The reader begins nothing for a while: what was claimed for it and not handed out goes back, and nothing more is claimed for it before
   * it asks with {@link #claim}. Cheap when there is nothing to go back.
   */
  void rest(String channel);

  /**
   * Gives out slots in which attempts of the channel may begin, one after the other over all instances. Waits for the store.
   *
   * @param count how many, each {@code apart} from the one before it
   * @return when the first of them is
   */
  Instant reserve(String channel, int count, Duration apart);

  /** When the next delivery of the channel that waits for its time falls due. */
  Optional<Instant> nextDue(String channel);

  /**
   * Whether the claim still stands. With several instances on one store a claim ends with its lease, when whoever made it was stopped
   * for longer; then another one may have it, and no attempt must begin here. Cheap.
   */
  boolean holds(Work work);

  /**
   * Why no attempt must be made although it is the delivery's turn: it waited while no route read its channel, and a newer one of its entity was
   * delivered meanwhile under another name, which no route read when {@link #allAreOpen} was called last. Cheap for what was accepted since its
   * channel was opened.
   *
   * @throws InboxUnavailableException when that cannot be known now
   */
  Optional<String> overtaken(Work work);

  /** All channels that are to be read here are open by now. Cheap. */
  void allAreOpen();

  /**
   * Records how an attempt ended. All of it or nothing: a {@link Settlement.Delivered} commits the completion, the attempt and every
   * send together. It may be lost with the power until something is accepted or decided after it, which brings it to disk; then it is done
   * once more, and its sends have the same ids. When it fails, the work is still claimed and can be settled
   * in another way; except with {@link LeaseLostException}: then nothing was changed, and others decide about it.
   * The future completes on the store's own thread.
   */
  CompletableFuture<Void> settle(Work work, Instant startedAt, Duration took, Settlement settlement);

  /** Gives back what was claimed and never begun: no attempt is counted. When its lease was lost, nothing is done. */
  void release(Work work);
}
