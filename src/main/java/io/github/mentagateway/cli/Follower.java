package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mentagateway.privacy.Masks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Prints notifications as they come, until the process is ended or nobody reads what it prints. It outlives the gateway. */
final class Follower {
  private static final long EACH_MILLIS = 1_000;
  private static final int AT_ONCE = 500;
  /** The gateway tells what came last once more, for some seconds. */
  private static final int REMEMBERED = 50_000;

  /** What happens between two looks. */
  interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  private final CommandContext context;
  private final Query filter;
  private final boolean json;
  private final Pause pause;
  private final Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  });
  private boolean silent;

  /** @param filter as parameters, each with an {@code &} before it */
  Follower(CommandContext context, Query filter, boolean json, Pause pause) {
    this.context = context;
    this.filter = filter;
    this.json = json;
    this.pause = pause;
  }

  Follower(CommandContext context, Query filter, boolean json) {
    this(context, filter, json, Thread::sleep);
  }

  /**
   * @param lines how many of those that are there already are shown first
   * @return the exit code, when nobody reads any more
   * @throws CommandFailedException when the gateway does not answer at first; later it is waited for
   */
  int run(int lines) throws Exception {
    JsonNode page = ConsoleText.json(new ManagementClient(context.managementSettings()).get(NotificationsCommand.PATH + filter.with("limit", Math.max(1, lines))));
    // the gateway goes on from some seconds before: what came then and is older than all that is shown here would stand behind it
    long begin = Math.max(page.path("after").asLong(), page.path("next").asLong());
    long after = begin;
    if (!json) {
      context.out().println(context.display().heading(line("ID", "RECEIVED", "ACTION", "ENTITY", "DELIVERIES")));
    }
    for (int i = page.path("items").size() - 1; i >= 0; i--) {
      tell(page.path("items").get(i), i < lines);
    }
    while (!context.out().checkError()) {
      JsonNode next = next(after);
      next.path("items").forEach(one -> tell(one, true));
      after = next.has("after") ? Math.max(begin, next.path("after").asLong()) : after;
      if (next.path("items").size() < AT_ONCE) {
        pause.millis(EACH_MILLIS);
      }
    }
    return 0;
  }

  /** Nothing while the gateway does not answer; its token and its address may be others when it does. */
  private JsonNode next(long after) throws Exception {
    try {
      JsonNode next = ConsoleText.json(new ManagementClient(context.managementSettings()).get(NotificationsCommand.PATH
          + filter.with("limit", AT_ONCE).with("after", after)));
      if (silent) {
        context.err().println("menta-gateway: the gateway answers again");
      }
      silent = false;
      return next;
    } catch (CommandFailedException e) {
      if (!silent) {
        context.err().println("menta-gateway: " + ConsoleText.plain(e.getMessage()) + ". Waiting for it");
      }
      silent = true;
      return ConsoleText.json("{}");
    }
  }

  private void tell(JsonNode one, boolean shown) {
    if (!seen.add(ConsoleText.field(one, "id")) || !shown) {
      return;
    }
    context.out().println(json ? ConsoleText.safe(one.toString()) : line(ConsoleText.field(one, "id"), ConsoleText.time(one, "receivedAt"),
        ConsoleText.field(one, "action"), ConsoleText.field(one, "entity"), ConsoleText.counts(one.path("deliveries"))));
  }

  /** The rows before are printed when the next one comes: the columns cannot be as wide as their widest cell. */
  private String line(String id, String received, String action, String entity, String deliveries) {
    String line = String.format("%-15s  %-20s  %-24s  %-24s  %s", id, received, action.isEmpty() ? "-" : action, entity.isEmpty() ? "-" : entity, deliveries);
    return Masks.oneLine(line, context.display().columns()).stripTrailing();
  }
}
