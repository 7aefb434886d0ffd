package io.github.mentagateway.destination.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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
    try (LockedFile open = LockedFile.open(file)) {
      if (again && open.holds(line)) {
        return;
      }
      // a disk that was full, or a power loss, has left a part of a line: it stays alone
      open.append(open.endsWithLine() ? ByteBuffer.wrap(line) : ByteBuffer.allocate(line.length + 1).put((byte) '\n').put(line).flip());
    }
  }
}
