package io.github.mentagateway.rehearsal;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.inbox.Journal;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.sandbox.DeliveryTrace;
import io.github.mentagateway.sandbox.Received;
import io.github.mentagateway.sandbox.Sandbox;
import io.github.mentagateway.sandbox.Scenario;
import io.github.mentagateway.sandbox.ScriptedAnswer;
import io.github.mentagateway.sandbox.Trace;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.store.InboxFactory;
import io.github.mentagateway.testcase.CaseRun;
import io.github.mentagateway.testcase.LineDiff;
import io.github.mentagateway.testcase.Report;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs notifications that came through routes, as if each came once more and every system took what it is sent. The rows that a query gave
 * are those of which the deliveries are on record; where there are none, those that a query gives in all cases.
 */
public final class Rehearsal {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROUTER = "notifications";
  private static final String QUARANTINE = "quarantine";

  /** How many are in memory at once. */
  private static final int AT_ONCE = 500;

  private final Sandbox ran;
  private final Sandbox edited;
  private final Map<String, List<ScriptedAnswer>> usualRows;
  private final boolean reveal;
  private final Map<List<String>, Group> groups = new LinkedHashMap<>();
  private int notifications;
  private int failing;
  private int otherwise;

  private Rehearsal(Sandbox ran, Sandbox edited, Map<String, List<ScriptedAnswer>> usualRows, boolean reveal) {
    this.ran = ran;
    this.edited = edited;
    this.usualRows = usualRows;
    this.reveal = reveal;
  }

  /**
   * Which notifications are rehearsed.
   *
   * @param most how many at most: the newest of them
   * @param since null for any time
   * @param action null for any action
   * @param quarantined whether only those in the quarantine are wanted
   */
  public record Wanted(int most, Instant since, String action, boolean quarantined) {}

  public record Version(Settings settings, RouteFiles files) {}

  /**
   * @param groups the largest first
   * @param failing how many have a delivery that does not end well with the edited routes, such as one that misses a query's rows: what
   *     would come behind that is not seen
   * @param otherwise how many went elsewhere, when they came, than the routes before would send them: those were edited since
   */
  public record Result(int notifications, List<Group> groups, int failing, int otherwise) {}

  /**
   * Compares what two versions of the routes do with what is in the store.
   *
   * @param before the routes that ran; null when they are not known: then only the destinations are compared, with those on record
   * @param after the edited ones
   * @param reveal whether personal data is shown
   * @throws Exception when either cannot be started, or the store cannot be read
   */
  public static Result run(Wanted wanted, Version before, Version after, boolean reveal) throws Exception {
    Settings.Store store = after.settings().store();
    Journal journal = InboxFactory.openJournal(store.url(), store.user(), store.password());
    try (Sandbox edited = Sandbox.startWithoutCopies(after.settings(), after.files());
        Sandbox ran = before == null ? null : Sandbox.startWithoutCopies(before.settings(), before.files())) {
      Rehearsal rehearsal = new Rehearsal(ran, edited, new CaseRun(after.settings()).usualRows(), reveal);
      for (List<Journal.Entry> entries
          : journal.newest(new Journal.Wanted(wanted.most(), wanted.since(), wanted.action(), wanted.quarantined()), AT_ONCE)) {
        rehearsal.rehearse(entries);
      }
      return rehearsal.result();
    }
  }

  private void rehearse(List<Journal.Entry> entries) throws Exception {
    List<Map<String, List<Map<String, Object>>>> would = done(edited, entries);
    List<Map<String, List<Map<String, Object>>>> did = ran == null ? null : done(ran, entries);
    for (int i = 0; i < entries.size(); i++) {
      Map<String, List<Map<String, Object>>> onRecord = onRecord(entries.get(i));
      notifications++;
      failing += fails(would.get(i)) ? 1 : 0;
      if (did == null) {
        compare(entries.get(i), onRecord, destinations(would.get(i)));
      } else {
        compare(entries.get(i), did.get(i), would.get(i));
        otherwise += destinations(did.get(i)).keySet().equals(onRecord.keySet()) ? 0 : 1;
      }
    }
  }

