package io.github.mentagateway.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A collector of traces on this machine, which speaks OTLP over HTTP and keeps what it gets. */
final class Collector implements AutoCloseable {
  final List<Span> spans = new CopyOnWriteArrayList<>();
  final List<Map<String, String>> resources = new CopyOnWriteArrayList<>();
  final List<String> keys = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch answers;
  private final int status;
  private final HttpServer server;

  private Collector(int port, CountDownLatch answers, int status) throws IOException {
    this.answers = answers;
    this.status = status;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/v1/traces", this::take);
    server.setExecutor(threads);
    server.start();
  }

  /** @param port 0 for a free one */
  static Collector on(int port) throws IOException {
    return new Collector(port, new CountDownLatch(0), 200);
  }

  /** Takes requests, and answers none before it is closed. */
  static Collector thatHangs() throws IOException {
    return new Collector(0, new CountDownLatch(1), 200);
  }

  static Collector thatAnswers(int status) throws IOException {
    return new Collector(0, new CountDownLatch(0), status);
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The attributes as texts, by their names. */
  static Map<String, String> attributes(List<KeyValue> attributes) {
    Map<String, String> texts = new TreeMap<>();
    attributes.forEach(one -> texts.put(one.getKey(),
        one.getValue().hasIntValue() ? String.valueOf(one.getValue().getIntValue()) : one.getValue().getStringValue()));
    return texts;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      answers.await();
      keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Api-Key")));
      request.getResourceSpansList().forEach(resource -> {
        resources.add(attributes(resource.getResource().getAttributesList()));
        resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
      });
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    answers.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
