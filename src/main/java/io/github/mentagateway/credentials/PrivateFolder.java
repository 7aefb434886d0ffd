package io.github.mentagateway.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for secrets and personal data, which only the user that the gateway runs as may enter (mode 700). */
public final class PrivateFolder {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateFolder.class);
  private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /**
   * Makes the folder, or closes an existing one to other users. Warns when it belongs to another user and cannot be closed.
   *
   * @throws IOException with a sentence for the operator when it cannot be made
   */
  public static void prepare(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + " is not a folder, and the gateway keeps its data there: move it away");
    }
    try {
      PrivateFiles.createFolder(folder);
    } catch (IOException e) {
      throw new IOException("the folder " + folder + " cannot be made (" + e + "): make it, for the user that the gateway runs as",
          e);
    }
    if (isOpenToOthers(folder)) {
      try {
        Files.setPosixFilePermissions(folder, OWNER_ONLY);
      } catch (IOException e) {
        // a container's volume often belongs to root, and is open to the gateway's group alone: the start need not fail for it
        LOG.warn("the folder {} has mode {} and owner {}: it holds secrets and personal data, and this user may not close it to"
            + " others. Make this user its owner, or see to it that nobody else gets there", folder, mode(folder),
            Files.getOwner(folder));
      }
    }
  }

  /** Whether the folder's mode lets its group or others do anything; false where files have no modes. */
  public static boolean isOpenToOthers(Path folder) throws IOException {
    return PrivateFiles.isPosix(folder) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(folder));
  }

  private static String mode(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
