package io.github.mentagateway.scaffold;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file that is not there, and changes one that is, each whole or not at all. */
final class TextEdit {
  private TextEdit() {}

  static void create(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(file + " is there already, and is never overwritten: remove it, or choose another name", e);
    }
  }

  /** A gateway that watches its routes never sees half of it. Links stay, and so do the rights. */
  static void replace(Path file, String text) throws IOException {
    Path real = file.toRealPath();
    Path made = Files.createTempFile(real.getParent(), ".new-", ".tmp");
    try {
      Files.copy(real, made, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      Files.writeString(made, text);
      Files.move(made, real, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  /** Adds lines at the end of a file that is there. */
  static void append(Path file, String lines) throws IOException {
    String before = Files.readString(file);
    replace(file, before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + lines);
  }
}
