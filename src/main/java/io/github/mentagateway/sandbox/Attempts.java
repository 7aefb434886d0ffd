package io.github.mentagateway.sandbox;

import io.github.mentagateway.delivery.SteppedReaders;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.privacy.PrivateText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what the attempts of each delivery did. */
final class Attempts implements SteppedReaders.Listener {
  private final Systems systems;
  private final Clock clock;
  private final Map<String, Kept> kept = new LinkedHashMap<>();
  private int count;

  Attempts(Systems systems, Clock clock) {
    this.systems = systems;
    this.clock = clock;
  }

  void reset() {
    kept.clear();
    count = 0;
  }

  int count() {
    return count;
  }

  List<DeliveryTrace> traces() {
    return kept.values().stream().map(Kept::trace).toList();
  }

  @Override
  public void begun(Work work) {
    systems.begin(work.channel(), work.notificationId());
  }

  @Override
  public void ended(Work work, Settlement settlement) {
    count++;
    kept.computeIfAbsent(work.deliveryId(), id -> new Kept(work)).add(settlement, systems.end(), clock.instant());
  }

  private static final class Kept {
    private final Work work;
    private final List<Call> calls = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private int attempts;
    private Instant first;
    private Instant last;
    private Settlement settlement;

    Kept(Work work) {
      this.work = work;
    }

    void add(Settlement end, List<Call> made, Instant at) {
      if (attempts++ > 0) {
        waits.add(Duration.between(last, at));
      } else {
        first = at;
      }
      last = at;
      settlement = end;
      calls.addAll(made);
    }

    DeliveryTrace trace() {
      return new DeliveryTrace(work.deliveryId(), work.notificationId(), work.channel(), work.entity(), work.number(), end(), attempts, reason(),
          first, List.copyOf(waits), List.copyOf(calls));
    }

    private DeliveryTrace.End end() {
      return switch (settlement.outcome()) {
        case DELIVERED -> DeliveryTrace.End.DELIVERED;
        case DEAD_LETTER -> DeliveryTrace.End.DEAD_LETTER;
        case QUARANTINED -> DeliveryTrace.End.QUARANTINED;
        default -> DeliveryTrace.End.WAITING;
      };
    }

    /** Without the marks around what others have said: here it is the script's. */
    private String reason() {
      return settlement.error() == null ? null : PrivateText.reveal(settlement.error());
    }
  }
}
