package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from a file that a process, or a machine, stopped writing at any byte. */
class RedoFileTest {
  @TempDir
  Path folder;
  private Path path;

  @BeforeEach
  void begin() {
    path = folder.resolve("store.redo-1");
  }

  @Test
  void what_was_appended_is_read_in_order() throws IOException {
    write(7, "first", "second", "third");

    assertThat(texts()).containsExactly("first", "second", "third");
    assertThat(read("abcdef")).extracting(RedoFile.Group::number).containsExactly(7L, 8L, 9L);
  }

  @Test
  void a_file_that_was_cut_at_any_byte_gives_the_groups_that_are_whole() throws IOException {
    write(1, "first", "second", "third");
    byte[] whole = Files.readAllBytes(path);
    int third = whole.length - 16 - "third".length();
    int second = third - 16 - "second".length();

    for (int length = 0; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      List<String> expected = length >= third ? List.of("first", "second") : length >= second ? List.of("first") : List.of();
      assertThat(texts()).as("cut after %d bytes", length).isEqualTo(expected);
    }
  }

  @Test
  void a_bit_that_changed_ends_the_reading_before_its_group() throws IOException {
    write(1, "first", "second", "third");
    byte[] whole = Files.readAllBytes(path);
    int second = 32 + 16 + "first".length();

    for (int at = second; at < second + 16 + "second".length(); at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 4;
      Files.write(path, changed);
      assertThat(texts()).as("byte %d changed", at).containsExactly("first");
    }
  }

  @Test
  void what_an_earlier_use_left_behind_the_last_group_is_not_read() throws IOException {
    try (RedoFile file = new RedoFile(path)) {
      file.clear("abcdef");
      for (int number = 1; number <= 20; number++) {
        file.append(group(number, "same length"));
      }
      file.rewind();
      for (int number = 21; number <= 23; number++) {
        file.append(group(number, "same length"));
      }
    }

    assertThat(read("abcdef")).extracting(RedoFile.Group::number).containsExactly(21L, 22L, 23L);
  }

  @Test
  void a_file_without_groups_or_without_anything_is_empty() throws IOException {
    assertThat(read("abcdef")).as("no file").isEmpty();
    write(1);
    assertThat(read("abcdef")).as("no group").isEmpty();
    Files.write(path, new byte[4096]);
    assertThat(read("abcdef")).as("a header that the machine's end kept from the disk").isEmpty();
  }

  @Test
  void a_file_of_another_store_is_refused() throws IOException {
    write(1, "first");

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> read("ghijkl"))
        .withMessage(path + " is the redo log of another store, or of another version. If the store's file was put here from somewhere"
            + " else, its own .redo files belong beside it. Otherwise move this file away, and keep it");
  }

  private void write(long first, String... texts) throws IOException {
    try (RedoFile file = new RedoFile(path)) {
      file.clear("abcdef");
      for (int i = 0; i < texts.length; i++) {
        file.append(group(first + i, texts[i]));
      }
      file.sync();
    }
  }

  private static RedoFile.Group group(long number, String text) {
    return new RedoFile.Group(number, text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> texts() throws IOException {
    return read("abcdef").stream().map(group -> new String(group.bytes(), StandardCharsets.UTF_8)).toList();
  }

  private List<RedoFile.Group> read(String store) throws IOException {
    List<RedoFile.Group> groups = new ArrayList<>();
    try (RedoFile.Reader file = new RedoFile.Reader(path, store)) {
      while (file.peek() != null) {
        groups.add(file.next());
      }
    }
    return groups;
  }
}
