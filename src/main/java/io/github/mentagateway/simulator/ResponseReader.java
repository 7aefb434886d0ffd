package io.github.mentagateway.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.simulator.Attempt.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;

/** Reads the endpoint's answer to an attempt. */
final class ResponseReader {
  private static final int MOST_BYTES = 64 * 1024;
  /** The outcomes that our gateway answers. Another endpoint may write anything there, and it is not kept. */
  private static final Set<String> OUTCOMES = Set.of("accepted", "duplicate", "quarantined");
  private static final ObjectMapper JSON = new ObjectMapper();

  private ResponseReader() {}

  /**
   * Reads the body to its end.
   *
   * @throws IOException when it ends too early, or is so long that nobody would wait for it
   */
  static Answer read(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new Answer(response.getCode(), null);
    }
    try (InputStream in = entity.getContent()) {
      byte[] body = in.readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        throw new IOException("the answer is longer than " + MOST_BYTES + " bytes");
      }
      return new Answer(response.getCode(), outcome(body));
    }
  }

  private static String outcome(byte[] body) {
    try {
      JsonNode outcome = JSON.readTree(body).path("outcome");
      return outcome.isTextual() && OUTCOMES.contains(outcome.textValue()) ? outcome.textValue() : null;
    } catch (IOException noJson) {
      return null;
    }
  }
}
