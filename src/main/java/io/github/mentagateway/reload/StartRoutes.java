package io.github.mentagateway.reload;

import io.github.mentagateway.check.RouteCheck;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start runs. A file with an error is left at its last good version, or out when there is none, so that one bad edit never keeps the
 * gateway from starting. What is then left must have no error, and an intake and a router; else the whole last good set runs; else there is
 * nothing to run.
 *
 * @param warnings of the files that run
 * @param refused the errors of the files as they are on the disk; empty when all of them run
 * @param instead for each file that does not run as it is on the disk, what runs in its place
 * @param asOf the state of the folder before it was read
 */
public record StartRoutes(RouteFiles files, List<Finding> warnings, List<Finding> refused, List<String> instead, Fingerprint asOf) {
  private static final Logger LOG = LoggerFactory.getLogger(StartRoutes.class);

  /** @throws UnusableRoutesException with all errors of the files, when nothing can run */
  public static StartRoutes choose(RouteCheck check, LastGood kept, Settings settings) throws UnusableRoutesException {
    Path home = settings.home().toAbsolutePath().normalize();
    Fingerprint asOf = Fingerprint.of(RouteReload.places(settings));
    RouteCheck.Result read = check.run();
    if (read.errors().isEmpty()) {
      return new StartRoutes(read.files(), read.warnings(), List.of(), List.of(), asOf);
    }
    Optional<RouteFiles> lastGood = lastGood(kept);
    return mended(check, read, lastGood, home, asOf, true).or(() -> lastGood.flatMap(files -> whole(check, read, files, kept, asOf)))
        .or(() -> mended(check, read, lastGood, home, asOf, false))
        .orElseThrow(() -> new UnusableRoutesException(read.errors()));
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
      RouteCheck check, RouteCheck.Result read, RouteFiles lastGood, LastGood kept, Fingerprint asOf) {
    RouteCheck.Result checked = check.run(lastGood);
    return checked.errors().isEmpty() && NeededRoutes.areIn(lastGood)
        ? Optional.of(new StartRoutes(checked.files(), checked.warnings(), read.errors(),
            List.of("all routes run in their last good version, of " + kept.archive()), asOf))
        : Optional.empty();
  }
}
