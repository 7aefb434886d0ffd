package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.settings.Address;
import io.github.mentagateway.settings.ManagementSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;

/** Calls the running gateway's {@code /api}. An answer that is no success becomes a sentence. */
final class ManagementClient {
  /** Answered without the store, by threads that nothing else takes. */
  private static final String ALIVE = "/observe/health/live";

  private final ManagementSettings settings;
  private final Address listen;
  private final String token;

  ManagementClient(ManagementSettings settings) throws IOException {
    this.settings = settings;
    this.listen = settings.management().listen();
    this.token = Credentials.readManagementToken(settings);
  }

  /** Returns the body of a 200, which is JSON. */
  String get(String path) {
    return body(HttpExchange.get(url(path)).whileAlive(url(ALIVE)));
  }

  String post(String path) {
    return body(HttpExchange.post(url(path), new byte[0]).whileAlive(url(ALIVE)));
  }

  /** The console's address, once the gateway there has taken the token: it must not be typed into anybody else's page. */
  String console() {
    get("/api/me");
    return url("/").toString();
  }

  String post(String path, String json) {
    return body(HttpExchange.post(url(path), json.getBytes(StandardCharsets.UTF_8)).header("Content-Type", "application/json").whileAlive(url(ALIVE)));
  }

  /** Encodes any text as one part of a path. */
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private URI url(String path) {
    return URI.create(settings.management().url() + path);
  }

  /** TLS with the certificate that the gateway in this folder shows; in a folder without it, with one that Java trusts for that host. */
  private HttpExchange.Answer answer(HttpExchange request) throws IOException {
    request.header("Authorization", "Bearer " + token);
    if (!settings.management().usesTls()) {
      return request.plain();
    }
    try {
      Path own = ServerCertificate.of(settings).certificate();
      return request.secure(PinnedTrustManager.of(own, Files.exists(own)).context(), Proxy.NO_PROXY);
    } catch (GeneralSecurityException e) {
      throw new CommandFailedException("TLS cannot be used here: " + e.getMessage(), e);
    }
  }

  private String body(HttpExchange request) {
    HttpExchange.Answer answer;
    try {
      answer = answer(request);
    } catch (ConnectException | UnknownHostException | NoRouteToHostException e) {
      throw new CommandFailedException("nothing answers at " + settings.management().url() + " (gateway.management.listen is " + listen + "): " + ConsoleText.START_IT, e);
    } catch (SSLException e) {
      throw new CommandFailedException("no secure connection to " + settings.management().url() + " (" + e.getMessage() + "): what answers there is"
          + " not this gateway, or it runs with other settings; run the command in its own folder, or bring its certificate from there", e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "the gateway at " + listen + " (gateway.management.listen) did not answer: " + e.getMessage(), e);
    }
    if (answer.status() == 200) {
      return answer.body();
    }
    if (answer.status() == 401) {
      throw new CommandFailedException("the gateway at " + listen + " does not take this management token: run the command in "
          + "the gateway's own folder and as its user, or set GATEWAY_MANAGEMENT_TOKEN");
    }
    JsonNode problem = ConsoleText.json(answer.body());
    String detail = ConsoleText.field(problem, "detail");
    throw new CommandFailedException(detail.isEmpty()
        ? "what answers at " + listen + " (gateway.management.listen) is not this gateway: it said " + answer.status()
        : detail);
  }
}
