package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What people did: who, when, what, about what, why, and how it ended. An act is on disk before it is carried out, and its end is noted afterwards:
 * one that a process did not survive is there, as {@link Outcome#BEGUN}. Holds no bodies. Calls block.
 */
public interface Acts {

  enum What { RETRY, REPLAY, EDIT, DELIVER, DISCARD, PAUSE, RESUME, MOVE, REVEAL, RELOAD, PROBE, ACKNOWLEDGE, FORGET }

  /** BEGUN: under way, or nobody knows how it ended. */
  enum Outcome { BEGUN, DONE, REFUSED }

  /**
   * Whoever carries out an act calls this first.
   *
   * @param after where this step of an act about many goes on; 0 with the first, and for an act of one step
   * @return its number: with {@code after} that of the step before, when the same person's same act had come so far
   * @throws InboxUnavailableException when it is not on disk; then it must not be carried out
   */
  long begin(Act act, long after);

  /** How it ended. What several steps of it changed is added up. */
  void end(long number, Ending ending);

  /** The newest first, those with a number below {@code before} only ({@code Long.MAX_VALUE} for the first page). */
  List<Recorded> list(Filter filter, long before, int most);

  Optional<Recorded> find(long number);

  /** The deliveries and notifications that it was about, by id, those behind {@code after} only (empty for the first page). */
  List<About> about(long number, String after, int most);

  /** A small step of removing what began before that moment. @return whether there may be more */
  boolean removeOld(Instant before);

  /**
   * @param who the name of the token
   * @param about for people: what it is about, or which filter
   * @param ids of the deliveries, notifications and destinations that it is about, as far as they are known before
   * @param why in the person's words; null when none were asked for
   */
  record Act(String who, What what, String about, List<String> ids, String why) {}

  /**
   * @param detail what came of it, or why it was refused; null when there is nothing to say
   * @param changed the ids of what was changed or made; they need not have been known before
   * @param done of an act about many: for how many deliveries it was carried out, and {@code refused}, how many stay as they were; 0 of any other
   * @param next where the next step goes on; null when there is none
   */
  record Ending(Outcome outcome, String detail, List<String> changed, int done, int refused, Long next) {
    public static Ending done(String detail, String... changed) {
      return new Ending(Outcome.DONE, detail, List.of(changed), 0, 0, null);
    }

    public static Ending refused(String why) {
      return new Ending(Outcome.REFUSED, why, List.of(), 0, 0, null);
    }

    public static Ending step(List<String> changed, int refused, Long next) {
      return new Ending(Outcome.DONE, null, changed, changed.size(), refused, next);
    }
  }

  /** @param done as in {@link Ending}, of all its steps; {@code refused} too */
  record Recorded(long number, Instant at, String who, What what, String about, String why, Outcome outcome, String detail, long done,
      long refused) {}

  record About(String id, boolean changed) {}

  /**
   * All that is not null must hold.
   *
   * @param about the id of a delivery, or of a notification: then its deliveries too; or a destination's name
   */
  record Filter(String who, What what, String about, Instant since) {
    public static final Filter NONE = new Filter(null, null, null, null);
  }
}
