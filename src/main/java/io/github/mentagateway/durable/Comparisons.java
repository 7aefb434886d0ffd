package io.github.mentagateway.durable;

import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.envelope.Fingerprint;
import io.github.mentagateway.inbox.Comparison;
import io.github.mentagateway.inbox.Comparison.Handover;
import io.github.mentagateway.inbox.Comparison.Policy;
import io.github.mentagateway.inbox.Original;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decides how the inbox tells a copy of an envelope, by the settings for its action. */
public final class Comparisons {
  private final Map<String, Policy> policies = new TreeMap<>();
  private final Optional<SentId> id;
  private final OwnerDigests owners;

  /** Where the sender's own id stands: a header's name, in any letters, or a field's path such as {@code metadata.id}. */
  public record SentId(boolean inHeader, String name) {}

  /**
   * @param policies by action; an action without one has {@link Policy#UNANSWERED}
   * @param id replaces the policies when it is set
   * @param ownerKey the key of the digests of owners' addresses; the same wherever they are compared
   */
  public Comparisons(Map<String, Policy> policies, Optional<SentId> id, byte[] ownerKey) {
    policies.forEach((action, policy) -> this.policies.put(key(action), policy));
    this.id = id;
    this.owners = new OwnerDigests(ownerKey);
  }

  Comparison of(Envelope envelope, Original original) {
    if (id.isPresent()) {
      String value = value(id.get(), envelope, original);
      // a notification without its id cannot be told to be a copy
      return value == null
          ? new Comparison(Policy.OFF, Fingerprint.of(envelope), null)
          : new Comparison(Policy.SAME_ID, digest("id:" + value), null);
    }
    Policy policy = policies.getOrDefault(key(envelope.action()), Policy.UNANSWERED);
    return new Comparison(policy, Fingerprint.of(envelope), "ticket".equalsIgnoreCase(envelope.family()) ? handover(envelope) : null);
  }

  /** The names of environment variables have neither dots nor small letters. */
  private static String key(String action) {
    return action.toLowerCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The store gets digests, because it compares addresses and never reads them. */
  private Handover handover(Envelope envelope) {
    return new Handover(owners.of(envelope.data().get("oldOwnerEmail")), owners.of(envelope.data().get("newOwnerEmail")));
  }

  private static String value(SentId id, Envelope envelope, Original original) {
    Object value = id.inHeader() ? original.headers().get(id.name().toLowerCase(Locale.ROOT)) : field(envelope, id.name());
    String text = value instanceof String || value instanceof Number ? value.toString().strip() : "";
    return text.isEmpty() ? null : text;
  }

  private static Object field(Envelope envelope, String path) {
    Object value = Map.of("data", envelope.data(), "metadata", envelope.metadata());
    String[] names = path.split("\\.");
    if (!names[0].equals("data") && !names[0].equals("metadata")) {
      value = envelope.extras();
    }
    for (String name : names) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return value;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
