package io.github.mentagateway.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A random run through a receiver that keeps MENTA.md, and chooses at random where that leaves a choice: messages are retried, overtaken,
 * cut, answered in vain and repeated, and arrive somewhere between the beginning and the end of their attempt.
 */
final class RandomRun {
  private static final int ENTITIES = 6;

  final ScriptedRun script = new ScriptedRun();
  private final Random random;
  /** The attempts of a fast run overlap and leave much open, those of a slow run little. */
  private final int pace;
  private final Map<Long, Reception> receptions = new TreeMap<>();
  private final Map<String, Deque<String>> owners = new HashMap<>();

  private record Reception(Message message, boolean believesItWasHeard, long heardAt) {}

  /** A message that the receiver took. */
  private record Taken(Message message, long at, boolean believesItWasHeard, long heardAt) {}

  RandomRun(long seed, int messages) {
    random = new Random(seed);
    pace = seed % 2 == 0 ? 1 : 300;
    for (int i = 0; i < messages; i++) {
      send(message(i), pace * (i * 20L + random.nextInt(40)));
    }
    receive();
  }

  private Message message(int i) {
    String id = "sim7-" + random.nextInt(ENTITIES);
    if (random.nextInt(4) == 0) {
      String action = random.nextBoolean() ? "listing.updated" : "payouts.delivered";
      String data = "{\"id\":\"" + id + "\",\"price\":" + random.nextInt(3) + "}";
      return script.other(action, action.startsWith("l") ? "listing:" + id : null, data);
    }
    Deque<String> past = owners.computeIfAbsent(id, any -> new ArrayDeque<>(List.of("first")));
    String from = past.getLast();
    // some tickets go back, which makes repeats; some go to a new owner, whose message has a content of its own
    String to = switch (random.nextInt(3)) {
      case 0 -> "new" + i;
      case 1 -> past.size() > 1 ? past.getFirst() : "other";
      default -> List.of("ann", "bob", "eve").get(random.nextInt(3));
    };
    past.addLast(to);
    if (past.size() > 2) {
      past.removeFirst();
    }
    return script.ticket(id, id.hashCode() % 2 == 0 ? from : null, to);
  }

  private void send(Message message, long start) {
    long begin = start;
    for (int attempt = 0; attempt < 4; attempt++) {
      long end = begin + 2 + random.nextInt(random.nextInt(8) == 0 ? 200 : 25);
      int outcome = attempt == 3 ? 9 : random.nextInt(12);
      if (outcome == 0) {
        script.failed(message, begin, end, Attempt.Receipt.NONE, Attempt.Cause.RESET);
      } else if (outcome == 1) {
        script.cut(message, begin, end);
        if (random.nextBoolean()) {
          land(message, begin + 1 + random.nextInt(60), random.nextBoolean());
        }
      } else if (outcome == 2) {
        script.answerLost(message, begin, end);
        land(message, between(begin, end), random.nextInt(4) > 0);
      } else {
        script.acknowledged(message, begin, end);
        land(message, between(begin, end), true);
        return;
      }
      begin = end + 1 + pace * random.nextInt(random.nextInt(3) == 0 ? 400 : 30);
    }
  }

  private long between(long begin, long end) {
    return begin + random.nextInt((int) (end - begin));
  }

  /** Records a reception; no two are at one moment. */
  private void land(Message message, long at, boolean believed) {
    long moment = at * 1000;
    while (receptions.putIfAbsent(moment, new Reception(message, believed, moment)) != null) {
      moment++;
    }
  }

  private void receive() {
    Map<String, List<Taken>> history = new HashMap<>();
    Map<String, Long> lastCall = new HashMap<>();
    Set<Integer> answeredLater = new HashSet<>();
    receptions.forEach((moment, reception) -> {
      Message message = reception.message;
      String line = message.entity() == null ? message.action() : message.entity();
      List<Taken> before = history.computeIfAbsent(line, any -> new ArrayList<>());
      if (isDuplicate(message, before, answeredLater)) {
        if (reception.believesItWasHeard) {
          before.stream().filter(taken -> same(taken.message, message)).forEach(taken -> answeredLater.add(System.identityHashCode(taken)));
        }
        return;
      }
      before.add(new Taken(message, moment, reception.believesItWasHeard, reception.heardAt));
      for (String destination : List.of("one", "two")) {
        String key = "k" + moment;
        long at = Math.max(lastCall.getOrDefault(destination + line, 0L), moment) + 1 + random.nextInt(50_000);
        call(destination, message, at, key);
        if (random.nextInt(10) == 0) {
          call(destination, message, ++at, key);
        }
        lastCall.put(destination + line, at);
      }
    });
  }

  private void call(String destination, Message message, long at, String key) {
    String entity = message.action().equals("ticket.updated") ? message.entity() : null;
    script.calls.add(new Call(at * 1000, destination, key, message.action(), entity, message.change()));
  }

  private boolean isDuplicate(Message message, List<Taken> before, Set<Integer> answeredLater) {
    List<Taken> equals = before.stream().filter(taken -> same(taken.message, message)).toList();
    if (equals.isEmpty()) {
      return false;
    }
    Taken newest = before.get(before.size() - 1);
    boolean unheard = equals.stream()
        .anyMatch(taken -> !taken.believesItWasHeard && !answeredLater.contains(System.identityHashCode(taken)));
    if (message.action().equals("ticket.updated")) {
      return same(newest.message, message)
          || (message.handover() != null ? !newest.message.change().equals(message.handover().from()) : unheard);
    }
    // delivering and dropping are both right where the payload is unknown
    return unheard || message.entity() != null && same(newest.message, message) && random.nextBoolean();
  }

  private static boolean same(Message one, Message other) {
    return Arrays.equals(one.body(), other.body());
  }

  /** Messages with a content of their own that certainly arrived in their first attempt, in the order in which they were made. */
  List<Message> unmistakable() {
    Map<Content, Integer> count = new HashMap<>();
    script.messages.forEach(message -> count.merge(Content.of(message), 1, Integer::sum));
    return script.messages.stream().filter(message -> count.get(Content.of(message)) == 1)
        .filter(message -> attempts(message).size() == 1 && attempts(message).get(0).isAcknowledged()).toList();
  }

  /** Messages that repeat exactly one earlier message, with an unmistakable one of their ticket between the two. */
  List<Message> repeats() {
    return script.messages.stream().filter(again -> again.handover() == null && again.action().equals("ticket.updated")).filter(again -> {
      List<Message> equals = script.messages.stream().filter(other -> Content.of(other).equals(Content.of(again))).toList();
      return equals.size() == 2 && equals.get(1) == again
          && equals.stream().allMatch(message -> attempts(message).size() == 1 && attempts(message).get(0).isAcknowledged())
          && unmistakable().stream().anyMatch(between -> again.entity().equals(between.entity())
              && attempts(equals.get(0)).get(0).end() < attempts(between).get(0).begin()
              && attempts(between).get(0).end() < attempts(again).get(0).begin());
    }).toList();
  }

  List<Attempt> attempts(Message message) {
    return script.attempts.stream().filter(attempt -> attempt.message() == message)
        .sorted(Comparator.comparingLong(Attempt::begin)).toList();
  }

  /** The indexes in {@code script.calls} of a message's calls at one destination, in their order. */
  List<Integer> calls(String destination, Message message) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < script.calls.size(); i++) {
      Call call = script.calls.get(i);
      if (call.destination().equals(destination) && call.action().equals(message.action()) && call.change().equals(message.change())
          && (call.entity() == null || call.entity().equals(message.entity()))) {
        found.add(i);
      }
    }
    return found;
  }
}
