package io.github.mentagateway.store;

import io.github.mentagateway.inbox.Acceptance;
import io.github.mentagateway.inbox.Acts;
import io.github.mentagateway.inbox.Backlogs;
import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Duplicates;
import io.github.mentagateway.inbox.History;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.InboxOptions;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Notifications;
import io.github.mentagateway.inbox.WorkQueue;
import io.github.mentagateway.store.accept.StoredAcceptance;
import io.github.mentagateway.store.act.StoredActs;
import io.github.mentagateway.store.channel.CircuitBreakers;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.channel.StoredChannels;
import io.github.mentagateway.store.delivery.AttemptFile;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.delivery.Instances;
import io.github.mentagateway.store.delivery.NewerElsewhere;
import io.github.mentagateway.store.delivery.StoredWorkQueue;
import io.github.mentagateway.store.delivery.Timing;
import io.github.mentagateway.store.letter.StoredBacklogs;
import io.github.mentagateway.store.letter.StoredDuplicates;
import io.github.mentagateway.store.letter.StoredNotifications;
import io.github.mentagateway.store.retention.Retention;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.write.Part;
import io.github.mentagateway.store.write.Writer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the rooms together. */
final class SqlInbox implements Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(SqlInbox.class);

  private final Writer writer;
  private final AttemptFile attempts;
  private final StoredAcceptance acceptance;
  private final StoredWorkQueue work;
  private final StoredChannels channels;
  private final StoredDuplicates duplicates;
  private final StoredNotifications notifications;
  private final StoredBacklogs backlogs;
  private final StoredActs acts;
  private final Retention retention;
  private final FatalFailure fatal = new FatalFailure();
  private boolean closed;

  SqlInbox(InboxOptions options, Clock clock, Timing timing, Database database, AttemptFile attempts, String id) throws SQLException {
    this.attempts = attempts;
    boolean shared = database.isShared();
    Queries queries = new Queries(database.readers(), shared);
    Ids ids = new Ids(id);
    writer = new Writer(database, fatal::becauseOf);
    KnownChannels known = new KnownChannels(shared);
    CircuitBreakers breakers = new CircuitBreakers(known);
    Instances instances = new Instances(database, options.lease(), timing, attempts, ids);
    NewerElsewhere elsewhere = new NewerElsewhere(queries, ids, known);
    work = new StoredWorkQueue(database, writer, ids, clock, known, breakers, instances, elsewhere, attempts, timing);
    acceptance = new StoredAcceptance(options, clock, writer, shared, ids, instances, known, work);
    work.inherit(acceptance.listeners());
    channels = new StoredChannels(queries, writer, known, work::wake);
    duplicates = new StoredDuplicates(queries, writer, ids, database, known, work.deliveries(), elsewhere);
    notifications = new StoredNotifications(queries, ids);
    backlogs = duplicates.backlogs(breakers);
    acts = new StoredActs(queries, writer, ids);
    retention = new Retention(queries, writer, database);
    List<Part> parts = new ArrayList<>(List.of(acceptance.uptime(), known, instances, work.tokens()));
    parts.addAll(acceptance.parts());
    parts.addAll(List.of(work.deliveries(), breakers, retention, work.claims()));
    writer.start(parts);
    begin();
    work.start(timing.poll());
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
  public Acceptance acceptance() {
    return acceptance;
  }

  @Override
  public WorkQueue work() {
    return work;
  }

  @Override
  public Notifications notifications() {
    return notifications;
  }

  @Override
  public Letters letters() {
    return duplicates.letters();
  }

  @Override
  public Channels channels() {
    return channels;
  }

  @Override
  public Backlogs backlogs() {
    return backlogs;
  }

  @Override
  public Duplicates duplicates() {
    return duplicates;
  }

  @Override
  public Acts acts() {
    return acts;
  }

  @Override
  public History history() {
    return retention;
  }

  @Override
  public void onFatal(Consumer<Throwable> handler) {
    fatal.onFatal(handler);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    fatal.closed();
    writer.end();
    work.leave();
    writer.close();
    try {
      attempts.close();
    } catch (IOException e) {
      LOG.warn("event=close_failed error={}", e.toString());
    }
  }
}
