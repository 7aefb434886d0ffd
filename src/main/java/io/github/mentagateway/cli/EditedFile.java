package io.github.mentagateway.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A text in a person's editor: in a folder that only this user may open, because an editor leaves backups and swap files beside the text. The
 * folder is deleted afterwards with all that is in it, also when the command is interrupted.
 */
final class EditedFile implements AutoCloseable {
  private final Path folder;
  private final Path file;
  private final byte[] given;
  private final Thread atExit = new Thread(this::delete, "edited-file");

  private EditedFile(Path folder, byte[] given) {
    this.folder = folder;
    this.file = folder.resolve("body.json");
    this.given = given;
  }

  static EditedFile of(String text) throws IOException {
    EditedFile edited = new EditedFile(Files.createTempDirectory("menta-edit-",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))), text.getBytes(StandardCharsets.UTF_8));
    Runtime.getRuntime().addShutdownHook(edited.atExit);
    try {
      Files.createFile(edited.file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(edited.file, edited.given);
      return edited;
    } catch (IOException e) {
      edited.close();
      throw e;
    }
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

  /** Whether there is work in it that a person could miss. */
  boolean isChanged() throws IOException {
    return Files.exists(file) && !Arrays.equals(Files.readAllBytes(file), given);
  }

  /** @return where it is from now on, as it was written, for as long as the person needs it */
  Path keep() throws IOException {
    Path kept = Files.createTempFile("menta-edited-", ".json", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(kept, Files.readAllBytes(file));
    return kept;
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException exiting) {
      // then it runs
    }
  }

  private void delete() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException e) {
      throw new CommandFailedException(folder + " holds the edited text and cannot be deleted: delete it (" + e + ")", e);
    }
  }
}
