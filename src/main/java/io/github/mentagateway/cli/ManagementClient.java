package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.settings.Address;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the running gateway's {@code /api}. An answer that is no success becomes a sentence. */
final class ManagementClient {
  private final Address listen;
  private final String token;
  private final HttpClient client = HttpClient.newBuilder()
      .connectTimeout(Duration.ofSeconds(5)).proxy(HttpClient.Builder.NO_PROXY).build();

  ManagementClient(Settings settings) throws IOException {
    this.listen = settings.management().listen();
    this.token = Credentials.read(settings).managementToken();
  }

  /** The body of a 200, which is JSON. */
  String get(String path) throws InterruptedException {
    return body(request(path).GET());
  }

  String post(String path) throws InterruptedException {
    return body(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** One part of a path, whatever a person typed. */
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + listen.reachableHost() + ":" + listen.port() + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + token);
  }

  private String body(HttpRequest.Builder request) throws InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new CommandFailedException("nothing answers at http://" + listen.reachableHost() + ":" + listen.port()
          + " (gateway.management.listen is " + listen + "): " + Text.START_IT, e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "the gateway at " + listen + " (gateway.management.listen) did not answer: " + e.getMessage(), e);
    }
    if (answer.statusCode() == 200) {
      return answer.body();
    }
    if (answer.statusCode() == 401) {
      throw new CommandFailedException("the gateway at " + listen + " does not take this management token: run the command in "
          + "the gateway's own folder and as its user, or set GATEWAY_MANAGEMENT_TOKEN");
    }
    JsonNode problem = Text.json(answer.body());
    String detail = Text.field(problem, "detail");
    throw new CommandFailedException(detail.isEmpty()
        ? "what answers at " + listen + " (gateway.management.listen) is not this gateway: it said " + answer.statusCode()
        : detail);
  }
}
