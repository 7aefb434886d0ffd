package io.github.mentagateway.simulator;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Makes notifications as menta does, without end: the same ones to the byte for the same arguments. Not safe for several threads. */
final class NotificationGenerator {
  private static final double TICKETS = 0.62;
  private static final double LISTINGS = 0.22;
  private static final double SUBSCRIPTIONS = 0.06;
  private static final double PAYOUTS = 0.05;

  private final double nonsenseShare;
  private final RandomGenerator random;
  private final TicketGenerator tickets;
  private final ListingGenerator listings;
  private final OtherNotificationGenerator others;
  private final NonsenseGenerator nonsense;
  private int made;

  /**
   * @param tickets how many tickets there are, at least 1
   * @param nonsense the share of bodies that are no notification, from 0 to 1
   */
  NotificationGenerator(long seed, int tickets, double nonsense) {
    RunIds ids = new RunIds(seed);
    this.nonsenseShare = nonsense;
    random = new SplittableRandom(seed);
    this.tickets = new TicketGenerator(tickets, ids, random);
    listings = new ListingGenerator(ids, random);
    others = new OtherNotificationGenerator(ids, random);
    this.nonsense = new NonsenseGenerator(ids, random);
  }

  Message next() {
    int number = made++;
    if (random.nextDouble() < nonsenseShare) {
      return nonsense.next(number);
    }
    double chance = random.nextDouble();
    double end = 0;
    if (chance < (end += TICKETS)) {
      return tickets.resold(number);
    }
    if (chance < (end += LISTINGS)) {
      return listings.next(number, tickets);
    }
    if (chance < (end += SUBSCRIPTIONS)) {
      return others.subscribed(number, tickets.anyMail());
    }
    return chance < end + PAYOUTS ? others.paidOut(number) : others.unlocked(number);
  }
}
