package io.github.mentagateway.reload;

import io.github.mentagateway.check.RouteCheck;
import io.github.mentagateway.delivery.ReaderStart;
import io.github.mentagateway.failure.Causes;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.SettingsException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes edited route files into use while the gateway runs: they are read once, checked, tried and only then exchanged, and Camel gets the
 * very bytes that were checked. With an error nothing changes. A change counts when two looks in a row see the same files, so that files
 * that are half-written, and a checkout of many, are one change.
 */
public final class RouteReload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

  private final Path home;
  private final List<Path> places;
  private final OwnValues ownValues;
  private final Function<Settings, RouteCheck> checks;
  private final Function<Settings, RouteTrial> trials;
  private final LastGood lastGood;
  private final MeterRegistry meters;
  private final Clock clock;
  private final UnaryOperator<String> mask;
  /** When each file that runs was taken into use. */
  private final Map<Path, Instant> since = new ConcurrentSkipListMap<>();
  private volatile RouteFiles running;
  /** Their own values: they change before the files do, so that who sees the new files sees the values that belong to them. */
  private volatile Map<String, String> values;
  /** What could not be put back when a swap failed: the next one exchanges it too, whatever is in the files. */
  private Set<Path> broken = Set.of();
  private RouteSwap swap;
  private Consumer<RouteFiles> runs;
  private Fingerprint handled;
  private Fingerprint seen;
  private volatile Outcome last;
  /** The latest that took something into use. */
  private volatile Outcome taken;
  private ScheduledExecutorService watch;

  /**
   * @param settings of the start
   * @param environment wins over the file of the settings
   * @param started what the gateway starts with
   * @param checks makes the check with settings as they were edited
   * @param trials makes the trial, likewise
   * @param mask takes secrets and personal data out of a text
   */
  public RouteReload(Settings settings, Map<String, String> environment, StartRoutes started, Function<Settings, RouteCheck> checks,
      Function<Settings, RouteTrial> trials, LastGood lastGood, MeterRegistry meters, Clock clock, UnaryOperator<String> mask) {
    this.home = settings.home().toAbsolutePath().normalize();
    this.places = places(settings);
    this.ownValues = new OwnValues(settings, environment);
    this.values = ownValues.ofStart();
    this.running = started.files();
    this.checks = checks;
    this.trials = trials;
    this.lastGood = lastGood;
    this.meters = meters;
    this.clock = clock;
    this.mask = mask;
    this.handled = started.asOf();
    boolean whole = started.refused().isEmpty();
    this.last = outcome(whole ? Outcome.Kind.SWAPPED : Outcome.Kind.REFUSED, List.of(), List.of(), whole ? started.findings() : started.refused(),
        started.instead().isEmpty() ? null : String.join("; ", started.instead()));
    this.taken = last;
    running.all().forEach(file -> since.put(file.path(), last.at()));
    Gauge.builder("menta_routes_refused", () -> last.isRefused() ? 1 : 0)
        .description("1 while the route files on the disk are not what runs, because they were refused").register(meters);
    for (Outcome.Kind kind : Outcome.Kind.values()) {
      count(kind, 0);
    }
  }

  /** What is looked at: the routes, the cases that judge them, and the values that they name. */
  static List<Path> places(Settings settings) {
    Path home = settings.home().toAbsolutePath().normalize();
    return List.of(settings.routes().toAbsolutePath().normalize(), OwnValues.file(settings), home.resolve("test-cases"), home.resolve("samples"));
  }

  /**
   * The routes run now.
   *
   * @param start keeps the attempts of routes that come from beginning before all have come
   * @param runs is told of the files that run, now and after each swap; it must return at once
   */
  public synchronized void started(CamelContext context, ArrivingRequests requests, ReaderStart start, Consumer<RouteFiles> runs) {
    swap = new RouteSwap(context, requests, start);
    this.runs = runs;
    runs.accept(running);
    // what runs although its cases fail is not good: the next start is to try it again, and to say so again
    if (last.isRefused() || last.errors().isEmpty()) {
      keep();
    }
    if (last.isRefused()) {
      tell(last);
    }
  }

  /** Looks at the folder again and again from now on. */
  public synchronized void watch(Duration every) {
    watch = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread thread = new Thread(task, "route-watch");
      thread.setDaemon(true);
      return thread;
    });
    watch.scheduleWithFixedDelay(this::lookSafely, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException | Error e) {
      LOG.error("event=routes_look_failed error={}", mask.apply(e.toString()), e);
    }
  }

  /** Reloads when the files are others than before, and the same as at the last look. */
  synchronized void look() {
    Fingerprint now = Fingerprint.of(places);
    if (now.equals(seen) && !now.equals(handled)) {
      reload();
    }
    seen = now;
  }

  /** Reads the files as they are now, and takes them into use, or says why not. Blocks for as long as attempts under way take. */
  public synchronized Outcome reload() {
    if (swap == null) {
      throw new IllegalStateException("the gateway is starting: try again in a moment");
    }
    handled = Fingerprint.of(places);
    long began = System.nanoTime();
    Outcome outcome = outcome();
    LOG.info("event=routes_reload outcome={} took_ms={}", outcome.kind().name().toLowerCase(Locale.ROOT),
        (System.nanoTime() - began) / 1_000_000);
    tell(outcome);
    last = outcome;
    taken = outcome.kind() == Outcome.Kind.SWAPPED ? outcome : taken;
    count(outcome.kind(), 1);
    return outcome;
  }

  private Outcome outcome() {
    List<Finding> findings = new ArrayList<>();
    Map<String, String> edited;
    try {
      edited = ownValues.read(findings);
    } catch (SettingsException e) {
      return outcome(Outcome.Kind.REFUSED, List.of(), List.of(), findings, OwnValues.FILE + ": " + String.join("; ", e.problems()));
    }
    Settings settings = ownValues.with(edited);
    RouteCheck.Result checked = checks.apply(settings).run();
    RouteFiles next = checked.files();
    Changes changes = Changes.between(running, next, home, OwnValues.changed(values, edited));
    findings.addAll(checked.findings());
    if (changes.changed().isEmpty() && next.isComplete() && broken.isEmpty()) {
      return outcome(Outcome.Kind.UNCHANGED, changes.changed(), List.of(), findings, null);
    }
    findings.addAll(NeededRoutes.lost(running, next));
    if (findings.stream().anyMatch(Finding::isError)) {
      return outcome(Outcome.Kind.REFUSED, changes.changed(), List.of(), findings, null);
    }
    try {
      findings.addAll(trials.apply(settings).of(next));
    } catch (Exception e) {
      return outcome(Outcome.Kind.REFUSED, changes.changed(), List.of(), findings, "they could not be tried: " + reason(e));
    }
    if (findings.stream().anyMatch(Finding::isError)) {
      return outcome(Outcome.Kind.REFUSED, changes.changed(), List.of(), findings, null);
    }
    return swapped(next, edited, changes, findings);
  }

  private Outcome swapped(RouteFiles next, Map<String, String> edited, Changes changes, List<Finding> findings) {
    Set<Path> affected = new TreeSet<>(changes.affected());
    affected.addAll(broken);
    try {
      long began = System.nanoTime();
      Collection<Path> files = swap.swap(affected, new RouteSwap.Version(running, values), new RouteSwap.Version(next, edited));
      LOG.info("event=routes_exchanged files={} took_ms={}", files.size(), (System.nanoTime() - began) / 1_000_000);
      values = edited;
      running = next;
      broken = Set.of();
      Instant now = clock.instant();
      since.keySet().removeIf(file -> next.all().stream().noneMatch(one -> one.path().equals(file)));
      next.all().stream().map(RouteFile::path).filter(changes.changed()::contains).forEach(file -> since.put(file, now));
      runs.accept(running);
      keep();
      return outcome(Outcome.Kind.SWAPPED, changes.changed(), files, findings, null);
    } catch (RouteSwap.SwapFailedException e) {
      LOG.debug("swap failed", e);
      broken = e.isRestored() ? Set.of() : affected;
      return e.isRestored()
          ? outcome(Outcome.Kind.REFUSED, changes.changed(), List.of(), findings, "Camel could not start them: " + reason(e.getCause()))
          : outcome(Outcome.Kind.BROKEN, changes.changed(), List.of(), findings, "Camel could not start them, and what ran before could"
              + " not be put back: " + reason(e.getCause()) + ". Mend the files, or start the gateway again");
    }
  }

  /** Its texts may quote a value out of the files: they are masked here, for whatever shows them. */
  private Outcome outcome(
      Outcome.Kind kind, Collection<Path> changed, Collection<Path> swapped, List<Finding> findings, String failure) {
    return new Outcome(kind, clock.instant(), shown(changed), shown(swapped), findings.stream().map(this::masked).toList(),
        failure == null ? null : mask.apply(failure));
  }

  private Finding masked(Finding finding) {
    return new Finding(finding.severity(), finding.rule(), finding.file(), finding.line(), finding.column(), mask.apply(finding.message()));
  }

  private List<String> shown(Collection<Path> files) {
    return files.stream().map(file -> RouteFiles.shown(file, home)).toList();
  }

  private String reason(Throwable failure) {
    Throwable root = Causes.root(failure);
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private void tell(Outcome outcome) {
    boolean refused = outcome.isRefused();
    if (refused) {
      outcome.errors().forEach(finding -> LOG.error("event=routes_refused file={} line={} column={} rule={} reason=\"{}\"", finding.file(),
          finding.line(), finding.column(), finding.rule(), finding.message()));
      if (outcome.failure() != null) {
        LOG.error("event={} files={} reason=\"{}\"", outcome.kind() == Outcome.Kind.BROKEN ? "routes_broken" : "routes_refused",
            String.join(",", outcome.changed()), outcome.failure());
      }
    } else if (outcome.kind() == Outcome.Kind.SWAPPED) {
      LOG.info("event=routes_swapped changed={} swapped={}", String.join(",", outcome.changed()), String.join(",", outcome.swapped()));
    }
    outcome.findings().stream().filter(finding -> !refused || !finding.isError())
        .forEach(finding -> LOG.warn("event=routes_warning file={} line={} column={} rule={} reason=\"{}\"", finding.file(), finding.line(),
            finding.column(), finding.rule(), finding.message()));
  }

  private void keep() {
    try {
      lastGood.keep(running, values);
    } catch (IOException e) {
      LOG.warn("event=routes_last_good_not_kept error={} the next start has none to fall back on", e.toString());
    }
  }

  private void count(Outcome.Kind kind, int more) {
    meters.counter("menta_routes_reloads", "outcome", kind.name().toLowerCase(Locale.ROOT)).increment(more);
  }

  /**
   * What runs, and the latest outcome. It asks nothing and waits for nothing.
   *
   * @param files with the time since when each has run as it is
   * @param hashes the beginning of each file's SHA-256
   * @param taken the outcome that took what runs into use; one without a changed file is that of the start
   */
  public record Status(Map<String, Instant> files, Map<String, String> hashes, Outcome last, Outcome taken) {}

  public Status status() {
    Map<String, Instant> files = new TreeMap<>();
    since.forEach((file, at) -> files.put(RouteFiles.shown(file, home), at));
    Map<String, String> hashes = new TreeMap<>();
    running.all().forEach(file -> hashes.put(RouteFiles.shown(file.path(), home), file.hash()));
    return new Status(files, hashes, last, taken);
  }

  /** The files that run. */
  public RouteFiles running() {
    return running;
  }

  /** The settings that run: those of the start, with the authors' own values as the latest swap took them into use. */
  public Settings settings() {
    return ownValues.with(values);
  }

  /** The latest outcome, without waiting for a reload under way. */
  public Outcome last() {
    return last;
  }

  /** Looks no more. */
  @Override
  public void close() {
    ScheduledExecutorService watching = watch;
    if (watching != null) {
      watching.shutdown();
    }
  }
}
