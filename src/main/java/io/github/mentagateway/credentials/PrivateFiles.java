package io.github.mentagateway.credentials;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Function;

/** Files that only the owner may read (mode 600), in folders that only the owner may enter (mode 700). */
final class PrivateFiles {
  private PrivateFiles() {}

  static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      if (isPosix(folder)) {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(folder);
      }
    }
  }

  /** The file is there whole or not at all, also when the process dies half-way: it is written beside its place, then moved there. */
  static void write(Path file, String content) throws IOException {
    createFolder(file.getParent());
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    if (isPosix(file.getParent())) {
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(draft);
    }
    Files.writeString(draft, content, StandardOpenOption.TRUNCATE_EXISTING);
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The text of the file, without blanks around it. A missing file is made with what {@code whenMissing} gives.
   *
   * @throws IOException with a sentence for the operator
   */
  static String readOrCreate(Path file, Function<Path, String> whenMissing) throws IOException {
    try {
      if (Files.isDirectory(file.getParent()) && !Files.isExecutable(file.getParent())) {
        // whether it is there cannot be seen from outside
        throw new AccessDeniedException(file.toString());
      }
      if (!Files.exists(file)) {
        write(file, whenMissing.apply(file) + "\n");
      }
      String value = Files.readString(file).strip();
      if (!value.isEmpty()) {
        return value;
      }
    } catch (AccessDeniedException e) {
      throw new IOException(file + " may not be read by the user " + System.getProperty("user.name") + ": run the command as the user that the gateway"
          + " runs as", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read or made: " + e.getMessage(), e);
    }
    throw new IOException(file + " is empty: delete it, and the next start makes a new one");
  }

  static boolean isPosix(Path path) {
    return Set.copyOf(path.getFileSystem().supportedFileAttributeViews()).contains("posix");
  }
}
