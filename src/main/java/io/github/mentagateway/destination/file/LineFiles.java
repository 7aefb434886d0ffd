package io.github.mentagateway.destination.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * The component {@code file-lines:FOLDER}, which appends the body to the file that the header {@code CamelFileName} names, and returns when it
 * is on disk. Camel's own looks for the end of the file and then writes there, so that two writers at once overwrite each other; here one
 * waits for the other, also in another process. A second attempt looks whether the line is there first.
 */
public final class LineFiles extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    Path folder = Path.of(remaining);
    return new DefaultEndpoint(uri, this) {
      @Override
      public Producer createProducer() {
        return new DefaultProducer(this) {
          @Override
          public void process(Exchange exchange) throws IOException {
            Integer attempt = exchange.getVariable("attempt", Integer.class);
            append(folder.resolve(exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class)),
                exchange.getMessage().getBody(byte[].class), attempt == null || attempt > 1);
          }
        };
      }

      @Override
      public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("file-lines: is written to only");
      }
    };
  }

  /** @param again whether the line may be there already */
  synchronized void append(Path file, byte[] line, boolean again) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    // a lock of the system keeps other processes away, and not the threads of this one
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND); FileLock lock = channel.lock()) {
      if (again && holds(file, line)) {
        return;
      }
      ByteBuffer bytes = ByteBuffer.wrap(line);
      if (!endsWithLine(file)) {
        // a disk that was full, or a power loss, has left a part of a line: it stays alone
        bytes = ByteBuffer.allocate(line.length + 1).put((byte) '\n').put(line).flip();
      }
      int length = bytes.remaining();
      if (channel.write(bytes) < length) {
        throw new IOException("the line was not written whole into " + file + ": is the disk full?");
      }
      channel.force(true);
    }
  }

  private static boolean endsWithLine(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.size() == 0 || channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n';
    }
  }

  private static boolean holds(Path file, byte[] line) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      int same = 0; // how much of the line the current one begins with; -1 when it is another
      for (int next = in.read(); next >= 0; next = in.read()) {
        same = same >= 0 && same < line.length && line[same] == (byte) next ? same + 1 : -1;
        if (same == line.length) {
          return true;
        }
        if (next == '\n') {
          same = 0;
        }
      }
      return false;
    }
  }
}
