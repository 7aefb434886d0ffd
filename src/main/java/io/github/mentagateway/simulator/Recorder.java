package io.github.mentagateway.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A legacy system of our own: a real HTTP server on which the first segment of a path is a destination. It keeps what every call said in
 * memory, and answers 200 with an empty JSON object, also to a call that it does not recognise: the verdict counts those.
 */
final class Recorder implements AutoCloseable {
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final int THREADS = 32;
  private static final int BACKLOG = 1024;
  private static final int EXAMPLES = 5;
  private static final int LONGEST_EXAMPLE = 120;
  private static final byte[] DONE = "{}".getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Recorder::thread);
  private final CallParser recognition;
  private final double failing;
  private final Random random;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Queue<String> examples = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong unrecognised = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  private Recorder(HttpServer server, CallParser recognition, double failing, Random random) {
    this.server = server;
    this.recognition = recognition;
    this.failing = failing;
    this.random = random;
  }

  /**
   * Listens when it returns.
   *
   * @param address port 0 is a free one
   * @param failing the share of calls that is answered 503 and not recorded, from 0 to 1, so that the endpoint tries again
   * @param random decides which ones
   * @throws IOException when the address cannot be listened on
   */
  static Recorder start(InetSocketAddress address, CallParser recognition, double failing, Random random) throws IOException {
    // the first server of the process reads it once; without it the body of an answer waits 40 ms for the acknowledgement of its head
    System.setProperty("sun.net.httpserver.nodelay", "true");
    Recorder recorder = new Recorder(HttpServer.create(address, BACKLOG), recognition, failing, random);
    recorder.server.createContext("/", recorder::answer);
    recorder.server.setExecutor(recorder.threads);
    recorder.server.start();
    return recorder;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The recognised calls so far, in the order in which they came. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The size of {@link #calls}. */
  int count() {
    return count.get();
  }

  /** Calls that were answered 200 and not recognised. */
  UnrecognisedCalls unrecognised() {
    return new UnrecognisedCalls(unrecognised.get(), examples.stream().limit(EXAMPLES).toList());
  }

  /** How many calls were answered 503. */
  long failed() {
    return failed.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    long at = System.nanoTime();
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
      if (failing > 0 && random.nextDouble() < failing) {
        failed.incrementAndGet();
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      remember(at, exchange, body);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, DONE.length);
      exchange.getResponseBody().write(DONE);
    }
  }

  private void remember(long at, HttpExchange exchange, byte[] body) {
    String path = Objects.requireNonNullElse(exchange.getRequestURI().getRawPath(), "");
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    Call call = body.length > MOST_BYTES ? null : recognition.of(at, key, path, body);
    if (call != null) {
      calls.add(call);
      count.incrementAndGet();
    } else if (unrecognised.incrementAndGet() <= EXAMPLES) {
      examples.add(shown(exchange.getRequestMethod() + " " + path));
    }
  }

  /** The raw path holds no control characters: the server takes none. */
  private static String shown(String call) {
    return call.length() <= LONGEST_EXAMPLE ? call : call.substring(0, LONGEST_EXAMPLE - 3) + "...";
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "recorder");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
