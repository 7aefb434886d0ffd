package io.github.mentagateway.standins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.settings.Address;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A REST API that takes every call, whatever the method and the path, and keeps the last ones. {@code GET /calls} shows them, those of
 * earlier starts included; {@code GET /tickets} and {@code GET /shows} show the tables of the demo database.
 */
final class RestStandIn {
  static final int SHOWN = 50;
  static final int LARGEST_BODY = 64 << 10;
  static final long LARGEST_FILE = 8 << 20;
  /** An envelope, whose own version is answered in. */
  private static final Pattern SOAP = Pattern.compile("\\s*(?:<\\?xml[^>]*>\\s*)?<\\w+:Envelope xmlns:\\w+=\"([^\"<>&]+)\"");
  private static final int SECONDS = 10;

  private final ObjectMapper mapper = EnvelopeMapper.create();
  private final Deque<String> last = new ArrayDeque<>();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1)
      .setInternalBlockingPoolSize(1));
  private final String host;
  private final Path file;
  private final Optional<DemoDatabase> database;
  private HttpServer server;

  private RestStandIn(String host, Path file, Optional<DemoDatabase> database) {
    this.host = host;
    this.file = file;
    this.database = database;
  }

  static RestStandIn start(Address address, Path file, Optional<DemoDatabase> database) throws Exception {
    RestStandIn standIn = new RestStandIn(address.host(), file, database);
    try {
      standIn.reload();
      standIn.server = standIn.vertx.createHttpServer().requestHandler(standIn::handle).listen(address.port(), address.host())
          .toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
      return standIn;
    } catch (Exception e) {
      standIn.close();
      throw e;
    }
  }

  Address address() {
    return new Address(host, server.actualPort());
  }

  private void handle(HttpServerRequest request) {
    String path = request.path();
    if (!isMeantForIt(request)) {
      request.response().setStatusCode(421).end("This stand-in answers under its own address only, and no web page.\n");
    } else if (request.method() == HttpMethod.GET && path.equals("/calls")) {
      answer(request, this::calls);
    } else if (request.method() == HttpMethod.GET && path.equals("/tickets") && database.isPresent()) {
      answer(request, () -> database.get().tickets());
    } else if (request.method() == HttpMethod.GET && path.equals("/shows") && database.isPresent()) {
      answer(request, () -> database.get().shows());
    } else if (request.method() == HttpMethod.GET && List.of("/", "/tickets", "/shows").contains(path)) {
      request.response().setStatusCode(404)
          .end("This is the stand-in of an internal REST API. It takes every call at any other path,"
              + " and shows them at GET /calls; GET /tickets and GET /shows show the demo database.\n");
    } else {
      take(request);
    }
  }

  /** Refuses web pages: one in a browser can reach loopback by a name of its own (DNS rebinding), or send where it may not read. */
  private boolean isMeantForIt(HttpServerRequest request) {
    String asked = request.authority() == null ? "" : request.authority().toString().toLowerCase(Locale.ROOT);
    int port = request.localAddress().port();
    return request.getHeader("Origin") == null
        && List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port, address().toString()).contains(asked);
  }

  /** Reads the whole body, and keeps only the beginning of a long one. */
  private void take(HttpServerRequest request) {
    Buffer kept = Buffer.buffer();
    request.handler(chunk -> kept.appendBuffer(chunk, 0, Math.min(chunk.length(), LARGEST_BODY + 1 - kept.length())));
    request.endHandler(end -> {
      Matcher soap = SOAP.matcher(kept.getString(0, Math.min(kept.length(), LARGEST_BODY), "ISO-8859-1"));
      if (soap.lookingAt()) {
        vertx.executeBlocking(() -> kept(request, kept))
            .onSuccess(taken -> request.response().putHeader("Content-Type", "text/xml; charset=UTF-8")
                .end("<e:Envelope xmlns:e=\"" + soap.group(1) + "\"><e:Body/></e:Envelope>\n"))
            .onFailure(failure -> request.response().setStatusCode(500).end(failure.getMessage() + "\n"));
      } else {
        answer(request, () -> kept(request, kept));
      }
    });
  }

  /** Works on the one worker thread, so that calls are kept one after the other. */
  private void answer(HttpServerRequest request, Callable<Object> work) {
    vertx.executeBlocking(() -> mapper.writerWithDefaultPrettyPrinter().writeValueAsString(work.call()))
        .onSuccess(json -> request.response().putHeader("Content-Type", "application/json").end(json + "\n"))
        .onFailure(failure -> request.response().setStatusCode(500).end(failure.getMessage() + "\n"));
  }

  private Map<String, Object> kept(HttpServerRequest request, Buffer body) throws IOException {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("time", Instant.now().toString());
    call.put("method", request.method().name());
    call.put("uri", request.uri());
    call.put("idempotencyKey", request.getHeader("Idempotency-Key"));
    call.put("body", body(body));
    String line = mapper.writeValueAsString(call) + "\n";
    show(line);
    if (Files.exists(file) && Files.size(file) + line.length() > LARGEST_FILE) {
      Files.writeString(file, String.join("", last));
    } else {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    return Map.of("taken", true);
  }

  private void show(String line) {
    last.addLast(line);
    if (last.size() > SHOWN) {
      last.removeFirst();
    }
  }

  private List<JsonNode> calls() {
    List<JsonNode> calls = new ArrayList<>();
    for (String line : last) {
      try {
        calls.add(mapper.readTree(line));
      } catch (JsonProcessingException halfWritten) {
        // a process that was killed leaves half a line, which is no call
      }
    }
    return calls;
  }

  private void reload() throws IOException {
    if (Files.exists(file)) {
      // Files.lines would fail at a character that was cut
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
        lines.lines().forEach(line -> show(line + "\n"));
      }
    }
  }

  private Object body(Buffer body) {
    if (body.length() > LARGEST_BODY) {
      return body.getString(0, LARGEST_BODY) + "…";
    }
    try {
      return mapper.readValue(body.getBytes(), Object.class);
    } catch (IOException noJson) {
      return body.toString(StandardCharsets.UTF_8);
    }
  }

  void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("the REST stand-in cannot be stopped: " + e.getMessage(), e);
    }
  }
}
