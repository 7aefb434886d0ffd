package io.github.mentagateway.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a person has made of a body, as a request brings it: <code>{"body": "…"}</code>, where the text is as long as a notification's body may be. */
final class EditedBody {
  private static final int DIGEST_BYTES = 8;
  /** For the names and signs around the text. */
  private static final int AROUND = 1024;

  private final ObjectMapper mapper;
  private final int most;

  /** @param most bytes of the text, in UTF-8 */
  EditedBody(ObjectMapper mapper, int most) {
    this.mapper = mapper;
    this.most = most;
  }

  /** Reads the request before it is decided upon; JSON writes a sign of a text with at most twice its bytes, but for those that no envelope has. */
  Handler<RoutingContext> reader() {
    return BodyHandler.create(false).setBodyLimit(2L * most + AROUND);
  }

  /**
   * The text in UTF-8; null when the request has no body.
   *
   * @param allowed whether there may be one
   */
  byte[] of(RoutingContext request, boolean allowed) {
    Buffer buffer = request.body().buffer();
    if (buffer == null || buffer.length() == 0) {
      return null;
    }
    if (!allowed) {
      throw new ProblemException(400, "only a quarantined body is edited, and this request has a body: a dead letter is sent as it is");
    }
    byte[] text = text(buffer.getBytes()).getBytes(StandardCharsets.UTF_8);
    if (text.length > most) {
      throw new ProblemException(413, "the edited body has " + text.length + " bytes, and a notification's may have "
          + most + " (gateway.intake.max-body-bytes)");
    }
    return text;
  }

  private String text(byte[] json) {
    try {
      JsonNode read = mapper.readTree(json);
      if (read != null && read.isObject() && read.size() == 1 && read.path("body").isTextual()) {
        return read.path("body").asText();
      }
    } catch (IOException | RuntimeException noJson) {
      // the sentence below quotes nothing of it
    }
    throw new ProblemException(400, "the request's body must be JSON of this form: {\"body\": \"the edited text\"}");
  }

  /** For the record, which holds no bodies. */
  static String described(byte[] text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return "edited: " + text.length + " bytes, sha256 " + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
