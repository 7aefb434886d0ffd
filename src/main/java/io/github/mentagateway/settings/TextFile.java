package io.github.mentagateway.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A text in UTF-8. The byte order mark that some editors put before it is no part of it. */
final class TextFile {
  private TextFile() {}

  /** @throws IOException whose message names the first line that is not UTF-8, and shows nothing of it */
  static String read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
      long line = 1 + new String(Arrays.copyOf(bytes, in.position()), StandardCharsets.ISO_8859_1).chars().filter(c -> c == '\n').count();
      throw new IOException("line " + line + " is not UTF-8, so the file was saved in another encoding, such as ISO-8859-1 or UTF-16:"
          + " save it as UTF-8");
    }
    String text = out.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
