package io.github.mentagateway.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this instance told, in a small file beside its other state, which is there whole or as it was. A disk that is full keeps no alert back. */
final class FileMemory implements AlertMemory {
  private static final Logger LOG = LoggerFactory.getLogger(FileMemory.class);

  private final Path file;
  private AlertBook kept;
  private String problem;

  FileMemory(Path file) {
    this.file = file;
  }

  @Override
  public Optional<AlertBook> take() {
    if (kept == null) {
      kept = read();
    }
    return Optional.of(new AlertBook(kept.entries()));
  }

  private AlertBook read() {
    try {
      return Files.exists(file) ? AlertJson.read(Files.readString(file)) : new AlertBook(Map.of());
    } catch (IOException e) {
      LOG.warn("event=alerts_forgotten file={} error=\"{}\" next=\"what is wrong now is told again\"", file, e.getClass().getSimpleName());
      return new AlertBook(Map.of());
    }
  }

  @Override
  public boolean keep(AlertBook book) {
    if (book.equals(kept)) {
      return true;
    }
    kept = new AlertBook(book.entries());
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(draft, AlertJson.write(book));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      problem = null;
    } catch (IOException e) {
      if (!e.toString().equals(problem)) {
        LOG.warn("event=alerts_not_kept error=\"{}\" next=\"a restart would tell again what was told\"", e.toString());
        problem = e.toString();
      }
    }
    return true;
  }
}
