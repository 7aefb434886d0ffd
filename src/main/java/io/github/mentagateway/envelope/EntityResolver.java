package io.github.mentagateway.envelope;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the entity of an envelope: its family and the fields that {@code gateway.entity.FAMILY} lists, by default {@code data.id}. A number
 * and a text of the same digits are the same entity, because menta's pages print ids both ways. Capitals in the family make no difference.
 */
public final class EntityResolver {
  /** Those that menta's pages name (MENTA.md). */
  public static final Set<String> FAMILIES = Set.of("ticket", "event", "listing", "notifyMe", "payouts", "product");
  private static final List<String> USUAL = List.of("data.id");
  /** A longer id is an attack or nonsense: its notification is unordered. */
  private static final int LONGEST = 200;

  private final Map<String, List<String>> rules = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public EntityResolver(Map<String, List<String>> rules) {
    this.rules.putAll(rules);
  }

  /**
   * The entity, such as {@code ticket:00001} or {@code event:121982/8928}; null, which means unordered, when a part is missing or no plain
   * value.
   */
  public String of(Envelope envelope) {
    List<String> parts = rules.getOrDefault(envelope.family(), USUAL);
    String family = envelope.family().toLowerCase(Locale.ROOT);
    if (parts.equals(List.of("*"))) {
      return shortEnough(family + ":*");
    }
    StringJoiner entity = new StringJoiner("/", family + ":", "");
    for (String part : parts) {
      String text = text(field(envelope, part));
      if (text == null) {
        return null;
      }
      entity.add(part(text));
    }
    return shortEnough(entity.toString());
  }

  /** The value of a field as it stands in an entity: a slash inside an id must not look like the one between two. */
  public static String part(String value) {
    return value.replace("%", "%25").replace("/", "%2F");
  }

  /** The entities that an id alone can stand for: one in each family that is known here or has a rule. */
  public List<String> of(String id) {
    return Stream.concat(FAMILIES.stream(), rules.keySet().stream()).map(family -> family.toLowerCase(Locale.ROOT)).distinct()
        .map(family -> family + ":" + part(id)).toList();
  }

  /** The same text, or null when it is longer than any entity is. */
  public static String shortEnough(String entity) {
    return entity.length() <= LONGEST ? entity : null;
  }

  private static Object field(Envelope envelope, String path) {
    String[] names = path.split("\\.");
    Object value = names[0].equals("metadata") ? envelope.metadata() : envelope.data();
    for (int i = 1; i < names.length; i++) {
      value = value instanceof Map<?, ?> object ? object.get(names[i]) : null;
    }
    return value;
  }

  private static String text(Object value) {
    boolean plain = value instanceof String || value instanceof Integer || value instanceof Long || value instanceof BigInteger
        || value instanceof Boolean;
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return plain ? value.toString() : null;
  }
}
