package io.github.mentagateway.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Prints what a million waiting deliveries cost in memory, and what is done with them in time. Run by hand. */
final class LanesBench {
  private static final int MANY = 1_000_000;
  private static final ChannelRules RULES = new ChannelRules(true, false, Duration.ofSeconds(10));

  private LanesBench() {}

  public static void main(String[] arguments) {
    measure("an entity of its own each", i -> "ticket:" + i, null);
    measure("an entity of its own each, waiting for another attempt", i -> "ticket:" + i, Instant.parse("2099-01-01T00:00:00Z"));
    measure("no entity", i -> null, null);
    measure("a thousand entities", i -> "ticket:" + i % 1_000, null);
    measure("one entity", i -> "ticket:1", null);
  }

  private static void measure(String what, IntFunction<String> entity, Instant dueAt) {
    long before = used();
    Lanes lanes = new Lanes(Clock.systemUTC(), new RecentContent());
    lanes.open("channel", RULES, () -> {}, Map.of());
    long began = System.nanoTime();
    for (int i = 1; i <= MANY; i++) {
      lanes.read("channel", i, entity.apply(i), dueAt);
    }
    double added = millis(began);
    long bytes = used() - before;
    began = System.nanoTime();
    List<ChannelLanes.Claim> claims = lanes.claim("channel", 64, Instant.now());
    double claimed = millis(began);
    for (ChannelLanes.Claim claim : claims) {
      // then the oldest is another one
      lanes.settle(new Entry(claim.number(), claim.number(), "channel", entity.apply((int) claim.number()), null, Instant.EPOCH, 0, 0, null,
          "original"), null, new Settlement.Delivered(List.of()));
    }
    began = System.nanoTime();
    lanes.waiting();
    System.out.printf("%s: %.1f bytes each, added in %.0f ms, %d claimed in %.2f ms, the oldest found in %.2f ms%n",
        what, (double) bytes / MANY, added, claims.size(), claimed, millis(began));
  }

  private static double millis(long began) {
    return (System.nanoTime() - began) / 1e6;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
