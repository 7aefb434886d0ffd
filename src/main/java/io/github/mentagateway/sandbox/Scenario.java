package io.github.mentagateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What happens to the routes.
 *
 * @param notifications as menta sends them, in order
 * @param answers the script of each destination, by the name of its channel; what is not in a script goes well
 * @param usual the scripts of destinations that have none in {@code answers}; nobody minds when they are not used
 */
public record Scenario(
    List<Notification> notifications, Map<String, List<ScriptedAnswer>> answers, Map<String, List<ScriptedAnswer>> usual) {
  static final Instant BEGINNING = Instant.parse("2026-03-02T12:00:00Z");

  Instant begins() {
    return notifications.isEmpty() || notifications.get(0).at() == null ? BEGINNING : notifications.get(0).at();
  }

  /**
   * @param headers names in lower case
   * @param at when it comes, if it is the first; null: at the usual time
   * @param after how long after the one before it, or after that time
   * @param rows what the queries of its deliveries give, when no script says otherwise
   */
  public record Notification(byte[] body, Map<String, String> headers, Instant at, Duration after, List<Map<String, Object>> rows) {
    public Notification(byte[] body, Map<String, String> headers, Duration after, List<Map<String, Object>> rows) {
      this(body, headers, null, after, rows);
    }

    public Notification(byte[] body, Map<String, String> headers, Duration after) {
      this(body, headers, after, List.of());
    }
  }
}
