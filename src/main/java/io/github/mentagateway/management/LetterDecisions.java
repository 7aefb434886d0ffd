package io.github.mentagateway.management;

import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.envelope.EnvelopeReader;
import io.github.mentagateway.envelope.UnusableEnvelopeException;
import io.github.mentagateway.inbox.DeliveryFilter;
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

  /** Whether {@link #replay} would be refused; nothing is changed. @return what it would be sent as */
  Letters.Revision tryReplay(Kind kind, String id, byte[] edited, boolean force) {
    Letters.Detail detail = find(id);
    Letters.Revision revision = edited != null ? edited(id, detail, edited) : neverRead(kind, detail) ? revision(id, detail.original()) : null;
    letters.tryReplay(kind, id, revision, force);
    return revision != null ? revision : new Letters.Revision(detail.letter().action(), detail.letter().entity(), Payload.ORIGINAL);
  }

  /**
   * Makes a new delivery of what a person has made of a quarantined body; what was received stays as it came.
   *
   * @param edited in UTF-8
   * @return the id of the new delivery
   */
  String replayEdited(String id, byte[] edited, boolean force) {
    return letters.replay(Kind.QUARANTINE, id, edited(id, find(id), edited), force);
  }

  private Letters.Revision edited(String id, Letters.Detail detail, byte[] edited) {
    Payload payload = detail.payload();
    if (payload != null && !payload.isOriginal() && !payload.isEnvelope()) {
      throw new ProblemException(409, id + " has a body that a route has made, and only one that was received can be edited: mend the route, then replay");
    }
    try {
      Envelope envelope = reader.read(edited);
      return new Letters.Revision(envelope.action(), entities.of(envelope), Payload.envelope(edited));
    } catch (UnusableEnvelopeException e) {
      throw new ProblemException(409, "the edited body of " + id + " is no envelope: " + e.getOriginalMessage() + ". It stays in quarantine as it was");
    }
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

  /**
   * @param done for how many it was carried out, or would be
   * @param changed the ids of those, and of the deliveries that were made of them
   * @param refused those that stay, each with the reason
   * @param next for the next step, null when this was the last one
   */
  record Step(int done, List<String> changed, List<Refused> refused, Long next) {}

  record Refused(String id, String reason) {}

  /**
   * A few of those that are wanted, the oldest notifications first, so that each entity's keep their order.
   *
   * @param after 0, or the step before's {@code next}
   */
  Letters.Page few(Kind kind, DeliveryFilter wanted, long after) {
    return letters.oldest(kind, wanted, after, AT_ONCE);
  }

  /**
   * One that is refused keeps nobody from going.
   *
   * @param reason of a discard
   * @param dryRun nothing is changed
   */
  Step step(Kind kind, Decision decision, Letters.Page page, String reason, boolean dryRun) {
    List<Refused> refused = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Letters.Letter letter : page.letters()) {
      try {
        String id = decide(kind, decision, letter, reason, dryRun);
        changed.add(letter.deliveryId());
        changed.add(id);
      } catch (RefusedException | ProblemException e) {
        refused.add(new Refused(letter.deliveryId(), e.getMessage()));
      }
    }
    return new Step(page.letters().size() - refused.size(), changed, refused, page.next());
  }

  /** @return the id of the delivery that waits now, or has ended */
  private String decide(Kind kind, Decision decision, Letters.Letter letter, String reason, boolean dryRun) {
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
        if (!dryRun) {
          return letters.replay(kind, id, revision, false);
        }
        letters.tryReplay(kind, id, revision, false);
      }
      case DISCARD -> {
        if (!dryRun) {
          letters.discard(kind, id, reason);
        }
      }
    }
    return id;
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
