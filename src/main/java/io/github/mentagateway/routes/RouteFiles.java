package io.github.mentagateway.routes;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All files under the folder of the routes whose names end in {@code .camel.yaml} or {@code .kamelet.yaml}, each once. Links are followed,
 * because mounted volumes are made of them. Names that begin with a dot are ignored, because mounts and editors keep their own files there.
 *
 * @param files in the order of their paths
 * @param misnamed YAML files that are not read because of their ending
 * @param findings what must be mended before Camel may read the files; empty when all is well
 * @param missing where a route does not give a parameter that a kamelet needs: these count when Camel misses one too
 * @param unknown where a kamelet is used that no file holds, by its name: these count when Camel finds it nowhere else
 */
public record RouteFiles(List<RouteFile> files, List<Path> misnamed, List<Finding> findings, List<Finding> missing,
    Map<String, List<Finding>> unknown) {

  /** @param home the folder that the paths of the findings are relative to */
  public static RouteFiles read(Path folder, Path home) {
    Reader reader = new Reader(home);
    List<Path> found = reader.walk(folder);
    return reader.read(found);
  }

  private static final class Reader {
    private final Path home;
    private final List<Finding> findings = new ArrayList<>();

    Reader(Path home) {
      this.home = home;
    }

    List<Path> walk(Path folder) {
      List<Path> found = new ArrayList<>();
      try {
        Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return isHidden(directory) && !directory.equals(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (!(failure instanceof FileSystemLoopException)) {
              unreadable(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
      } catch (IOException e) {
        unreadable(folder);
      }
      found.sort(Comparator.naturalOrder());
      return found;
    }

    RouteFiles read(List<Path> found) {
      List<RouteFile> files = new ArrayList<>();
      List<RouteYaml> documents = new ArrayList<>();
      Set<Path> known = new HashSet<>();
      for (Path file : found) {
        try {
          if (RouteFile.isOne(file) && known.add(file.toRealPath())) {
            RouteFile read = new RouteFile(file, Files.readAllBytes(file));
            files.add(read);
            RouteYaml.parse(shown(file), read, findings).ifPresent(documents::add);
          }
        } catch (IOException e) {
          unreadable(file);
        }
      }
      KameletUsageCheck uses = new KameletUsageCheck(documents);
      List<Finding> missing = new ArrayList<>();
      documents.forEach(document -> uses.check(document, findings, missing));
      UniqueIdCheck ids = new UniqueIdCheck(findings);
      documents.forEach(ids::check);
      findings.sort(Comparator.comparing(Finding::file).thenComparing(Finding::line).thenComparing(Finding::column));
      return new RouteFiles(List.copyOf(files),
          found.stream().filter(file -> file.toString().matches(".*\\.ya?ml")).filter(file -> !RouteFile.isOne(file)).toList(),
          List.copyOf(findings), List.copyOf(missing), Map.copyOf(uses.unknown()));
    }

    private void unreadable(Path file) {
      findings.add(new Finding(shown(file), 1, 1,
          "cannot be read: it must be there, and readable for the user that runs the gateway; or remove it"));
    }

    private String shown(Path file) {
      return (file.startsWith(home) ? home.relativize(file) : file).toString();
    }

    /** Emacs puts files that begin with # beside a file that is edited. */
    private static boolean isHidden(Path path) {
      String name = String.valueOf(path.getFileName());
      return name.startsWith(".") || name.startsWith("#");
    }
  }
}
