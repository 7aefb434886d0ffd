package io.github.mentagateway.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A text in a person's editor: in a file that only this user may read, and that is deleted afterwards, also when the command is interrupted. */
final class EditedFile implements AutoCloseable {
  private final Path file;

  private EditedFile(Path file) {
    this.file = file;
  }

  static EditedFile of(String text) throws IOException {
    Path file = create("menta-edit-");
    file.toFile().deleteOnExit();
    Files.writeString(file, text);
    return new EditedFile(file);
  }

  private static Path create(String prefix) throws IOException {
    return Files.createTempFile(prefix, ".json", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** Before anything is shown. */
  static void demandEditor(Map<String, String> environment) {
    if (editor(environment).isBlank()) {
      throw new CommandFailedException("neither VISUAL nor EDITOR says which editor to open: set one, such as EDITOR=nano, or give the mended body with"
          + " --file FILE");
    }
  }

  private static String editor(Map<String, String> environment) {
    String visual = environment.getOrDefault("VISUAL", "");
    return visual.isBlank() ? environment.getOrDefault("EDITOR", "") : visual;
  }

  /** Returns when the editor has ended. It may have options of its own, such as {@code code --wait}. */
  void open(Map<String, String> environment) throws IOException {
    String editor = editor(environment);
    try {
      int code = new ProcessBuilder("/bin/sh", "-c", editor + " \"$1\"", "sh", file.toString()).inheritIO().start().waitFor();
      if (code != 0) {
        throw new CommandFailedException("the editor '" + editor + "' has ended with " + code + ": nothing was done");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("the editor was interrupted: nothing was done", e);
    }
  }

  String text() throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new CommandFailedException("the editor has written a text that is not in UTF-8: nothing was done", e);
    }
  }

  /** @return where it is from now on, for as long as the person needs it */
  Path keep() throws IOException {
    Path kept = create("menta-edited-");
    Files.writeString(kept, Files.readString(file));
    return kept;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
