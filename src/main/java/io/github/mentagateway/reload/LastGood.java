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
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The files of the version of the routes that ran last, in one archive, which is there whole or not at all, also when the process dies
 * half-way.
 */
public final class LastGood {
  private static final String ARCHIVE = "routes-last-good.zip";

  /** Beside the files of the routes, none of which has this name. */
  private static final String VALUES = "own-values.properties";
  private static final Pattern LOGIN = Pattern.compile("(?s).*://[^/]*@.*");
  private static final Pattern SECRET = Pattern.compile("(?i).*(?:password|secret|token|credential|key).*");

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

  /** @param values of the authors' own, which the routes name; those whose names speak of a secret, and URLs with a login, are not kept */
  void keep(RouteFiles files, Map<String, String> values) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(content)) {
      for (RouteFile file : files.all()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file.path()).toString()));
        zip.write(file.content());
        zip.closeEntry();
      }
      Properties kept = new Properties();
      values.forEach((name, value) -> {
        if (!SECRET.matcher(name).matches() && !LOGIN.matcher(value).matches()) {
          kept.setProperty(name, value);
        }
      });
      zip.putNextEntry(new ZipEntry(VALUES));
      kept.store(zip, null);
      zip.closeEntry();
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

  /** The settings of now with the authors' own values of then. */
  public Settings settings(Settings now) throws IOException {
    Properties kept = new Properties();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(VALUES)) {
          kept.load(zip);
        }
      }
    }
    Map<String, String> values = new TreeMap<>();
    kept.stringPropertyNames().forEach(name -> values.put(name, kept.getProperty(name)));
    return OwnValues.over(now, values);
  }

  /** Empty when none was kept yet. */
  public Optional<RouteFiles> read() throws IOException {
    if (!Files.exists(archive)) {
      return Optional.empty();
    }
    List<RouteFile> files = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.getName().equals(VALUES)) {
          files.add(new RouteFile(folder.resolve(entry.getName()), zip.readAllBytes()));
        }
      }
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(RouteFiles.of(files, home));
  }
}
