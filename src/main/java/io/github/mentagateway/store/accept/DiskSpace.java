package io.github.mentagateway.store.accept;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Stops the intake before the disk is full: a store that cannot write cannot recover by itself. Looks at most once a second. */
public final class DiskSpace {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private record Look(Instant at, Optional<String> problem) {}

  private final long minFree;
  private final LongSupplier free;
  private final Clock clock;
  private volatile Look last = new Look(Instant.MIN, Optional.empty());

  public DiskSpace(long minFree, LongSupplier free, Clock clock) {
    this.minFree = minFree;
    this.free = free;
    this.clock = clock;
  }

  public Optional<String> problem() {
    Instant now = clock.instant();
    Look look = last;
    // a clock that was set back must not keep an old answer alive
    if (now.isBefore(look.at()) || look.at().equals(Instant.MIN) || now.isAfter(look.at().plus(BETWEEN_LOOKS))) {
      look = new Look(now, look(free.getAsLong()));
      last = look;
    }
    return look.problem();
  }

  private Optional<String> look(long bytes) {
    return bytes >= minFree
        ? Optional.empty()
        : Optional.of("the disk has " + bytes + " bytes free, and gateway.store.min-free asks for " + minFree + ": make room");
  }
}
