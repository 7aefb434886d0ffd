package io.github.mentagateway.destination.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.destination.AccessTokenException;
import io.github.mentagateway.settings.ClientCredentials;
import io.github.mentagateway.settings.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Asks for an access token by the client's credentials (RFC 6749, 4.4). What the server says in words is not repeated, since it may quote
 * what it was sent.
 */
final class TokenRequest implements AccessTokens.TokenSource {
  static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 64 * 1024;
  /** RFC 6749, 5.1, leaves it to the client how long a token without expires_in is kept. */
  private static final Duration WITHOUT_EXPIRY = Duration.ofMinutes(5);
  /** RFC 6749, 5.2, and RFC 8707, 2. */
  private static final Set<String> ERRORS = Set.of("invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
      "unsupported_grant_type", "invalid_scope", "invalid_target");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClientCredentials credentials;
  private final Secrets secrets;
  private final TokenServer server;
  private final String host;

  TokenRequest(ClientCredentials credentials, Secrets secrets, TokenServer server) {
    this.credentials = credentials;
    this.secrets = secrets;
    this.server = server;
    this.host = URI.create(credentials.tokenUrl()).getAuthority();
  }

  @Override
  public AccessTokens.Token fetch() throws AccessTokenException {
    try {
      return server.call(request(), TIMEOUT, this::token);
    } catch (AccessTokenException e) {
      throw e;
    } catch (IOException e) {
      throw failed("", e);
    }
  }

  private HttpPost request() {
    HttpPost request = new HttpPost(credentials.tokenUrl());
    String secret = secrets.resolve(credentials.clientSecret());
    StringBuilder form = new StringBuilder("grant_type=client_credentials");
    append(form, "scope", credentials.scope());
    append(form, "audience", credentials.audience());
    append(form, "resource", credentials.resource());
    if (credentials.inBody()) {
      append(form, "client_id", credentials.clientId());
      append(form, "client_secret", secret);
    } else {
      // encoded first: RFC 6749, 2.3.1
      request.setHeader(HttpHeaders.AUTHORIZATION, secrets.basic(encoded(credentials.clientId()), encoded(secret)));
    }
    request.setHeader(HttpHeaders.ACCEPT, "application/json");
    request.setEntity(new StringEntity(form.toString(), ContentType.APPLICATION_FORM_URLENCODED));
    return request;
  }

  private static void append(StringBuilder form, String name, String value) {
    if (!value.isEmpty()) {
      form.append('&').append(name).append('=').append(encoded(value));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private AccessTokens.Token token(ClassicHttpResponse answer) throws IOException {
    byte[] body = body(answer);
    if (body.length > MOST_BYTES) {
      throw failed("its answer is longer than " + MOST_BYTES / 1024 + " KB", null);
    }
    JsonNode json = json(body);
    if (answer.getCode() / 100 != 2) {
      String error = json.path("error").asText("");
      throw failed("it answered " + answer.getCode() + (ERRORS.contains(error) ? " (" + error + ")" : "")
          + advice(error, answer.getCode()), null);
    }
    String token = json.path("access_token").asText("");
    if (!token.matches("[\\x21-\\x7e]+") || !json.path("token_type").asText("Bearer").equalsIgnoreCase("Bearer")) {
      throw failed("its answer " + answer.getCode() + " holds no access_token of the type Bearer", null);
    }
    long seconds = json.path("expires_in").asLong(WITHOUT_EXPIRY.toSeconds());
    return new AccessTokens.Token(token, Duration.ofSeconds(Math.max(0, Math.min(seconds, Integer.MAX_VALUE))));
  }

  private String advice(String error, int status) {
    String setting = credentials.setting();
    return switch (error) {
      case "invalid_scope" -> ": correct " + setting + ".scope";
      case "invalid_target" -> ": correct " + setting + ".audience or .resource";
      default -> error.matches("invalid_client|unauthorized_client") || status == 401 || status == 403
          ? ": correct " + setting + ".client-id and " + setting + ".client-secret" : "";
    };
  }

  private static byte[] body(ClassicHttpResponse answer) throws IOException {
    if (answer.getEntity() == null) {
      return new byte[0];
    }
    try (InputStream in = answer.getEntity().getContent()) {
      byte[] body = in.readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        // closing the stream would read it to its end
        answer.close();
      }
      return body;
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
    } catch (IOException noJson) {
      return JSON.missingNode();
    }
  }

  private AccessTokenException failed(String why, Throwable cause) {
    return new AccessTokenException("no access token from " + host + (why.isEmpty() ? "" : ": " + why), cause);
  }
}
