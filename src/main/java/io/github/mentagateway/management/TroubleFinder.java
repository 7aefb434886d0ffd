package io.github.mentagateway.management;

import io.github.mentagateway.health.Trouble;
import io.github.mentagateway.health.Troubles;
import io.github.mentagateway.inbox.Contract.Seen;
import io.github.mentagateway.intake.IntakeActivity;
import io.github.mentagateway.privacy.Masks;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** All that is wrong, each trouble with a key of its own: what the health checks say, the destinations one by one, and what is refused. */
final class TroubleFinder {
  static final String WARNING = "warning: ";
  /** Checks that say several troubles in one sentence, which are told one by one here. */
  private static final Set<String> SPLIT = Set.of("channels", "quarantine", "contract");
  /** A wrong path is no trouble: whoever tries addresses on the internet makes some. */
  private static final Set<String> HARMLESS = Set.of("404");
  /** Each of them keeps notifications out. */
  private static final Set<String> LIMITS = Set.of("connection_limit", "address_limit", "body_timeout");
  /** So may each of them, but whoever tries addresses on the internet makes some. */
  private static final Set<String> ALSO_BY_SCANNERS = Set.of("tls", "proxy_header", "head_timeout");
  private static final int MOST_BY_SCANNERS = 30;
  private static final int LONGEST_ACTION = 100;
  private static final Duration LATELY = Duration.ofMinutes(15);
  private static final Map<String, String> NEXT = Map.of(
      "inbox", "docs/operating.md, MentaGatewayTakesNothing",
      "certificate", "docs/operating.md, MentaCertificateEnds",
      "routes", "docs/operating.md, MentaRoutesRefused",
      "databases", "docs/operating.md, MentaDestinationDown");

  private final CamelContext context;
  private final InboxGauges gauges;
  private final IntakeActivity intake;
  private final Supplier<List<Seen>> news;
  private final Clock clock;

  TroubleFinder(CamelContext context, InboxGauges gauges, IntakeActivity intake, Supplier<List<Seen>> news, Clock clock) {
    this.context = context;
    this.gauges = gauges;
    this.intake = intake;
    this.news = news;
    this.clock = clock;
  }

  /** @param text of a check that does not say that all is well */
  record Said(String check, String text) {}

  static List<Said> said(CamelContext context) {
    List<Said> said = new ArrayList<>();
    for (HealthCheck.Result result : HealthCheckHelper.invoke(context)) {
      String message = result.getMessage().orElse("");
      boolean isUp = result.getState() == HealthCheck.State.UP;
      if (!isUp || message.startsWith(WARNING)) {
        said.add(new Said(result.getCheck().getId(), isUp ? message.substring(WARNING.length()) : message));
      }
    }
    return said;
  }

  /** By the numbers of the last refresh. */
  Troubles find() {
    InboxGauges.Snapshot numbers = gauges.numbers();
    List<Trouble> all = new ArrayList<>();
    if (numbers.failed()) {
      all.add(own("store", "the store does not say what waits", "docs/operating.md, MentaStoreSaysNothing"));
    }
    said(context).stream().filter(one -> !SPLIT.contains(one.check()))
        .forEach(one -> all.add(own(one.check(), one.text(), NEXT.getOrDefault(one.check(), "./menta-gateway status"))));
    intake.refused().stream().filter(one -> isTrouble(one.what(), one.count()))
        .filter(one -> one.last().isAfter(clock.instant().minus(LATELY)))
        .forEach(one -> all.add(own("refused:" + one.what(), "requests refused with " + one.what() + " within an hour: " + one.count()
            + (one.meaning() == null ? "" : " (" + one.meaning() + ")"), "docs/operating.md, MentaRefused")));
    numbers.destinations().forEach(one -> destination(one, all));
    long quarantined = numbers.quarantined().values().stream().mapToLong(Long::longValue).sum();
    if (quarantined > 0) {
      all.add(shared("quarantine", "notifications in quarantine: " + quarantined, "./menta-gateway quarantine reasons"));
    }
    // what comes later is a trouble of its own, also while nobody has acknowledged the first
    news.get().stream().collect(Collectors.groupingBy(one -> "contract:" + Masks.oneLine(one.action(), LONGEST_ACTION) + ":"
        + one.first().truncatedTo(ChronoUnit.SECONDS), TreeMap::new, Collectors.toList())).forEach((key, some) -> all.add(
            shared(key, ContractHealthCheck.sentence(some), "./menta-gateway contract list --new; then contract acknowledge")));
    return new Troubles(all, numbers.known());
  }

  /**
   * @param what a status, or why there was no answer
   * @param count within an hour
   */
  static boolean isTrouble(String what, long count) {
    return what.matches("\\d+") ? !HARMLESS.contains(what) : LIMITS.contains(what) || ALSO_BY_SCANNERS.contains(what) && count > MOST_BY_SCANNERS;
  }

  private static void destination(DestinationStatus one, List<Trouble> all) {
    String name = one.name();
    String waiting = "; deliveries that wait: " + one.waiting();
    if (one.down()) {
      String error = LetterJson.errorText(one.downError(), false);
      all.add(shared("down:" + name, name + " is down" + waiting + (error == null ? "" : ". It said last: " + error),
          "./menta-gateway destinations list; docs/operating.md, MentaDestinationDown"));
    }
    if (one.deadLetters() > 0) {
      all.add(shared("dead-letters:" + name, "dead letters of " + name + ": " + one.deadLetters(), "./menta-gateway deadletters reasons --destination "
          + name));
    }
    if (one.unread()) {
      // of this instance: another one may have the route
      all.add(own("unread:" + name, "no route reads durable:" + name + waiting, "docs/operating.md, MentaNobodyReads"));
    }
    if (one.paused()) {
      all.add(shared("paused:" + name, name + " is paused by a person" + waiting, "./menta-gateway destinations resume " + name));
    }
  }

  private static Trouble own(String key, String text, String next) {
    return new Trouble(key, text, next, false);
  }

  private static Trouble shared(String key, String text, String next) {
    return new Trouble(key, text, next, true);
  }
}
