package io.github.mentagateway.durable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.envelope.EnvelopeReader;
import io.github.mentagateway.envelope.JsonContent;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;

/** Turns message bodies into bytes at rest and back. An envelope, a text, bytes and JSON values come back as what they were. */
final class PayloadCodec {
  private static final String TEXT = "text";
  private static final String BYTES = "bytes";
  private static final String JSON = "json";
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final ObjectMapper mapper;
  private final EnvelopeReader reader;

  PayloadCodec(ObjectMapper mapper) {
    this.mapper = mapper;
    this.reader = new EnvelopeReader(mapper);
  }

  /** @throws IllegalArgumentException when the body is of a kind that cannot be stored */
  Payload write(Exchange exchange, Object body) {
    return write(exchange, body, Long.MAX_VALUE);
  }

  /** @param most how many bytes of a stream are read: the payload of a longer stream has one byte more, and is not whole */
  Payload write(Exchange exchange, Object body, long most) {
    try {
      if (body instanceof Envelope) {
        return Payload.envelope(mapper.writeValueAsBytes(body));
      } else if (body instanceof String text) {
        return new Payload(TEXT, text.getBytes(StandardCharsets.UTF_8));
      } else if (body instanceof byte[] bytes) {
        return new Payload(BYTES, bytes);
      } else if (body instanceof InputStream stream) {
        return new Payload(BYTES, bytes(stream, most));
      } else if (body instanceof org.apache.camel.StreamCache) {
        return new Payload(BYTES, exchange.getContext().getTypeConverter().mandatoryConvertTo(byte[].class, exchange, body));
      } else if (body == null || body instanceof Map || body instanceof Collection || body instanceof Number || body instanceof Boolean) {
        return new Payload(JSON, mapper.writeValueAsBytes(body));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body cannot be written as JSON: " + e.getOriginalMessage(), e);
    } catch (org.apache.camel.NoTypeConversionAvailableException | IOException e) {
      throw new IllegalArgumentException("the body cannot be read: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("a body of " + body.getClass().getName() + " cannot be kept in a durable channel: send an"
        + " envelope, a text, bytes, or maps and lists of plain values");
  }

  private static byte[] bytes(InputStream stream, long most) throws IOException {
    try (stream) {
      return stream.readNBytes((int) Math.min(most, LONGEST_ARRAY - 1) + 1);
    }
  }

  /** @throws IOException when the bytes are not what their kind says */
  Object read(Work work) throws IOException {
    Payload payload = work.payload();
    if (payload.isOriginal()) {
      return reader.read(work.original().body(), work.original().headers());
    }
    if (payload.isEnvelope()) {
      return reader.read(payload.bytes());
    }
    return switch (payload.kind()) {
      case TEXT -> new String(payload.bytes(), StandardCharsets.UTF_8);
      case BYTES -> payload.bytes();
      case JSON -> JsonContent.read(mapper, payload.bytes());
      default -> throw new IOException("a body of the kind '" + payload.kind() + "' is unknown to this version of the gateway");
    };
  }
}
