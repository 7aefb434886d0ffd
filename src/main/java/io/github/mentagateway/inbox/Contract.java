package io.github.mentagateway.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the sender sends, as far as it was seen: the names and types of fields by action, never a value. Blocks; nobody asks on the way of a notification. */
public interface Contract {
  /** So many actions are told apart, and so many fields of each; all others are one. */
  int MOST_ACTIONS = 200;
  int MOST_FIELDS = 300;
  /** So much of bodies is read at once, and no body that is longer. */
  int MOST_BYTES = 8 << 20;
  /** Stands for the actions, or fields, beyond. */
  String OTHER = "(other)";

  /** @param path such as {@code data.tickets[].id}; empty for the action itself, which has no type either */
  record Field(String path, String type) implements Comparable<Field> {
    public static final Field ACTION = new Field("", "");
    private static final Comparator<Field> BY_PATH = Comparator.comparing(Field::path).thenComparing(Field::type);

    @Override
    public int compareTo(Field other) {
      return BY_PATH.compare(this, other);
    }
  }

  /** How often something came. @param example the number of a notification that has it */
  record Tally(long count, Instant first, Instant last, long example) {
    /** Of two that are told as one: perhaps the same notifications had both. */
    public Tally together(Tally other) {
      Tally sum = and(other);
      return new Tally(Math.max(count, other.count), sum.first, sum.last, Math.max(example, other.example));
    }

    public Tally and(Tally later) {
      return new Tally(count + later.count, first.isBefore(later.first) ? first : later.first, last.isAfter(later.last) ? last : later.last, later.example);
    }
  }

  /**
   * A notification that nobody has looked at.
   *
   * @param action null when it is no envelope
   * @param isRead false when the body is longer than {@link #MOST_BYTES}, and left empty
   */
  record Arrived(long number, String action, Original original, boolean isRead) {}

  /** @param isNew it came when the action, or the store, was long known, and nobody has said that it is known */
  record Seen(String action, Field field, long count, Instant first, Instant last, String exampleId, boolean isNew) {}

  /** The number of the last notification that was looked at; 0 for none. */
  long position();

  /** The highest number in the store; 0 for none. */
  long newest();

  /** Those behind a number, up to another one, in the order of their numbers: at least one, and no more than {@link #MOST_BYTES}. */
  List<Arrived> after(long number, long upTo, int most);

  /**
   * Adds what was found in the notifications between two numbers, once: not when another instance has looked at them meanwhile.
   *
   * @param found by action; each has {@link Field#ACTION}
   * @param settling what an action brings within so long of its beginning is no news, nor is an action within so long of the store's
   * @return what is new; nothing when another instance was faster
   */
  Optional<List<Seen>> add(long from, long to, Map<String, Map<Field, Tally>> found, Duration settling);

  /** By action and path; an action comes before its fields. */
  List<Seen> all();

  /** Only what is new. */
  List<Seen> news(int most);

  /**
   * A person knows it.
   *
   * @param action null for all
   * @param upTo only what came first by then; null for whenever
   * @return how much was new
   */
  int acknowledge(String action, Instant upTo);

  /**
   * What was seen of it is forgotten, and learned anew: when it comes again it is new.
   *
   * @param path of a field, which goes with all that it holds; null for the action with all of its fields
   * @return how many fields, of any type, and actions that were
   */
  int forget(String action, String path);
}
