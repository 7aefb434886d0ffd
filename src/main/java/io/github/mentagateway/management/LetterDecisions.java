package io.github.mentagateway.management;

import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.envelope.EnvelopeReader;
import io.github.mentagateway.envelope.UnusableEnvelopeException;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.inbox.Letters.RefusedException;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Carries out what a person decides about a dead letter or a quarantined notification: retry, replay or discard. */
final class LetterDecisions {
  private static final int AT_ONCE = 50;

  private final Letters letters;
  private final EnvelopeReader reader;
  private final EntityResolver entities;

  LetterDecisions(Letters letters, EnvelopeReader reader, EntityResolver entities) {
    this.letters = letters;
    this.reader = reader;
    this.entities = entities;
  }

  /** Tries the same delivery again, with the same id. */
  String retry(Kind kind, String id, boolean force) {
    Letters.Detail detail = find(id);
    if (neverRead(kind, detail)) {
      throw new ProblemException(409, id + " was never read as an envelope (" + LetterJson.errorText(detail.letter().reason(), false)
          + "): use replay, which reads its bytes again");
    }
    letters.retry(kind, id, force);
    return id;
  }

  /**
   * Makes a new delivery. A body that was no envelope is read again, because a fix of ours may have made it one.
   *
   * @return the id of the new delivery
   */
  String replay(Kind kind, String id, boolean force) {
    Letters.Detail detail = find(id);
    return letters.replay(kind, id, neverRead(kind, detail) ? revision(id, detail.original()) : null, force);
  }

  /** What is decided about many. */
  enum Decision {
    RETRY("retried"), REPLAY("replayed"), DISCARD("discarded");

    private final String done;

    Decision(String done) {
      this.done = done;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What those are called that it was carried out for. */
    String done() {
      return done;
    }
  }

  /** @param refused those that stay, each with the reason; {@code next}: for the next step, null when this was the last one */
  record Step(int done, List<Refused> refused, Long next) {}

  record Refused(String id, String reason) {}

  /**
   * A few of those that are wanted, the oldest notifications first, so that each entity's keep their order. One that is refused keeps nobody
   * from going.
   *
   * @param reason of a discard
   * @param dryRun nothing is changed
   * @param after 0, or the step before's {@code next}
   */
  Step step(Kind kind, Decision decision, Letters.Wanted wanted, String reason, boolean dryRun, long after) {
    Letters.Page page = letters.oldest(kind, wanted, after, AT_ONCE);
    List<Refused> refused = new ArrayList<>();
    for (Letters.Letter letter : page.letters()) {
      try {
        decide(kind, decision, letter, reason, dryRun);
      } catch (RefusedException | ProblemException e) {
        refused.add(new Refused(letter.deliveryId(), e.getMessage()));
      }
    }
    return new Step(page.letters().size() - refused.size(), refused, page.next());
  }

  private void decide(Kind kind, Decision decision, Letters.Letter letter, String reason, boolean dryRun) {
    String id = letter.deliveryId();
    switch (decision) {
      case RETRY -> {
        if (dryRun) {
          letters.tryRetry(kind, id);
        } else {
          retry(kind, id, false);
        }
      }
      case REPLAY -> {
        Letters.Revision revision = kind == Kind.QUARANTINE && letter.action() == null ? revision(id, find(id).original()) : null;
        if (dryRun) {
          letters.tryReplay(kind, id, revision);
        } else {
          letters.replay(kind, id, revision, false);
        }
      }
      case DISCARD -> {
        if (!dryRun) {
          letters.discard(kind, id, reason);
        }
      }
    }
  }

  /** Ends a delivery that is never sent: nothing is missing at its destination, or somebody mended it there. */
  String discard(Kind kind, String id, String reason) {
    find(id);
    letters.discard(kind, id, reason);
    return id;
  }

  Letters.Detail find(String id) {
    return letters.find(id).orElseThrow(() -> new ProblemException(404, "there is no delivery with the id " + id));
  }

  /** Every envelope has an action (see {@link io.github.mentagateway.inbox.Arrival}). */
  private static boolean neverRead(Kind kind, Letters.Detail detail) {
    return kind == Kind.QUARANTINE && detail.letter().action() == null;
  }

  private Letters.Revision revision(String id, Original original) {
    try {
      Envelope envelope = reader.read(original.body(), original.headers());
      return new Letters.Revision(envelope.action(), entities.of(envelope), Payload.ORIGINAL);
    } catch (UnusableEnvelopeException e) {
      throw new ProblemException(409, id + " is still no envelope: " + e.getOriginalMessage() + ". It stays in quarantine");
    }
  }
}
