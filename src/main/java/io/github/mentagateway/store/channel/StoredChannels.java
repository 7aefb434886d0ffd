package io.github.mentagateway.store.channel;

import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Texts;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.write.Writer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The channels for people. */
public final class StoredChannels implements Channels {
  private static final String LIST = "select name, paused_since, pause_reason, down_since, next_probe_at, down_error from channel"
      + " where paused_since is not null or down_since is not null";
  private static final String BACKLOG = "select w.channel, w.waiting, d.received_at from (select channel, count(*) as waiting,"
      + " min(number) as oldest from delivery where state = 'waiting' group by channel) w join delivery d on d.number = w.oldest";
  private static final String PAUSE = "insert into channel (name, ordered, hold, paused_since, pause_reason) values (?, ?, ?, ?, ?)"
      + " on conflict (name) do update set paused_since = coalesce(channel.paused_since, excluded.paused_since),"
      + " pause_reason = excluded.pause_reason";
  private static final String REASON = "select pause_reason from channel where name = ? and paused_since is not null";
  private static final String RESUME =
      "update channel set paused_since = null, pause_reason = null where name = ? and paused_since is not null";

  private static final String PROBE = "update channel set next_probe_at = ? where name = ? and down_since is not null";

  private final Queries queries;
  private final Writer writer;
  private final KnownChannels channels;
  private final Consumer<String> resumed;

  /** @param resumed is told of a channel of which something can go on */
  public StoredChannels(Queries queries, Writer writer, KnownChannels channels, Consumer<String> resumed) {
    this.queries = queries;
    this.writer = writer;
    this.channels = channels;
    this.resumed = resumed;
  }

  @Override
  public List<Status> list() {
    Map<String, Status> found = new TreeMap<>();
    channels.readHere().forEach(name -> found.put(name, new Status(name, true, null, null)));
    queries.ask(LIST, row -> {
      String name = row.getString("name");
      return found.put(name, new Status(name, channels.isRead(name), Columns.instant(row, "paused_since"), row.getString("pause_reason"),
          Columns.instant(row, "down_since"), Columns.instant(row, "next_probe_at"), row.getString("down_error")));
    });
    return List.copyOf(found.values());
  }

  @Override
  public List<Backlog> backlog() {
    Map<String, Backlog> found = new TreeMap<>();
    channels.readHere().forEach(name -> found.put(name, new Backlog(name, true, 0, null)));
    queries.ask(BACKLOG, row -> {
      String name = row.getString("channel");
      return found.put(name, new Backlog(name, channels.isRead(name), row.getLong("waiting"), Columns.instant(row, "received_at")));
    });
    return List.copyOf(found.values());
  }

  @Override
  public String pause(String channel, String reason) {
    return writer.decide(group -> {
      String before = group.transaction().askOne(REASON, row -> row.getString(1), channel);
      KnownChannels.State state = channels.state(channel);
      group.transaction().run(PAUSE, channel, state.ordered() ? 1 : 0, state.hold() ? 1 : 0, group.now(), Texts.reason(reason));
      channels.change(channel, state.withPause(true));
      return before;
    });
  }

  @Override
  public boolean resume(String channel) {
    boolean changed = writer.decide(group -> {
      channels.change(channel, channels.state(channel).withPause(false));
      return group.transaction().run(RESUME, channel) == 1;
    });
    resumed.accept(channel);
    return changed;
  }

  @Override
  public boolean probe(String channel) {
    boolean isDown = writer.decide(group -> {
      channels.changed();
      return group.transaction().run(PROBE, group.now(), channel) == 1;
    });
    resumed.accept(channel);
    return isDown;
  }
}
