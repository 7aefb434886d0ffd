package io.github.mentagateway.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A legacy system: a real HTTP server that records every call, and fails as the test says. Each gateway calls it at a path of its own,
 * which shows where a call comes from.
 */
final class Recorder implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Integer> tries = new HashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> waiting = new ConcurrentHashMap<>();
  private final long seed;
  private double failing;

  /** @param seed decides which calls fail, by ticket, change and number of the try: the same ones each time */
  Recorder(long seed) throws IOException {
    this.seed = seed;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * @param at of {@link System#nanoTime}
   * @param instance the gateway that made it
   * @param taken true after a 200, when the change was made; false after a 503, when nothing was
   */
  record Call(long at, String instance, String key, String ticket, int change, long sequence, boolean taken) {}

  /** Sets the share of the calls that is answered 503 from now on: 0 is none, 1 is all. */
  synchronized void fail(double share) {
    failing = share;
  }

  /** Takes that gateway's calls, and does not answer them until {@link #letGo}. */
  void hold(String instance) {
    held.put(instance, new CountDownLatch(1));
  }

  void letGo(String instance) {
    held.remove(instance).countDown();
  }

  /** How many calls of that gateway wait for their answer. */
  int held(String instance) {
    return waiting.getOrDefault(instance, new AtomicInteger()).get();
  }

  String url(String instance) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + instance;
  }

  /** In the order in which they were taken or refused. */
  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  synchronized int count() {
    return calls.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
      String instance = exchange.getRequestURI().getPath().substring(1);
      boolean taken = record(instance, exchange.getRequestHeaders().getFirst("Idempotency-Key"), body);
      CountDownLatch gate = held.get(instance);
      if (gate != null) {
        AtomicInteger soMany = waiting.computeIfAbsent(instance, name -> new AtomicInteger());
        soMany.incrementAndGet();
        gate.await();
        soMany.decrementAndGet();
      }
      exchange.sendResponseHeaders(taken ? 200 : 503, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean record(String instance, String key, JsonNode body) {
    String ticket = body.get("ticket").asText();
    int change = body.get("change").asInt();
    int nth = tries.merge(key, 1, Integer::sum);
    boolean taken = new SplittableRandom(seed + 31L * (ticket + "/" + change + "/" + nth).hashCode()).nextDouble() >= failing;
    calls.add(new Call(System.nanoTime(), instance, key, ticket, change, body.get("sequence").asLong(), taken));
    return taken;
  }

  @Override
  public void close() {
    held.keySet().forEach(this::letGo);
    server.stop(0);
    threads.shutdownNow();
  }
}
