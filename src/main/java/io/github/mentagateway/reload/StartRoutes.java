package io.github.mentagateway.reload;

import io.github.mentagateway.check.RouteCheck;
import io.github.mentagateway.failure.Causes;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.Severity;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start runs. A file with an error is left at its last good version, or out when there is none, so that one bad edit never keeps the
 * gateway from starting. What is then left must have no error, and an intake and a router; else the whole last good set runs; else there is
 * nothing to run.
 *
 * <p>What differs from the last good set is tried as an edit of a running gateway is. When a case fails, the whole last good set runs; when
 * that has errors with these settings and this program, what failed runs all the same. A case never keeps the gateway from starting. Where
 * nothing was kept there is nothing to go back to, and where nothing differs nothing is new: then no case is run.
 *
 * @param findings of the files that run: warnings, and the cases that fail although they run
 * @param refused the errors of the files as they are on the disk; empty when all of them run
 * @param instead for each file that does not run as it is on the disk, what runs in its place
 * @param asOf the state of the folder before it was read
 */
public record StartRoutes(RouteFiles files, List<Finding> findings, List<Finding> refused, List<String> instead, Fingerprint asOf) {
  private static final Logger LOG = LoggerFactory.getLogger(StartRoutes.class);

  /**
   * @param trial {@link RouteTrial#NONE} when edits count without one
   * @throws UnusableRoutesException with all errors of the files, when nothing can run
   */
  public static StartRoutes choose(RouteCheck check, RouteTrial trial, LastGood kept, Settings settings) throws UnusableRoutesException {
    Path home = settings.home().toAbsolutePath().normalize();
    Fingerprint asOf = Fingerprint.of(RouteReload.places(settings));
    RouteCheck.Result read = check.run();
    Optional<RouteFiles> lastGood = lastGood(kept);
    if (read.errors().isEmpty()) {
      return tried(new StartRoutes(read.files(), read.warnings(), List.of(), List.of(), asOf), check, trial, lastGood, kept);
    }
    Optional<StartRoutes> mended = mended(check, read, lastGood, home, asOf, true);
    if (mended.isPresent()) {
      return tried(mended.get(), check, trial, lastGood, kept);
    }
    return lastGood.flatMap(files -> whole(check, read.errors(), files, kept, asOf))
        .or(() -> mended(check, read, lastGood, home, asOf, false).map(files -> tried(files, check, trial, lastGood, kept)))
        .orElseThrow(() -> new UnusableRoutesException(read.errors()));
  }

  private static StartRoutes tried(StartRoutes chosen, RouteCheck check, RouteTrial trial, Optional<RouteFiles> lastGood, LastGood kept) {
    if (lastGood.isEmpty() || Changes.isSame(lastGood.get(), chosen.files())) {
      return chosen;
    }
    List<Finding> found;
    try {
      found = trial.of(chosen.files());
    } catch (Exception e) {
      LOG.debug("trial failed", e);
      found = List.of(new Finding(Severity.ERROR, "failed-trial", "routes", 1, 1, "the edited routes could not be tried: " + Causes.root(e)));
    }
    List<Finding> failed = found.stream().filter(Finding::isError).toList();
    List<Finding> refused = concat(chosen.refused(), failed);
    List<Finding> findings = concat(chosen.findings(), found);
    return Optional.of(failed).filter(errors -> !errors.isEmpty())
        .flatMap(errors -> whole(check, refused, lastGood.get(), kept, chosen.asOf()))
        .orElse(new StartRoutes(chosen.files(), findings, chosen.refused(), chosen.instead(), chosen.asOf()));
  }

  private static List<Finding> concat(List<Finding> some, List<Finding> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static Optional<RouteFiles> lastGood(LastGood kept) {
    try {
      return kept.read();
    } catch (IOException e) {
      LOG.warn("event=routes_last_good_unreadable file={} error={}", kept.archive(), e.toString());
      return Optional.empty();
    }
  }

  /** @param otherIsAtFault whether to give up at a file that is as it was when all was good: then it is another one that is at fault */
  private static Optional<StartRoutes> mended(RouteCheck check, RouteCheck.Result read, Optional<RouteFiles> lastGood, Path home,
      Fingerprint asOf, boolean otherIsAtFault) {
    Set<String> replaced = new TreeSet<>();
    Set<String> left = new TreeSet<>();
    RouteCheck.Result now = read;
    while (!now.errors().isEmpty()) {
      Set<String> bad = now.errors().stream().map(Finding::file).collect(Collectors.toSet());
      if (otherIsAtFault && now.files().all().stream().anyMatch(file -> bad.contains(RouteFiles.shown(file.path(), home))
          && lastGood.stream().flatMap(good -> good.all().stream()).anyMatch(one -> isSame(one, file)))) {
        return Optional.empty();
      }
      Set<String> before = new HashSet<>(left);
      List<RouteFile> files = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      for (RouteFile file : now.files().all()) {
        String shown = RouteFiles.shown(file.path(), home);
        seen.add(shown);
        if (!bad.contains(shown)) {
          files.add(file);
        } else {
          replace(file.path(), file.content(), shown, lastGood, replaced, left).ifPresent(files::add);
        }
      }
      for (String unread : bad) {
        // it could not even be read, so that it is not among the files
        if (!seen.contains(unread)) {
          replace(home.resolve(unread), null, unread, lastGood, replaced, left).ifPresent(files::add);
        }
      }
      if (left.equals(before) && replaced.stream().noneMatch(bad::contains)) {
        return Optional.empty();
      }
      now = check.run(RouteFiles.of(files, home));
    }
    if (!NeededRoutes.areIn(now.files())) {
      return Optional.empty();
    }
    List<String> instead = new ArrayList<>();
    replaced.stream().filter(file -> !left.contains(file)).forEach(file -> instead.add(file + " runs in its last good version"));
    left.forEach(file -> instead.add(file + " is left out"));
    return Optional.of(new StartRoutes(now.files(), now.warnings(), read.errors(), instead, asOf));
  }

  private static boolean isSame(RouteFile one, RouteFile other) {
    return one.path().equals(other.path()) && Arrays.equals(one.content(), other.content());
  }

  private static Optional<RouteFile> replace(
      Path path, byte[] content, String shown, Optional<RouteFiles> lastGood, Set<String> replaced, Set<String> left) {
    Optional<RouteFile> good = lastGood.flatMap(kept -> kept.all().stream().filter(file -> file.path().equals(path)).findFirst())
        .filter(file -> !Arrays.equals(file.content(), content));
    if (good.isPresent() && replaced.add(shown)) {
      return good;
    }
    left.add(shown);
    return Optional.empty();
  }

  private static Optional<StartRoutes> whole(
      RouteCheck check, List<Finding> refused, RouteFiles lastGood, LastGood kept, Fingerprint asOf) {
    RouteCheck.Result checked = check.run(lastGood);
    return checked.errors().isEmpty() && NeededRoutes.areIn(lastGood)
        ? Optional.of(new StartRoutes(checked.files(), checked.warnings(), refused,
            List.of("all routes run in their last good version, of " + kept.archive()), asOf))
        : Optional.empty();
  }
}