  private void compare(Journal.Entry entry, Map<String, List<Map<String, Object>>> did, Map<String, List<Map<String, Object>>> would) {
    groups.computeIfAbsent(Changes.between(did, would), changes -> {
      String diff = changes.isEmpty() ? "" : diff(did, would);
      return new Group(changes, new ArrayList<>(), entry.action(), reveal ? diff : PersonalValues.of(entry).hide(diff));
    }).ids().add(entry.id());
  }

  private Result result() {
    List<Group> largestFirst = groups.values().stream().sorted((one, other) -> other.ids().size() - one.ids().size()).toList();
    return new Result(notifications, largestFirst, failing, otherwise);
  }

  /** Every system takes what it is sent, so that a delivery fails by its route or by what a query did not give. */
  private static boolean fails(Map<String, List<Map<String, Object>>> done) {
    return done.values().stream().flatMap(List::stream).anyMatch(delivery -> delivery.get("ends") != null && !delivery.get("ends").equals("delivered"));
  }

  /** The destinations that the store has deliveries to, without what they were sent, which it does not keep. */
  private static Map<String, List<Map<String, Object>>> onRecord(Journal.Entry entry) {
    Map<String, List<Map<String, Object>>> reached = new TreeMap<>();
    for (Journal.Delivery delivery : entry.deliveries()) {
      if (delivery.state().equals("quarantined")) {
        reached.put(QUARANTINE, List.of(Map.of()));
      } else if (!delivery.channel().equals(ROUTER)) {
        reached.computeIfAbsent(delivery.channel(), channel -> new ArrayList<>()).add(Map.of());
      }
    }
    return reached;
  }

  private static Map<String, List<Map<String, Object>>> destinations(Map<String, List<Map<String, Object>>> done) {
    Map<String, List<Map<String, Object>>> reached = new TreeMap<>();
    done.forEach((channel, deliveries) -> reached.put(channel, deliveries.stream().map(delivery -> Map.<String, Object>of()).toList()));
    return reached;
  }

  /** What is done with each notification, by channel. */
  private List<Map<String, List<Map<String, Object>>>> done(Sandbox sandbox, List<Journal.Entry> entries)
      throws Exception {
    List<Scenario.Notification> notifications = new ArrayList<>();
    Instant before = null;
    for (Journal.Entry entry : entries) {
      Instant at = entry.original().receivedAt();
      Duration after = before == null || at.isBefore(before) ? Duration.ZERO : Duration.between(before, at);
      before = at;
      notifications.add(new Scenario.Notification(entry.original().body(), entry.original().headers(), after, rows(entry)));
    }
    Trace trace = sandbox.run(new Scenario(notifications, Map.of(), usualRows));
    Map<String, List<DeliveryTrace>> deliveries = trace.deliveries().stream().collect(Collectors.groupingBy(DeliveryTrace::notificationId));
    return trace.received().stream()
        .map(received -> done(received, received.id() == null ? List.of() : deliveries.getOrDefault(received.id(), List.of()))).toList();
  }

  private static Map<String, List<Map<String, Object>>> done(Received received, List<DeliveryTrace> deliveries) {
    Report report = Report.of(new Trace(List.of(received), deliveries, List.of()));
    Map<String, List<Map<String, Object>>> done = new TreeMap<>(report.done());
    if (!report.quarantine().isEmpty()) {
      done.put(QUARANTINE, report.quarantine());
    }
    return done;
  }

  /** A split of a query's rows makes a delivery of each, whose body is the row. */
  private static List<Map<String, Object>> rows(Journal.Entry entry) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Journal.Delivery delivery : entry.deliveries()) {
      Payload payload = delivery.payload();
      if (payload.kind().equals("json") && payload.bytes() != null) {
        try {
          rows.add(JSON.readValue(payload.bytes(), new TypeReference<Map<String, Object>>() {}));
        } catch (IOException noObject) {
          // a body that is no row
        }
      }
    }
    return rows;
  }

  private static String diff(Map<String, List<Map<String, Object>>> before, Map<String, List<Map<String, Object>>> after) {
    Map<String, Object> was = new LinkedHashMap<>(before);
    Map<String, Object> is = new LinkedHashMap<>(after);
    was.entrySet().removeIf(channel -> channel.getValue().equals(after.get(channel.getKey())));
    is.entrySet().removeIf(channel -> channel.getValue().equals(before.get(channel.getKey())));
    return LineDiff.of(Report.text(was), Report.text(is)).lines().filter(line -> !line.isBlank()).collect(Collectors.joining("\n"));
  }
}
