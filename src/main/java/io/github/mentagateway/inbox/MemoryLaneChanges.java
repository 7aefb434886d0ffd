package io.github.mentagateway.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps what a transaction does to the lanes in memory until it is committed. */
final class MemoryLaneChanges implements LaneChanges {
  private final Lanes lanes;
  private final RecentContent recent;
  private final RunningAttempts running;
  private final List<Runnable> staged = new ArrayList<>();
  private final Set<String> channels = new LinkedHashSet<>();

  MemoryLaneChanges(Lanes lanes, RecentContent recent, RunningAttempts running) {
    this.lanes = lanes;
    this.recent = recent;
    this.running = running;
  }

  /** @param channel that may have work afterwards */
  void stage(String channel, Runnable effect) {
    channels.add(channel);
    staged.add(effect);
  }

  @Override
  public void add(Entry entry, Original original) {
    stage(entry.channel(), () -> {
      if (original != null) {
        recent.put(entry.notification(), original);
      }
      lanes.add(entry);
    });
  }

  @Override
  public void addAgain(Entry entry) {
    add(entry, null);
  }

  /** There is no other process that could have taken it. */
  @Override
  public boolean holds(Claim claim) {
    return true;
  }

  @Override
  public boolean forgives(Claim claim, Settlement.Retry retry) {
    return lanes.forgives(claim.entry(), retry);
  }

  @Override
  public void settle(Claim claim, Entry again, Settlement settlement) {
    Entry entry = claim.entry();
    stage(entry.channel(), () -> {
      try {
        // before its lane is free: the next attempt of the same delivery may begin at once
        running.end(entry.number());
      } catch (IOException e) {
        throw new UncheckedIOException("the list of running attempts cannot be written", e);
      }
      lanes.settle(entry, again, settlement);
    });
  }

  @Override
  public void letGo(Entry dead) {
    stage(dead.channel(), () -> lanes.letGo(dead));
  }

  /** @return the channels that have work now */
  Set<String> committed() {
    Set<String> withWork = Set.copyOf(channels);
    staged.forEach(Runnable::run);
    rolledBack();
    return withWork;
  }

  void rolledBack() {
    staged.clear();
    channels.clear();
  }
}
