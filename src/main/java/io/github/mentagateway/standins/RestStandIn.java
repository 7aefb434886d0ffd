package io.github.mentagateway.standins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.settings.Address;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A REST API that takes every PUT and POST, whatever the path, and keeps it. {@code GET /calls} shows the last calls,
 * those before this start included, {@code GET /tickets} the tickets of the demo database.
 */
final class RestStandIn implements StandIns.Part {
  private static final Set<HttpMethod> TAKEN = Set.of(HttpMethod.PUT, HttpMethod.POST);
  private static final int SHOWN = 50;
  private static final int SECONDS = 10;

  private final ObjectMapper mapper = EnvelopeMapper.create();
  private final Deque<Map<String, Object>> last = new ArrayDeque<>();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1)
      .setInternalBlockingPoolSize(1));
  private final Path file;
  private final Optional<DemoDatabase> database;

  private RestStandIn(Path file, Optional<DemoDatabase> database) {
    this.file = file;
    this.database = database;
  }

  static RestStandIn start(Address address, Path file, Optional<DemoDatabase> database) throws Exception {
    RestStandIn standIn = new RestStandIn(file, database);
    try {
      standIn.reload();
      standIn.vertx.createHttpServer().requestHandler(standIn::handle).listen(address.port(), address.host())
          .toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
      return standIn;
    } catch (Exception e) {
      standIn.close();
      throw e;
    }
  }

  private void handle(HttpServerRequest request) {
    String path = request.path();
    if (request.method() == HttpMethod.GET && path.equals("/calls")) {
      answer(request, () -> List.copyOf(last));
    } else if (request.method() == HttpMethod.GET && path.equals("/tickets") && database.isPresent()) {
      answer(request, () -> database.get().tickets());
    } else if (TAKEN.contains(request.method())) {
      request.body().onSuccess(body -> answer(request, () -> kept(request, body)));
    } else {
      request.response().setStatusCode(404)
          .end("This is the stand-in of an internal REST API. It takes PUT and POST at any path,"
              + " and shows them at GET /calls; GET /tickets shows the demo database.\n");
    }
  }

  /** On the one worker thread, so that calls are kept one after the other. */
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
    Files.writeString(file, mapper.writeValueAsString(call) + "\n", StandardCharsets.UTF_8,
        StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    show(call);
    return Map.of("taken", true);
  }

  private void show(Map<String, Object> call) {
    last.addLast(call);
    if (last.size() > SHOWN) {
      last.removeFirst();
    }
  }

  private void reload() throws IOException {
    if (Files.exists(file)) {
      new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().forEach(this::reload);
    }
  }

  private void reload(String line) {
    try {
      show(mapper.readValue(line, new TypeReference<Map<String, Object>>() {}));
    } catch (JsonProcessingException halfWritten) {
      // a process that was killed leaves such a line: it is no call to show
    }
  }

  private Object body(Buffer body) {
    try {
      return mapper.readValue(body.getBytes(), Object.class);
    } catch (IOException noJson) {
      return body.toString(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("the REST stand-in cannot be stopped: " + e.getMessage(), e);
    }
  }
}
