package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Acceptance;
import io.github.mentagateway.inbox.Acts;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.Backlogs;
import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Contract;
import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.inbox.DuplicateRule;
import io.github.mentagateway.inbox.Duplicates;
import io.github.mentagateway.inbox.History;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.LeasedState;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Notifications;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Receipt;
import io.github.mentagateway.inbox.WorkQueue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A test double: only what management asks of an inbox, kept in a map. The real store has its own conformance suite. */
public final class InMemoryInbox implements Inbox, Letters {
  public static final Instant RECEIVED = Instant.parse("2026-11-23T10:00:00Z");

  public final List<Channels.Backlog> backlog = new ArrayList<>();
  public final Map<String, Channels.Status> channels = new TreeMap<>();
  public final InMemoryActs acts = new InMemoryActs();
  public final List<String> calls = new CopyOnWriteArrayList<>();
  /** Blocks {@link Channels#backlog} until it is counted down. */
  public volatile CountDownLatch slow = new CountDownLatch(0);
  public volatile String problem;
  public volatile String refusal;
  public volatile RuntimeException failure;
  /** By the last step of a move. */
  public volatile List<Backlogs.Left> left = List.of();
  /** What the {@link #backlogs()} find for whatever filter. */
  public volatile boolean nothingWaits;
  /** All with a higher number came within the last seconds, so that the store tells it again to who follows. */
  public volatile long settled = Long.MAX_VALUE;
  /** What the contract has. */
  public final List<Contract.Seen> seen = new CopyOnWriteArrayList<>();
  private final Map<String, Map.Entry<Kind, Detail>> stored = new LinkedHashMap<>();
  private volatile Revision lastRevision;

  public synchronized void add(Kind kind, String id, String channel, String action, String reason, String body) {
    add(kind, id, channel, action, reason, body.getBytes(StandardCharsets.UTF_8));
  }

  public synchronized void add(Kind kind, String id, String channel, String action, String reason, byte[] body) {
    Letter letter = new Letter(stored.size() + 1, id, "n-" + id, channel, action, action == null ? null : "ticket:" + id,
        kind == Kind.QUARANTINE ? "quarantined" : "dead", 2, RECEIVED, RECEIVED.plusSeconds(60), reason);
    List<Attempt> attempts = List.of(
        new Attempt(1, RECEIVED.plusSeconds(1), Duration.ofMillis(1500), Attempt.Outcome.RETRY, "503 for ana@example.com"),
        new Attempt(2, RECEIVED.plusSeconds(9), Duration.ofMillis(20), Attempt.Outcome.DEAD_LETTER, reason));
    Original original = new Original(body,
        Map.of("content-type", "application/json", "x-contact", "ana@example.com"), RECEIVED);
    stored.put(id, Map.entry(kind, new Detail(letter, original, Payload.ORIGINAL, attempts)));
  }

  /** As the store names it. */
  public synchronized void state(String id, String state) {
    Map.Entry<Kind, Detail> one = stored.get(id);
    Letter was = one.getValue().letter();
    Letter now = new Letter(was.number(), was.deliveryId(), was.notificationId(), was.channel(), was.action(), was.entity(), state, was.attempts(),
        was.receivedAt(), was.since(), was.reason());
    stored.put(id, Map.entry(one.getKey(), new Detail(now, one.getValue().original(), one.getValue().payload(), one.getValue().attempts())));
  }

  public synchronized void clear() {
    left = List.of();
    nothingWaits = false;
    stored.clear();
    backlog.clear();
    channels.clear();
    calls.clear();
    acts.clear();
    problem = null;
    refusal = null;
    failure = null;
    left = List.of();
    lastRevision = null;
    settled = Long.MAX_VALUE;
  }

  /** The revision of the last replay. */
  public Revision lastRevision() {
    return lastRevision;
  }

  @Override
  public synchronized List<Letter> list(Kind kind, long before, int most) {
    called("list " + kind + " " + before + " " + most);
    List<Letter> newestFirst = new ArrayList<>();
    stored.values().stream().filter(one -> one.getKey() == kind).map(one -> one.getValue().letter())
        .filter(letter -> letter.number() < before).forEach(letter -> newestFirst.add(0, letter));
    return newestFirst.subList(0, Math.min(most, newestFirst.size()));
  }

