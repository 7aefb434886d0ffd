package io.github.mentagateway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Settings.Intake.Scheme;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every refusal that the intake knows, as a problem document (RFC 9457). None of them carries anything of the request. */
final class Problems {
  private static final String RETRY_SECONDS = "5";

  private final ObjectMapper json = new ObjectMapper();
  private final Answer notFound = problem(404, null, Map.of());
  private final Answer unavailable =
      problem(503, "The notification cannot be taken now. Send it again later.", Map.of("Retry-After", RETRY_SECONDS));
  private final Answer failed =
      problem(500, "The notification was not taken. The operator of this gateway finds out why.", Map.of());
  private final Answer malformed =
      problem(400, "The request is malformed: its parts or its length can be read in two ways.", Map.of());
  private final Answer unauthorized;
  private final Answer tooLarge;

  Problems(Settings.Intake settings) {
    // RFC 9110, 11.6.1 asks for a challenge; a static header has no registered scheme
    String challenge = settings.auth().contains(Scheme.BASIC)
        ? "Basic realm=\"notifications\", charset=\"UTF-8\"" : "Header realm=\"notifications\"";
    unauthorized = problem(401, null, Map.of("WWW-Authenticate", challenge));
    tooLarge = problem(413, "The body is longer than " + settings.maxBodyBytes() + " bytes.", Map.of());
  }

  Answer notFound() {
    return notFound;
  }

  Answer unauthorized() {
    return unauthorized;
  }

  Answer tooLarge() {
    return tooLarge;
  }

  Answer malformed() {
    return malformed;
  }

  Answer unavailable() {
    return unavailable;
  }

  Answer failed() {
    return failed;
  }

  Answer unusable(String reason) {
    return problem(400, reason, Map.of());
  }

  private Answer problem(int status, String detail, Map<String, String> headers) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
    document.put("status", status);
    if (detail != null) {
      document.put("detail", detail);
    }
    try {
      return new Answer(status, "application/problem+json", json.writeValueAsBytes(document), headers);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
