package io.github.mentagateway.reload;

import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The route files that ran last, with the mail templates of that time, in one archive, which is there whole or not at all, also when the
 * process dies half-way.
 */
public final class LastGood {
  private static final String ARCHIVE = "routes-last-good.zip";
  private static final String MAIL = "mail";

  private final Path archive;
  private final Path folder;
  private final Path home;

  /** The one of a gateway. */
  public static LastGood of(Settings settings) {
    return new LastGood(settings.data().resolve(ARCHIVE), settings.routes().toAbsolutePath().normalize(),
        settings.home().toAbsolutePath().normalize());
  }

  /** @param folder the folder of the routes */
  public LastGood(Path archive, Path folder, Path home) {
    this.archive = archive;
    this.folder = folder;
    this.home = home;
  }

  Path archive() {
    return archive;
  }

  void keep(RouteFiles files) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(content)) {
      for (RouteFile file : files.files()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file.path()).toString()));
        zip.write(file.content());
        zip.closeEntry();
      }
      for (Path template : templates()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(template).toString()));
        zip.write(Files.readAllBytes(template));
        zip.closeEntry();
      }
    }
    // of this user alone: the mode of temporary files
    Path draft = Files.createTempFile(archive.toAbsolutePath().getParent(), "routes-", ".new");
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content.toByteArray());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private List<Path> templates() throws IOException {
    if (!Files.isDirectory(folder.resolve(MAIL))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.resolve(MAIL))) {
      return files.filter(Files::isRegularFile).filter(file -> !RouteFile.isOne(file)).sorted().toList();
    }
  }

  /**
   * Writes all of it into an empty folder.
   *
   * @return false when none was kept yet
   */
  public boolean extract(Path to) throws IOException {
    if (!Files.exists(archive)) {
      return false;
    }
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = to.resolve(entry.getName()).normalize();
        if (!file.startsWith(to)) {
          throw new IOException(archive + " holds a file outside of itself: " + entry.getName());
        }
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
    return true;
  }

  /** Empty when none was kept yet. */
  Optional<RouteFiles> read() throws IOException {
    if (!Files.exists(archive)) {
      return Optional.empty();
    }
    List<RouteFile> files = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        if (RouteFile.isOne(file)) {
          files.add(new RouteFile(file, zip.readAllBytes()));
        }
      }
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(RouteFiles.of(files, home));
  }
}
