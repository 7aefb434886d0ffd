package io.github.mentagateway.inbox;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the changes of one transaction are about, gathered before the first of them is written. A store with several writers keeps the
 * others from the same entities and contents until the commit, and asks for all that is needed in a few questions instead of one each.
 */
final class Preparation {
  private final Set<String> entities = new LinkedHashSet<>();
  private final Set<String> compared = new LinkedHashSet<>();
  private final Set<ByteBuffer> contents = new LinkedHashSet<>();
  private final Set<ByteBuffer> lockedContents = new LinkedHashSet<>();
  private final List<Claim> claims = new ArrayList<>();
  private int numbers;

  /** Nobody else may accept, send or settle anything of it until the commit. Null is none. */
  Preparation entity(String entity) {
    if (entity != null) {
      entities.add(entity);
    }
    return this;
  }

  /**
   * An arrival that is compared with the newest of its entity and with the unanswered ones.
   *
   * @param entity null: it has none
   * @param anyEntity whether a copy may come under another entity, so that the content must be locked for itself
   */
  Preparation comparison(String entity, byte[] fingerprint, boolean anyEntity) {
    ByteBuffer content = ByteBuffer.wrap(fingerprint);
    contents.add(content);
    if (entity != null) {
      entity(entity);
      compared.add(entity);
    }
    if (entity == null || anyEntity) {
      lockedContents.add(content);
    }
    return this;
  }

  /** An attempt ends: its claim must still stand. */
  Preparation claim(Claim claim) {
    claims.add(claim);
    return entity(claim.entry().entity());
  }

  /** So many new notifications and deliveries at the most. */
  Preparation numbers(int most) {
    numbers += most;
    return this;
  }

  Set<String> entities() {
    return entities;
  }

  Set<String> compared() {
    return compared;
  }

  Set<ByteBuffer> contents() {
    return contents;
  }

  Set<ByteBuffer> lockedContents() {
    return lockedContents;
  }

  List<Claim> claims() {
    return claims;
  }

  int numbers() {
    return numbers;
  }
}
