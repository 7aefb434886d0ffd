package io.github.mentagateway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A text in a person's editor: in a folder that only this user may enter, because an editor leaves backups and swap files beside the file. The
 * folder is deleted afterwards with all that is in it, also when the command is interrupted.
 */
final class EditedFile implements AutoCloseable {
  private final Path folder;
  private final Path file;
  private final byte[] before;

  private EditedFile(Path folder, byte[] before) throws IOException {
    this.folder = folder;
    this.file = folder.resolve("body.json");
    this.before = before;
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, before);
  }

  static EditedFile of(String text) throws IOException {
    Path folder = Files.createTempDirectory("menta-edit-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        delete(folder);
      } catch (IOException | UncheckedIOException e) {
        // the process ends, and close has told it
      }
    }));
    return new EditedFile(folder, text.getBytes(StandardCharsets.UTF_8));
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
    } catch (NoSuchFileException e) {
      throw new CommandFailedException("the editor has removed the file: nothing was done", e);
    }
  }

  /**
   * Keeps what the person wrote, byte by byte.
   *
   * @return where it is from now on, for as long as the person needs it; empty when they wrote nothing
   */
  Optional<Path> keep() throws IOException {
    byte[] written = Files.exists(file) ? Files.readAllBytes(file) : before;
    if (Arrays.equals(written, before)) {
      return Optional.empty();
    }
    Path kept = Files.createTempFile("menta-edited-", ".json", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(kept, written);
    return Optional.of(kept);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(one);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      delete(folder);
    } catch (IOException | UncheckedIOException e) {
      throw new CommandFailedException(folder + " has the unmasked body and could not be deleted (" + e + "): delete it", e);
    }
  }
}
