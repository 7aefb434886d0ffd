package io.github.mentagateway.rehearsal;

import io.github.mentagateway.reload.LastGood;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.util.FileUtil;

/** The routes that ran last in this folder, with their mail templates, in a folder that is there until this is closed. */
public final class LastVersion implements AutoCloseable {
  private final Path folder;
  private final boolean kept;

  private LastVersion(Path folder, boolean kept) {
    this.folder = folder;
    this.kept = kept;
  }

  public static LastVersion of(Settings settings) throws IOException {
    Path folder = Files.createTempDirectory("menta-gateway-rehearsal");
    return new LastVersion(folder, LastGood.of(settings).extract(folder));
  }

  /** Empty when no gateway has run in this folder yet. */
  public Optional<Path> folder() {
    return kept ? Optional.of(folder) : Optional.empty();
  }

  @Override
  public void close() {
    FileUtil.removeDir(folder.toFile());
  }
}
