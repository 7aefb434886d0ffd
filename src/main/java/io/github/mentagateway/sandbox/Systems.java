package io.github.mentagateway.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Exchange;

/** The systems outside, as the routes see them: keeps what each call asked, and says what it is answered. Of one thread. */
final class Systems {
  private Map<String, List<Script>> scripts = Map.of();
  private Map<String, List<Script>> usual = Map.of();
  private final Map<String, List<Map<String, Object>>> rows = new HashMap<>();
  private String channel = "";
  private String notification = "";
  private String step;
  private Exchange exchange;
  private List<Call> calls = new ArrayList<>();

  void use(Scenario scenario) {
    scripts = scripts(scenario.answers());
    usual = scripts(scenario.usual());
    rows.clear();
    calls = new ArrayList<>();
  }

  private static Map<String, List<Script>> scripts(Map<String, List<ScriptedAnswer>> answers) {
    Map<String, List<Script>> scripts = new LinkedHashMap<>();
    answers.forEach((name, list) -> scripts.put(name, list.stream().map(Script::new).toList()));
    return scripts;
  }

  /** What the queries of a notification's deliveries give. */
  void answer(String notificationId, List<Map<String, Object>> withRows) {
    rows.put(notificationId, withRows);
  }

  /** The rows for the notification whose delivery is under way. */
  Answer.Rows rows() {
    return new Answer.Rows(rows.getOrDefault(notification, List.of()));
  }

  /** From now on the calls are those of a delivery of this channel. */
  void begin(String ofChannel, String ofNotification) {
    channel = ofChannel;
    notification = ofNotification;
    step = null;
    calls = new ArrayList<>();
  }

  void reached(String stepId) {
    step = stepId;
  }

  /** The message that is under way, also inside a kamelet. */
  void working(Exchange on) {
    exchange = on;
  }

  /** A header of the message that is under way; null when it has none of this kind. */
  <T> T header(String name, Class<T> type) {
    return exchange == null || !type.isInstance(exchange.getMessage().getHeader(name)) ? null : type.cast(exchange.getMessage().getHeader(name));
  }

  /** The calls since {@link #begin}. */
  List<Call> end() {
    return List.copyOf(calls);
  }

  /**
   * Keeps a call.
   *
   * @param fits which answers are of a kind that this system gives
   * @return the script's next answer; null when it has none for this call, which goes well then
   */
  Answer called(Map<String, Object> fields, Predicate<Answer> fits) {
    calls.add(new Call(step, fields));
    // what its queries gave is known better than what they usually give
    List<Script> otherwise = rows.getOrDefault(notification, List.of()).isEmpty() ? usual.getOrDefault(channel, List.of()) : List.of();
    return scripts.getOrDefault(channel, otherwise).stream()
        .filter(script -> script.left > 0 && (script.scripted.step() == null || script.scripted.step().equals(step)))
        .filter(script -> fits.test(script.scripted.answer())).findFirst().map(Script::next).orElse(null);
  }

  /** The answers that no call has used. */
  List<String> unused() {
    List<String> unused = new ArrayList<>();
    scripts.forEach((name, list) -> list.stream().filter(script -> script.left == script.scripted.times())
        .forEach(script -> unused.add(name + ": " + script.scripted.answer())));
    return unused;
  }

  private static final class Script {
    private final ScriptedAnswer scripted;
    private int left;

    Script(ScriptedAnswer scripted) {
      this.scripted = scripted;
      this.left = scripted.times();
    }

    Answer next() {
      left--;
      return scripted.answer();
    }
  }
}