  @Override
  public synchronized Map<String, Long> count(Kind kind) {
    calls.add("count " + kind);
    if (failure != null) {
      throw failure;
    }
    Map<String, Long> counts = new TreeMap<>();
    stored.values().stream().filter(one -> one.getKey() == kind)
        .forEach(one -> counts.merge(one.getValue().letter().channel(), 1L, Long::sum));
    return counts;
  }

  @Override
  public synchronized Map<String, Long> countByAction(Kind kind) {
    calls.add("count " + kind);
    if (failure != null) {
      throw failure;
    }
    Map<String, Long> counts = new TreeMap<>();
    stored.values().stream().filter(one -> one.getKey() == kind)
        .forEach(one -> counts.merge(Objects.requireNonNullElse(one.getValue().letter().action(), ""), 1L, Long::sum));
    return counts;
  }

  @Override
  public synchronized List<Share> shares(Kind kind) {
    Map<List<String>, Long> counts = new LinkedHashMap<>();
    stored.values().stream().filter(one -> one.getKey() == kind).map(one -> one.getValue().letter())
        .forEach(letter -> counts.merge(Arrays.asList(letter.channel(), letter.action()), 1L, Long::sum));
    return counts.entrySet().stream().map(one -> new Share(one.getKey().get(0), one.getKey().get(1), one.getValue())).toList();
  }

  @Override
  public synchronized Page oldest(Kind kind, DeliveryFilter wanted, long after, int most) {
    called("oldest " + kind + " " + wanted + " " + after);
    List<Letter> found = stored.values().stream().filter(one -> one.getKey() == kind).map(one -> one.getValue().letter())
        .filter(letter -> letter.number() > after && (wanted.action() == null || wanted.action().equals(letter.action())))
        .filter(letter -> wanted.destination() == null || wanted.destination().equals(letter.channel())).toList();
    return found.size() <= 2 ? new Page(found, null) : new Page(found.subList(0, 2), found.get(1).number());
  }

  @Override
  public synchronized List<Group> groups(Kind kind) {
    called("groups " + kind);
    return stored.values().stream().filter(one -> one.getKey() == kind).map(one -> one.getValue().letter())
        .map(letter -> new Group(letter.channel(), letter.reason(), 1, letter.since(), letter.since().plusSeconds(letter.number()))).toList();
  }

  @Override
  public synchronized void tryRetry(Kind kind, String deliveryId) {
    called("tryRetry " + kind + " " + deliveryId);
    refuse(false);
  }

  @Override
  public synchronized void tryReplay(Kind kind, String deliveryId, Revision revision, boolean force) {
    called("try " + kind + " " + deliveryId);
    refuse(force);
    lastRevision = revision;
  }

  @Override
  public synchronized Optional<Detail> find(String deliveryId) {
    called("find " + deliveryId);
    return Optional.ofNullable(stored.get(deliveryId)).map(Map.Entry::getValue)
        .or(() -> stored.values().stream().map(Map.Entry::getValue).filter(one -> deliveryId.equals(one.letter().notificationId())).findFirst());
  }

  @Override
  public synchronized void retry(Kind kind, String deliveryId, boolean force) {
    called("retry " + kind + " " + deliveryId + " " + force);
    refuse(force);
    stored.remove(deliveryId);
  }

  @Override
  public synchronized String replay(Kind kind, String deliveryId, Revision revision, boolean force) {
    called("replay " + kind + " " + deliveryId + " " + force);
    refuse(force);
    lastRevision = revision;
    stored.remove(deliveryId);
    return "new-" + deliveryId;
  }

  @Override
  public synchronized void discard(Kind kind, String deliveryId, String reason) {
    called("discard " + kind + " " + deliveryId + " " + reason);
    refuse(false);
    stored.remove(deliveryId);
  }

  private void refuse(boolean force) {
    if (refusal != null && !force) {
      throw new RefusedException(refusal);
    }
  }

