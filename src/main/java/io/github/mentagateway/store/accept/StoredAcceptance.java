package io.github.mentagateway.store.accept;

import io.github.mentagateway.inbox.Acceptance;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.InboxOptions;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Receipt;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.delivery.Instances;
import io.github.mentagateway.store.delivery.StoredWorkQueue;
import io.github.mentagateway.store.write.Part;
import io.github.mentagateway.store.write.Writer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Lets arrivals to the writer: as many, and as many bytes, as may wait for a commit, and none while the store has a problem. */
public final class StoredAcceptance implements Acceptance {
  /** What an arrival costs beside its body. */
  private static final int OVERHEAD = 2_048;

  private final Writer writer;
  private final DiskSpace disk;
  private final int queue;
  private final long queueBytes;
  private final Accept.Parts parts;
  private final Uptime uptime;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong waitingBytes = new AtomicLong();

  public StoredAcceptance(InboxOptions options, Clock clock, Writer writer, boolean shared, Ids ids, Instances instances,
      KnownChannels channels, StoredWorkQueue working) {
    this.writer = writer;
    this.disk = new DiskSpace(options.minFree(), options.free(), clock);
    this.queue = options.queue();
    this.queueBytes = options.queueBytes();
    this.uptime = new Uptime(clock);
    UnansweredNotifications answers = new UnansweredNotifications(clock, uptime, options.unanswered(), instances);
    NewestNotifications newest = new NewestNotifications();
    this.parts = new Accept.Parts(ids, instances, channels, newest, answers, 
        new Deduplication(options.horizon(), shared, newest, answers, uptime, instances), new Notifications(),
        working.deliveries());
  }

  /** First of all: the others ask it for the time. */
  public Part uptime() {
    return uptime;
  }

  /** In the order in which they ask and write: after the instances, and before those of deliveries. */
  public List<Part> parts() {
    return List.of(parts.answers(), parts.deduplication(), parts.notifications());
  }

  public List<Instances.TakeoverListener> listeners() {
    return List.of(parts.answers(), uptime);
  }

  @Override
  public CompletableFuture<Receipt> accept(Arrival arrival) {
    Optional<String> problem = problem();
    if (problem.isPresent()) {
      return refused(problem.get());
    }
    long size = arrival.original().body().length + OVERHEAD;
    if (waiting.incrementAndGet() > queue) {
      waiting.decrementAndGet();
      return refused("gateway.store.queue: " + queue + " requests wait for a commit already");
    }
    if (waitingBytes.addAndGet(size) > queueBytes) {
      waiting.decrementAndGet();
      waitingBytes.addAndGet(-size);
      return refused("gateway.store.queue-bytes: requests of " + queueBytes + " bytes wait for a commit already");
    }
    Accept accept = new Accept(arrival, parts);
    CompletableFuture<Receipt> answer = accept.future().whenComplete((receipt, failure) -> {
      waiting.decrementAndGet();
      waitingBytes.addAndGet(-size);
    });
    writer.submit(accept);
    return answer;
  }

  private static CompletableFuture<Receipt> refused(String why) {
    return CompletableFuture.failedFuture(new InboxUnavailableException(why));
  }

  @Override
  public void answered(Receipt receipt) {
    if (receipt.outcome() != Receipt.Outcome.QUARANTINED) {
      parts.answers().answered(receipt.number());
    }
  }

  @Override
  public Optional<String> problem() {
    Optional<String> ofWriter = writer.problem();
    return ofWriter.isPresent() ? ofWriter : disk.problem();
  }
}
