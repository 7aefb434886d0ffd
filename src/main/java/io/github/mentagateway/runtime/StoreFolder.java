package io.github.mentagateway.runtime;

import io.github.mentagateway.credentials.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of the store's file, which may be on another disk than {@code data/}. */
record StoreFolder(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(StoreFolder.class);

  StoreFolder {
    folder = folder.toAbsolutePath().normalize();
  }

  /** Makes the folder when it is not there. A folder that is there belongs to somebody: its mode stays as it is. */
  void prepare() throws IOException {
    if (!Files.exists(folder)) {
      PrivateFolder.prepare(folder);
    } else if (PrivateFolder.isOpenToOthers(folder)) {
      LOG.warn("event=store_open_to_others folder={} it holds personal data, and its mode lets other users in: chmod 700",
          folder);
    }
  }

  /** How many bytes this user may still write where the store is or would be made. */
  long free() {
    Path nearest = folder;
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    return nearest.toFile().getUsableSpace();
  }
}
