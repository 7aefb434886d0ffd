package io.github.mentagateway.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a text in UTF-8, without the byte order mark that some editors put before it. */
public final class TextFile {
  private TextFile() {}

  /** @throws NotUtf8Exception when the file is in another encoding */
  public static String read(Path file) throws IOException {
    return decode(Files.readAllBytes(file));
  }

  /** The text of a file's bytes. */
  public static String decode(byte[] bytes) throws NotUtf8Exception {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
      String before = new String(Arrays.copyOf(bytes, in.position()), StandardCharsets.ISO_8859_1);
      throw new NotUtf8Exception(1 + (int) before.chars().filter(c -> c == '\n').count());
    }
    String text = out.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
