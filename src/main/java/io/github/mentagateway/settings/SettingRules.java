package io.github.mentagateway.settings;

import io.github.mentagateway.settings.Settings.Intake.Scheme;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of single settings. Every method throws an {@link IllegalArgumentException} whose message is the rule that was broken. */
final class SettingRules {
  private static final Pattern SENT_ID = Pattern.compile("header:[A-Za-z0-9_-]{1,100}|field:[^.\\s]+(\\.[^.\\s]+)*");

  private static final Duration SHORTEST_RETENTION = Duration.ofDays(7);
  private static final Duration SHORTEST_RETENTION_OF_ACTS = Duration.ofDays(30);

  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(5);

  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  private static final Duration LONGEST_STATEMENT = Duration.ofDays(1);
  private static final Duration LONGEST_CONNECT = Duration.ofMinutes(5);
  private static final int LARGEST_POOL = 1000;

  private SettingRules() {}

  static Address loopback(String text) {
    Address address = Address.parse(text);
    if (!address.isLoopback()) {
      throw new IllegalArgumentException("must be an address of this machine only, such as 127.0.0.1:9877");
    }
    return address;
  }

  static String intakePath(String text) {
    if (!text.matches("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")) {
      throw new IllegalArgumentException(
          "must begin with / and hold only letters, digits, '-', '_', '.' and '~', with no empty part and none that begins with a dot");
    }
    return text;
  }

  static Set<Scheme> schemes(String text) {
    if (text.equals("none")) {
      return Set.of();
    }
    Set<Scheme> schemes = EnumSet.noneOf(Scheme.class);
    List<String> parts = Parse.list(text);
    if (parts.isEmpty() || !List.of("header", "basic").containsAll(parts)) {
      throw new IllegalArgumentException("must be header, basic, or both with a comma between; none alone lets everybody in");
    }
    parts.forEach(part -> schemes.add(Scheme.valueOf(part.toUpperCase(Locale.ROOT))));
    return schemes;
  }

  static String headerName(String text) {
    if (!text.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
      throw new IllegalArgumentException("must be the name of an HTTP header");
    }
    return text;
  }

  static String basicUser(String text) {
    if (text.isEmpty() || text.indexOf(':') >= 0) {
      throw new IllegalArgumentException("must be a name without ':' (RFC 7617)");
    }
    return text;
  }

  static List<String> entityParts(String text) {
    List<String> parts = Parse.list(text);
    if (parts.isEmpty() || !parts.stream().allMatch(part -> part.equals("*") && parts.size() == 1
        || part.matches("(data|metadata)(\\.[^.\\s]+)+"))) {
      throw new IllegalArgumentException("must list fields such as data.id, or be * when the whole family is one entity");
    }
    return parts;
  }

  /** Whether a name under gateway.duplicates is an action: an action has a dot, which the environment spells as {@code _}. */
  static boolean isAction(String name) {
    return name.matches("[^.]+[._].+") && !name.equals("sender_timeout");
  }

  static Settings.Duplicates.Rule duplicates(String text) {
    return Settings.Duplicates.Rule.valueOf(Parse.oneOf(text, "newest", "unanswered", "off").toUpperCase(Locale.ROOT));
  }

  static Settings.Duplicates.SentId sentId(String text) {
    if (!SENT_ID.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be header:NAME or field:PATH, such as header:X-Event-Id or field:metadata.id; empty when menta sends none");
    }
    return new Settings.Duplicates.SentId(text.startsWith("header:"), text.substring(text.indexOf(':') + 1));
  }

  /** With a shorter retention a copy that menta sends much later would find nothing to be compared with. */
  static Duration retention(String text) {
    Duration duration = Parse.duration(text);
    if (duration.compareTo(SHORTEST_RETENTION) < 0) {
      throw new IllegalArgumentException("must be at least " + SHORTEST_RETENTION.toDays() + "d: for that long copies may still come");
    }
    return duration;
  }

  /** With a shorter retention nobody could say any more who did what is noticed with the month's accounts. */
  static Duration retentionOfActs(String text) {
    Duration duration = Parse.duration(text);
    if (duration.compareTo(SHORTEST_RETENTION_OF_ACTS) < 0) {
      throw new IllegalArgumentException("must be at least " + SHORTEST_RETENTION_OF_ACTS.toDays() + "d: for that long somebody may ask who did it");
    }
    return duration;
  }

  /** With a shorter lease a pause for garbage collection or a slow commit would look like the end of an instance. */
  static Duration lease(String text) {
    Duration duration = Parse.duration(text);
    if (duration.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException("must be at least " + SHORTEST_LEASE.toSeconds() + "s: an instance that is only slow"
          + " would lose what it delivers");
    }
    return duration;
  }

  static Duration unanswered(String text) {
    Duration duration = Parse.duration(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException("must be above 0: a copy of a notification that was never answered would be delivered once more");
    }
    return duration;
  }

  /** A timeout of more than an hour would be no limit. */
  static Duration timeout(String text) {
    Duration duration = Parse.duration(text);
    if (duration.isZero() || duration.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException("must be above 0 and at most " + LONGEST_TIMEOUT.toHours() + "h");
    }
    return duration;
  }

  /** JDBC counts whole seconds, and 0 means no limit. */
  static Duration statementTimeout(String text) {
    Duration duration = Parse.duration(text);
    if (duration.toSeconds() < 1 || duration.compareTo(LONGEST_STATEMENT) > 0) {
      throw new IllegalArgumentException("must be between 1s and " + LONGEST_STATEMENT.toDays() + "d");
    }
    return duration;
  }

  /** Drivers take whole seconds, or milliseconds that an int holds. */
  static Duration connectTimeout(String text) {
    Duration duration = Parse.duration(text);
    if (duration.toSeconds() < 1 || duration.compareTo(LONGEST_CONNECT) > 0) {
      throw new IllegalArgumentException("must be between 1s and " + LONGEST_CONNECT.toMinutes() + "m");
    }
    return duration;
  }

  static int poolSize(String text) {
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LARGEST_POOL) {
      throw new IllegalArgumentException("must be a whole number between 1 and " + LARGEST_POOL);
    }
    return Integer.parseInt(text);
  }

  static Duration probeInterval(String text) {
    Duration duration = Parse.duration(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException("must be above 0: a destination that is down is not to be hammered");
    }
    return duration;
  }

  static long atMost(long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException("must be between 1 and " + most);
    }
    return value;
  }
}
