package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.privacy.Masks;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Quarantined notifications whose action the router has a branch for by now: a replay would bring them where they belong. Counted by one
 * look through the quarantine, never on the path of a notification. For any thread.
 */
public final class RoutableQuarantine {
  private static final Logger LOG = LoggerFactory.getLogger(RoutableQuarantine.class);
  private static final int LONGEST_ACTION = 100;

  private final Letters letters;
  private volatile Set<String> branches = Set.of();

  public RoutableQuarantine(Letters letters) {
    this.letters = letters;
  }

  /** The router's branches are these from now on, after a start or a change of the routes. Returns at once, and tells the log later. */
  public void routedNow(Set<String> actions) {
    branches = Set.copyOf(actions);
    Thread count = new Thread(this::tell, "quarantine-count");
    count.setDaemon(true);
    count.start();
  }

  private void tell() {
    try {
      counts().forEach((action, count) -> LOG.info("event=quarantine_could_be_routed actions={} count={} next={}", shown(action), count,
          "./menta-gateway " + replay(action)));
    } catch (RuntimeException e) {
      LOG.warn("event=quarantine_not_counted error={}", e.getMessage());
    }
  }

  /** By action. Blocks. */
  Map<String, Long> counts() {
    return branches.isEmpty() ? Map.of() : among(letters.countByAction(Kind.QUARANTINE));
  }

  /** @param quarantined by action */
  Map<String, Long> among(Map<String, Long> quarantined) {
    Map<String, Long> routable = new TreeMap<>(quarantined);
    routable.keySet().retainAll(branches);
    return routable;
  }

  /** A sentence about them; empty when there are none. */
  static String sentence(Map<String, Long> routable) {
    return routable.entrySet().stream()
        .map(one -> one.getValue() + " of " + shown(one.getKey()) + " in quarantine could be routed by now: " + replay(one.getKey()))
        .collect(Collectors.joining("; "));
  }

  private static String replay(String action) {
    return "quarantine replay --all --action " + shown(action);
  }

  private static String shown(String action) {
    return Masks.oneLine(action, LONGEST_ACTION);
  }
}
