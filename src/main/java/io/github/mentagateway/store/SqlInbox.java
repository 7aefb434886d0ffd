package io.github.mentagateway.store;

import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Duplicates;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.InboxOptions;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Receipt;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.store.accept.Accepting;
import io.github.mentagateway.store.accept.DiskSpace;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.channel.Outages;
import io.github.mentagateway.store.channel.StoredChannels;
import io.github.mentagateway.store.delivery.AttemptFile;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.delivery.Instances;
import io.github.mentagateway.store.delivery.Timing;
import io.github.mentagateway.store.delivery.Working;
import io.github.mentagateway.store.letter.StoredDuplicates;
import io.github.mentagateway.store.retention.Retention;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Questions;
import io.github.mentagateway.store.write.Part;
import io.github.mentagateway.store.write.Writer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the rooms together. */
final class SqlInbox implements Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(SqlInbox.class);
  private static final String BACKLOG = "select w.channel, w.waiting, d.received_at from (select channel, count(*) as waiting,"
      + " min(number) as oldest from delivery where state = 'waiting' group by channel) w join delivery d on d.number = w.oldest";

  private final Questions questions;
  private final Writer writer;
  private final AttemptFile attempts;
  private final KnownChannels channels;
  private final Accepting accepting;
  private final Working working;
  private final StoredChannels storedChannels;
  private final StoredDuplicates duplicates;
  private final Retention retention;
  private final DiskSpace disk;
  private final Breakdown breakdown = new Breakdown();
  private volatile boolean closed;

  SqlInbox(InboxOptions options, Clock clock, Timing timing, Database database, AttemptFile attempts) throws SQLException {
    this.attempts = attempts;
    boolean shared = database.isShared();
    questions = new Questions(database.readers(), shared);
    Ids ids = new Ids(StoreId.of(database.readers()));
    writer = new Writer(database, breakdown::becauseOf);
    channels = new KnownChannels(shared);
    Outages outages = new Outages(channels);
    Instances instances = new Instances(database, options.lease(), timing, attempts);
    working = new Working(database, writer, ids, clock, channels, outages, instances, attempts);
    accepting = new Accepting(writer, options.queue(), options.queueBytes(), options.horizon(), options.unanswered(), clock, shared, ids,
        instances, channels, working);
    working.inherit(accepting.heirs());
    storedChannels = new StoredChannels(questions, writer, channels, working::wake);
    duplicates = new StoredDuplicates(questions, writer, ids, database, channels, working.deliveries());
    retention = new Retention(questions, writer, database);
    disk = new DiskSpace(options.minFree(), options.free(), clock);
    List<Part> parts = new ArrayList<>(List.of(accepting.uptime(), channels, instances, working.fences()));
    parts.addAll(accepting.parts());
    parts.addAll(List.of(working.deliveries(), outages, retention, working.claims()));
    writer.start(parts);
    begin();
    working.start(timing.poll());
  }

  /** The first group: this instance is there from then on, and has what the one before left. */
  private void begin() throws SQLException {
    try {
      writer.decide(group -> null);
    } catch (InboxUnavailableException e) {
      writer.close();
      throw e;
    }
  }

  @Override
  public CompletableFuture<Receipt> accept(Arrival arrival) {
    return accepting.accept(arrival, problem());
  }

  @Override
  public void answered(Receipt receipt) {
    accepting.answered(receipt);
  }

  @Override
  public void open(String channel, ChannelRules rules, Runnable onWork) {
    working.open(channel, rules, onWork);
  }

  @Override
  public void close(String channel) {
    working.close(channel);
  }

  @Override
  public List<Work> claim(String channel, int most) {
    return working.claim(channel, most);
  }

  @Override
  public Optional<Instant> nextDue(String channel) {
    return working.nextDue(channel);
  }

  @Override
  public boolean holds(Work work) {
    return working.holds(work);
  }

  @Override
  public CompletableFuture<Void> settle(Work work, Attempt attempt, Settlement settlement) {
    return working.settle(work, attempt, settlement);
  }

  @Override
  public void release(Work work) {
    working.release(work);
  }

  @Override
  public Letters letters() {
    return duplicates.letters();
  }

  @Override
  public Channels channels() {
    return storedChannels;
  }

  @Override
  public Duplicates duplicates() {
    return duplicates;
  }

  @Override
  public CompletableFuture<Boolean> removeDelivered(Instant before) {
    return closed ? CompletableFuture.failedFuture(new InboxUnavailableException("the inbox is closed")) : retention.step(before);
  }

  @Override
  public List<Backlog> backlog() {
    Map<String, Backlog> found = new TreeMap<>();
    channels.readHere().forEach(name -> found.put(name, new Backlog(name, true, 0, null)));
    questions.ask(BACKLOG, row -> {
      String name = row.getString("channel");
      return found.put(name, new Backlog(name, channels.isRead(name), row.getLong("waiting"), Columns.instant(row, "received_at")));
    });
    return List.copyOf(found.values());
  }

  @Override
  public Optional<String> problem() {
    if (closed) {
      return Optional.of("the inbox is closed");
    }
    Optional<String> ofWriter = writer.problem();
    return ofWriter.isPresent() ? ofWriter : disk.problem();
  }

  @Override
  public void onFatal(Consumer<Throwable> handler) {
    breakdown.onFatal(handler);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    breakdown.closed();
    writer.end();
    working.leave();
    writer.close();
    try {
      attempts.close();
    } catch (IOException e) {
      LOG.warn("event=close_failed error={}", e.toString());
    }
  }
}
