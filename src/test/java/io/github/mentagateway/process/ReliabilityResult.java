package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Compares the calls that the destination got with the answers that menta got.
 *
 * <p>The changes of one ticket arrive in the order of their numbers. What the destination took of a ticket, in its own order, must show
 * each change for the first time in that order. The same change may come again with the same key (at least once). It may come behind a
 * newer one only when its completion may have died with a process: the earlier call was made by an instance that was killed within {@link
 * #UNWRITTEN} after it, before the later one came (a completion is on disk within half a second, and the machine may be slow). From there
 * on the ticket goes through the newer changes again. Any other old change behind a newer one breaks the order.
 *
 * @param acknowledged answered 202
 * @param lost acknowledged, and never taken by the destination
 * @param doubled taken with two different keys: a duplicate that was delivered
 * @param violations calls that break the order, sequences that do not rise, and tickets whose last word is not their newest change
 * @param calls all of them, of which {@code failed} were answered 503
 * @param repeated taken again with the same key
 * @param rewound those of the repeated that came behind a newer one, after a kill
 */
record ReliabilityResult(int acknowledged, int lost, int doubled, int violations, int calls, int failed, int repeated, int rewound) {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long UNWRITTEN = Duration.ofSeconds(5).toNanos();
  /** A call may be on its way when its process dies; the next start of the process makes none that soon. */
  private static final long ON_ITS_WAY = Duration.ofSeconds(1).toNanos();

  /** The result when nothing waits any more; what has not come long after that is lost. */
  static ReliabilityResult atTheEnd(GatewayCluster gateways, LoadGenerator load, Recorder recorder) {
    try {
      // the gauge alone does not do: right after a start it may not have counted yet
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() ->
          of(load.acknowledged(), recorder.calls(), gateways.kills()).lost() == 0);
    } catch (ConditionTimeoutException e) {
      // the result shows what is lost
    }
    gateways.awaitNothingWaiting();
    return of(load.acknowledged(), recorder.calls(), gateways.kills());
  }

  static ReliabilityResult of(Set<LoadGenerator.Change> acknowledged, List<Recorder.Call> calls, List<GatewayCluster.Kill> kills) {
    OrderCheck check = new OrderCheck(kills);
    calls.forEach(check::read);
    check.tickets.values().forEach(check::end);
    Set<LoadGenerator.Change> lost = new HashSet<>(acknowledged);
    check.tickets.forEach((name, ticket) -> ticket.taken.keySet().forEach(change -> lost.remove(new LoadGenerator.Change(name, change))));
    return new ReliabilityResult(acknowledged.size(), lost.size(), check.doubled, check.violations, calls.size(), check.failed,
        check.repeated, check.rewound);
  }

  /** Nothing lost, nothing delivered under two keys, nothing out of order. */
  ReliabilityResult isFlawless() {
    assertThat(List.of(lost, doubled, violations)).as("lost, doubled and violations in %s", this).containsOnly(0);
    return this;
  }

  /** One line for each run. */
  ReliabilityResult print(String title, LoadGenerator load, int kills) {
    System.out.printf("reliability: %s: %d acknowledged of %d posts (%d answered 503), %d kills, %d lost, %d order violations,"
            + " %d duplicates delivered; %d calls at the destination (%d failed, %d repeated with the same key, %d of them behind a"
            + " newer one after a kill)%n",
        title, acknowledged, load.posts(), load.refused(), kills, lost, violations, doubled, calls, failed, repeated, rewound);
    return this;
  }

  private static final class Ticket {
    /** The latest call that took each change. */
    private final Map<Integer, Recorder.Call> taken = new HashMap<>();
    private int newest;
    private long sequence = Long.MIN_VALUE;
    private int lastWord;
  }

  private static final class OrderCheck {
    private final List<GatewayCluster.Kill> kills;
    private final Map<String, Ticket> tickets = new HashMap<>();
    private int doubled;
    private int violations;
    private int failed;
    private int repeated;
    private int rewound;

    OrderCheck(List<GatewayCluster.Kill> kills) {
      this.kills = kills;
    }

    void read(Recorder.Call call) {
      if (!call.taken()) {
        failed++;
        return;
      }
      Ticket ticket = tickets.computeIfAbsent(call.ticket(), name -> new Ticket());
      Recorder.Call earlier = ticket.taken.put(call.change(), call);
      if (earlier == null) {
        first(ticket, call);
      } else if (!earlier.key().equals(call.key())) {
        doubled++;
      } else {
        repeated++;
        again(ticket, earlier, call);
      }
      ticket.lastWord = call.change();
    }

    private void first(Ticket ticket, Recorder.Call call) {
      if (call.change() < ticket.newest || call.sequence() <= ticket.sequence) {
        violations++;
      }
      ticket.newest = Math.max(ticket.newest, call.change());
      ticket.sequence = Math.max(ticket.sequence, call.sequence());
    }

    private void again(Ticket ticket, Recorder.Call earlier, Recorder.Call call) {
      if (call.change() < ticket.newest) {
        if (kills.stream().anyMatch(kill -> mayHaveLost(kill, earlier) && kill.at() < call.at())) {
          rewound++;
        } else {
          violations++;
        }
      }
    }

    private static boolean mayHaveLost(GatewayCluster.Kill kill, Recorder.Call earlier) {
      return kill.instance().equals(earlier.instance()) && earlier.at() > kill.at() - UNWRITTEN && earlier.at() < kill.at() + ON_ITS_WAY;
    }

    void end(Ticket ticket) {
      if (ticket.lastWord != ticket.newest) {
        violations++;
      }
    }
  }
}
