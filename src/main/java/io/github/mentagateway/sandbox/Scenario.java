package io.github.mentagateway.sandbox;

import java.time.Duration;
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

  /**
   * @param headers names in lower case
   * @param after how long after the one before it
   * @param rows what the queries of its deliveries give, when no script says otherwise
   */
  public record Notification(byte[] body, Map<String, String> headers, Duration after, List<Map<String, Object>> rows) {
    public Notification(byte[] body, Map<String, String> headers, Duration after) {
      this(body, headers, after, List.of());
    }
  }
}
