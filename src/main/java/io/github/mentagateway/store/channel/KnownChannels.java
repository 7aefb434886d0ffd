package io.github.mentagateway.store.channel;

import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The channels as the table has them, for the writer, and the rules of those that are read here, for everybody. */
public final class KnownChannels implements Part {
  /**
   * @param nextProbeAt null unless it is down
   * @param hasFailures whether an attempt failed since the last success, in a way that speaks for the destination
   */
  public record State(boolean ordered, boolean hold, boolean paused, boolean down, Long nextProbeAt, boolean hasFailures) {
    static final State UNKNOWN = new State(true, false, false, false, null, false);

    /** With no failures: {@code down} and all that belongs to it is over. */
    State back() {
      return new State(ordered, hold, paused, false, null, false);
    }

    State withPause(boolean now) {
      return new State(ordered, hold, now, down, nextProbeAt, hasFailures);
    }

    public State readAs(boolean inOrder, boolean holding) {
      return new State(inOrder, holding, paused, down, nextProbeAt, hasFailures);
    }

    /** Whether its work is handed out to whoever asks. */
    public boolean isFlowing() {
      return !paused && !down;
    }
  }

  private static final Duration USUAL_PROBE_INTERVAL = Duration.ofSeconds(10);
  private static final String ALL = "select name, ordered, hold, paused_since, down_since, next_probe_at,"
      + " case when exists (select 1 from channel_failure f where f.channel = channel.name) then 1 else 0 end as failures from channel";

  private final boolean shared;
  private final Map<String, State> states = new HashMap<>();
  private final Map<String, ChannelRules> readHere = new ConcurrentHashMap<>();
  private boolean outdated = true;

  /** @param shared whether others change the table too */
  public KnownChannels(boolean shared) {
    this.shared = shared;
  }

  @Override
  public void ask(Group group) throws SQLException {
    if (shared || outdated) {
      states.clear();
      group.transaction().queueQuestion(ALL, row -> states.put(row.getString("name"), new State(
          row.getInt("ordered") == 1, row.getInt("hold") == 1, Columns.number(row, "paused_since") != null,
          Columns.number(row, "down_since") != null, Columns.number(row, "next_probe_at"), row.getInt("failures") == 1)));
      outdated = false;
    }
  }

  @Override
  public void failed() {
    outdated = true;
  }

  /** For the writer, after {@link #ask}. */
  public State state(String channel) {
    return states.getOrDefault(channel, State.UNKNOWN);
  }

  /** The table was changed in this transaction. */
  public void change(String channel, State now) {
    states.put(channel, now);
    outdated = true;
  }

  /** The table is being changed in this transaction, and is read anew before the next. */
  public void changed() {
    outdated = true;
  }

  public void read(String channel, ChannelRules rules) {
    readHere.put(channel, rules);
  }

  public void readNoMore(String channel) {
    readHere.remove(channel);
  }

  public boolean isRead(String channel) {
    return readHere.containsKey(channel);
  }

  public Set<String> readHere() {
    return Set.copyOf(readHere.keySet());
  }

  /** In microseconds. */
  public long probeInterval(String channel) {
    ChannelRules rules = readHere.get(channel);
    return (rules == null ? USUAL_PROBE_INTERVAL : rules.probeInterval()).toNanos() / 1_000;
  }
}
