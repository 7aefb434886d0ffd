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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One version of what routes are: all files under their folder whose names end in {@code .camel.yaml} or {@code .kamelet.yaml}, each once, and
 * the texts that they name. Links are followed, because mounted volumes are made of them. Names that begin with a dot are ignored, because
 * mounts and editors keep their own files there.
 *
 * @param files of routes and kamelets, in the order of their paths
 * @param texts the other files of the folders of texts, such as {@code mail}, which Camel does not read
 * @param documents the trees of those that are YAML
 * @param findings what is wrong with the files by themselves: with an error among them Camel must not read any
 */
public record RouteFiles(List<RouteFile> files, List<RouteFile> texts, List<RouteYaml> documents, List<Finding> findings) {
  /** Folders of the routes' folder whose other files are texts that routes name. */
  private static final Set<String> OF_TEXTS = Set.of("mail", "templates");

  /** @param home the folder that the paths of the findings are relative to */
  public static RouteFiles read(Path folder, Path home) {
    Reader reader = new Reader(home);
    List<Path> found = reader.walk(folder);
    return reader.read(folder, found);
  }

  /** Files whose content is at hand, texts among them, in place of those that are on the disk. */
  public static RouteFiles of(List<RouteFile> all, Path home) {
    return new Reader(home).parse(all);
  }

  /** The files of routes and kamelets, and the texts. */
  public List<RouteFile> all() {
    return Stream.concat(files.stream(), texts.stream()).toList();
  }

  /** The text of that name in a folder of texts; empty when there is none. */
  public Optional<RouteFile> text(String folder, String name) {
    return texts.stream().filter(text -> text.path().endsWith(Path.of(folder, name))).findFirst();
  }

  /** The names of the texts in a folder of texts. */
  public Set<String> textNames(String folder) {
    return texts.stream().map(RouteFile::path).filter(text -> text.getParent().endsWith(folder)).map(text -> text.getFileName().toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What stands in the folder and may count: route files, texts of mails, and what is misnamed. Drafts of editors do not. */
  public static List<Path> list(Path folder) {
    return new Reader(folder).walk(folder).stream().filter(file -> !isDraft(file)).toList();
  }

  private static boolean isDraft(Path file) {
    return file.toString().endsWith("~");
  }

  /** A file as findings name it. */
  public static String shown(Path file, Path home) {
    return (file.startsWith(home) ? home.relativize(file) : file).toString();
  }

  /** Whether all files were read: else something may be missing that is not missing. */
  public boolean isComplete() {
    return findings.stream().noneMatch(Finding::isError);
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

    RouteFiles read(Path folder, List<Path> found) {
      List<RouteFile> files = new ArrayList<>();
      Set<Path> known = new HashSet<>();
      for (Path file : found) {
        try {
          if (!RouteFile.isOne(file)) {
            passedOver(folder, file);
            if (isText(folder, file) && Files.isRegularFile(file)) {
              files.add(new RouteFile(file, Files.readAllBytes(file)));
            }
          } else if (!Files.isRegularFile(file)) {
            // a pipe would be waited for
            unreadable(file);
          } else if (known.add(file.toRealPath())) {
            files.add(new RouteFile(file, Files.readAllBytes(file)));
          }
        } catch (IOException e) {
          unreadable(file);
        }
      }
      return parse(files);
    }

    private static boolean isText(Path folder, Path file) {
      Path in = folder.relativize(file.getParent());
      return in.getNameCount() == 1 && OF_TEXTS.contains(in.toString()) && !isDraft(file);
    }

    RouteFiles parse(List<RouteFile> all) {
      List<RouteFile> files = all.stream().filter(file -> RouteFile.isOne(file.path())).toList();
      List<RouteFile> texts = all.stream().filter(file -> !RouteFile.isOne(file.path())).toList();
      List<RouteYaml> documents = new ArrayList<>();
      files.forEach(file -> RouteYaml.parse(shown(file.path()), file, findings).ifPresent(documents::add));
      findings.sort(Comparator.comparing(Finding::file).thenComparing(Finding::line).thenComparing(Finding::column));
      return new RouteFiles(files, texts, List.copyOf(documents), List.copyOf(findings));
    }

    /** Most likely a slip of its author, which would else be noticed only when something never arrives. */
    private void passedOver(Path folder, Path file) {
      if (file.toString().matches(".*\\.ya?ml|.*\\.(?:camel|kamelet)\\.ya?ml\\.txt")) {
        misplaced("misnamed-file", file, "is not read: name it *.camel.yaml when it holds routes, *.kamelet.yaml when it holds a kamelet");
      } else if (file.toString().endsWith(".xml") && folder.equals(file.getParent())) {
        misplaced("misplaced-file", file, "is not read: the templates of bodies stand in " + shown(folder.resolve("templates"))
            + ", move it there");
      } else if (file.toString().endsWith(".txt") && folder.equals(file.getParent())) {
        misplaced("misplaced-file", file, "is not read: the texts of mails stand in " + shown(folder.resolve("mail")) + ", move it there");
      }
    }

    private void misplaced(String rule, Path file, String message) {
      findings.add(new Finding(Severity.WARNING, rule, shown(file), 1, 1, message));
    }

    private void unreadable(Path file) {
      findings.add(new Finding(Severity.ERROR, "unreadable-file", shown(file), 1, 1,
          "cannot be read: it must be there, and readable for the user that runs the gateway; or remove it"));
    }

    private String shown(Path file) {
      return RouteFiles.shown(file, home);
    }

    /** Emacs puts files that begin with # beside a file that is edited. */
    private static boolean isHidden(Path path) {
      String name = String.valueOf(path.getFileName());
      return name.startsWith(".") || name.startsWith("#");
    }
  }
}