  private void called(String call) {
    calls.add(call);
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public String deliverAgain(String id, boolean force) {
    called("deliver " + id + " " + force);
    refuse(force);
    return "new-" + id;
  }

  /** The letters that fit the filter's action, destination and entities, each as a notification with one delivery; the rest of the filter is in the call. */
  @Override
  public Notifications notifications() {
    return new Notifications() {
      @Override
      public Page find(Filter filter, long before, int most) {
        called("notifications " + filter + " " + before + " " + most);
        List<Summary> all = stored.values().stream().map(one -> one.getValue().letter()).filter(letter -> letter.number() < before)
            .filter(letter -> fits(filter, letter)).sorted(Comparator.comparing(Letter::number).reversed())
            .map(InMemoryInbox::summary).toList();
        List<Summary> items = all.subList(0, Math.min(most, all.size()));
        return new Page(items, items.size() < all.size() ? items.get(items.size() - 1).number() : null, RECEIVED);
      }

      @Override
      public Page follow(Filter filter, long after, int most) {
        called("follow " + filter + " " + after + " " + most);
        List<Summary> items = stored.values().stream().map(one -> one.getValue().letter()).filter(letter -> letter.number() > after)
            .filter(letter -> fits(filter, letter)).sorted(Comparator.comparing(Letter::number)).limit(most).map(InMemoryInbox::summary).toList();
        long newest = stored.values().stream().mapToLong(one -> one.getValue().letter().number()).max().orElse(1);
        return new Page(items, Math.min(newest, settled), null);
      }

      @Override
      public DeliveryPage deliveries(DeliveryFilter filter, long before, int most) {
        called("deliveries " + filter + " " + before + " " + most);
        List<Letter> all = stored.values().stream().map(one -> one.getValue().letter()).filter(letter -> letter.number() < before).toList();
        List<Letter> items = all.subList(0, Math.min(most, all.size()));
        return new DeliveryPage(items, items.size() < all.size() ? items.get(items.size() - 1).number() : null, RECEIVED);
      }

      @Override
      public Optional<Notifications.Detail> show(String id, int mostDeliveries) {
        called("notification " + id);
        return stored.values().stream().map(Map.Entry::getValue)
            .filter(one -> id.equals(one.letter().notificationId()) || id.equals(one.letter().deliveryId())).findFirst()
            .map(one -> new Notifications.Detail(summary(one.letter()), one.original(), List.of(one.letter()), Map.of(DuplicateRule.NEWEST, 2L),
                RECEIVED.plusSeconds(60)));
      }
    };
  }

  private static boolean fits(Notifications.Filter filter, Letter letter) {
    return (filter.action() == null || filter.action().equals(letter.action()))
        && (filter.destination() == null || filter.destination().equals(letter.channel()))
        && (filter.entities() == null || filter.entities().contains(letter.entity()))
        && (filter.inEntity() == null || letter.entity().endsWith(":" + filter.inEntity()));
  }

  private static Notifications.Summary summary(Letter letter) {
    return new Notifications.Summary(letter.number(), letter.notificationId(), letter.action(), letter.entity(), letter.receivedAt(),
        Map.of("dead", 1L));
  }

  @Override
  public Duplicates duplicates() {
    return new Duplicates() {
      @Override
      public List<Counted> list(long before, int most) {
        called("duplicates " + before + " " + most);
        return stored.values().stream().map(one -> one.getValue().letter()).filter(letter -> letter.number() < before).limit(most)
            .map(letter -> new Counted(letter.number(), letter.notificationId(), letter.action(), letter.entity(), RECEIVED,
                Map.of(DuplicateRule.NEWEST, 2L, DuplicateRule.CHAIN, 1L), RECEIVED.plusSeconds(60)))
            .toList();
      }
    };
  }

  @Override
  public Letters letters() {
    return this;
  }

  @Override
  public Acceptance acceptance() {
    return new Acceptance() {
      @Override
      public CompletableFuture<Receipt> accept(Arrival arrival) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void answered(Receipt receipt) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Optional<String> problem() {
        return Optional.ofNullable(problem);
      }
    };
  }

  @Override
  public WorkQueue work() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Acts acts() {
    return acts;
  }

  @Override
  public History history() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Contract contract() {
    return new Contract() {
      @Override
      public long position() {
        return 0;
      }

      @Override
      public long newest() {
        return 0;
      }

      @Override
      public List<Arrived> after(long number, long upTo, int most) {
        return List.of();
      }

      @Override
      public Optional<List<Seen>> add(long from, long to, Map<String, Map<Field, Tally>> found, Duration settling) {
        throw new UnsupportedOperationException();
      }

      @Override
      public List<Seen> all() {
        return List.copyOf(seen);
      }

      @Override
      public List<Seen> news(int most) {
        return seen.stream().filter(Seen::isNew).toList();
      }

      @Override
      public int acknowledge(String action, Instant upTo) {
        int before = seen.size();
        seen.removeIf(one -> one.isNew() && (action == null || one.action().equals(action))
            && (upTo == null || !one.first().isAfter(upTo)));
        return before - seen.size();
      }

      @Override
      public int forget(String action, String path) {
        int before = seen.size();
        seen.removeIf(one -> one.action().equals(action) && (path == null || one.field().path().startsWith(path)));
        return before - seen.size();
      }
    };
  }

  @Override
  public LeasedState leases() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Channels channels() {
    return new Channels() {
      @Override
      public List<Status> list() {
        called("channels");
        return List.copyOf(channels.values());
      }

      @Override
      public List<Backlog> backlog() {
        List<Backlog> found;
        synchronized (InMemoryInbox.this) {
          calls.add("backlog");
          found = List.copyOf(backlog);
        }
        try {
          slow.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return found;
      }

      @Override
      public String pause(String channel, String reason) {
        called("pause " + channel + " " + reason);
        Status before = channels.put(channel, new Status(channel, true, RECEIVED, reason));
        return before == null ? null : before.pauseReason();
      }

      @Override
      public boolean probe(String channel) {
        called("probe " + channel);
        return channels.containsKey(channel) && channels.get(channel).downSince() != null;
      }

      @Override
      public boolean resume(String channel) {
        called("resume " + channel);
        Status status = channels.get(channel);
        if (status == null || status.pausedSince() == null) {
          return false;
        }
        channels.put(channel, new Status(channel, true, null, null, status.downSince(), status.nextProbeAt(),
            status.downError()));
        return true;
      }
    };
  }

  /** Two steps, with the first of which nothing waits any more. */
  @Override
  public Backlogs backlogs() {
    return new Backlogs() {
      @Override
      public Step move(Move move, long after) {
        called("move " + move.from() + " " + move.to() + " force=" + move.force() + " whileRead=" + move.whileRead() + " dryRun="
            + move.dryRun() + " after=" + after);
        refuse(move.force());
        return step(move.what(), move.dryRun(), after);
      }

      @Override
      public Step discard(Discard discard, long after) {
        called("discard " + discard.what().destination() + " " + discard.reason() + " whileRead=" + discard.whileRead() + " dryRun="
            + discard.dryRun() + " after=" + after);
        refuse(false);
        return step(discard.what(), discard.dryRun(), after);
      }

      @Override
      public String move(String deliveryId, String to, boolean force, boolean dryRun) {
        called("move " + deliveryId + " " + to + " force=" + force + " dryRun=" + dryRun);
        refuse(force);
        return deliveryId + "-at-" + to;
      }

      @Override
      public void discard(String deliveryId, String reason) {
        called("discard waiting " + deliveryId + " " + reason);
        refuse(false);
      }

      private Step step(DeliveryFilter what, boolean dryRun, long after) {
        called("of " + what);
        backlog.removeIf(one -> !dryRun && DeliveryFilter.ALL.equals(what.at(null)) && one.channel().equals(what.destination()));
        if (nothingWaits) {
          return new Step(List.of(), List.of(), null);
        }
        return after == 0 ? new Step(ids(1, 10), List.of(), 17L) : new Step(ids(11, 12), left, null);
      }

      private List<String> ids(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> "s-" + i + ".moved").toList();
      }
    };
  }

  public synchronized void down(String channel) {
    channels.put(channel, new Channels.Status(channel, true, null, null, RECEIVED, RECEIVED.plusSeconds(30),
        "the server answered 401 Unauthorized: credentials refused ⟦Ana Paz⟧"));
  }

  @Override
  public void onFatal(Consumer<Throwable> handler) {}

  @Override
  public void close() {}
}
