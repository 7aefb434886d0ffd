package io.github.mentagateway.bench;

import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Sends over connections that stay open, one request at a time on each, on one thread: it shares the processors with what it measures, so
 * it does as little as it can (OpenSSL where there is one, answers only looked at for their status and length).
 */
final class Sender implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final NetClient client;

  Sender() {
    NetClientOptions options = new NetClientOptions().setSsl(true).setTrustAll(true).setHostnameVerificationAlgorithm("")
        .setTcpNoDelay(true);
    if (OpenSsl.isAvailable()) {
      options.setSslEngineOptions(new OpenSSLEngineOptions());
    }
    client = vertx.createNetClient(options);
  }

  /**
   * As fast as the server answers, for that long.
   *
   * @throws IllegalStateException when an answer is no 202, or a connection breaks: nothing is measured of a server that fails
   */
  Sample flatOut(Server server, Load load, int connections, Duration time) {
    return send(server, load, connections, time, 0);
  }

  /** That many a second in all, spread evenly; latency counts from when a request was due, so that a server that stalls cannot hide it. */
  Sample paced(Server server, Load load, int connections, Duration time, double perSecond) {
    return send(server, load, connections, time, perSecond);
  }

  /** One notification on a connection of its own: whether it was answered 202. */
  boolean isTaken(Server server, Load load) {
    try {
      NetSocket socket = client.connect(server.port(), "127.0.0.1").toCompletionStage().toCompletableFuture().join();
      CompletableFuture<Integer> status = new CompletableFuture<>();
      AnswerReader reader = new AnswerReader();
      socket.handler(part -> {
        int complete = reader.add(part);
        if (complete != AnswerReader.INCOMPLETE) {
          status.complete(complete);
        }
      });
      socket.closeHandler(closed -> status.complete(AnswerReader.INCOMPLETE));
      socket.write(Buffer.buffer(load.to(server).next()));
      boolean taken = status.join() == 202;
      socket.close();
      return taken;
    } catch (CompletionException notListening) {
      return false;
    }
  }

  private Sample send(Server server, Load load, int connections, Duration time, double perSecond) {
    Load.Template template = load.to(server);
    List<NetSocket> sockets = connect(server, connections);
    long interval = perSecond == 0 ? 0 : (long) (1e9 * connections / perSecond);
    Duration spent = server.processorTime();
    long begin = System.nanoTime();
    List<Exchange> exchanges = new ArrayList<>();
    for (NetSocket socket : sockets) {
      long firstDue = begin + interval * exchanges.size() / connections;
      exchanges.add(new Exchange(vertx, socket, template, begin + time.toNanos(), firstDue, interval));
    }
    vertx.runOnContext(go -> exchanges.forEach(Exchange::begin));
    Histogram all = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    exchanges.forEach(exchange -> all.add(exchange.result()));
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
    Sample sample = new Sample(all, elapsed, server.processorTime().minus(spent));
    sockets.forEach(NetSocket::close);
    return sample;
  }

  private List<NetSocket> connect(Server server, int connections) {
    List<NetSocket> sockets = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      sockets.add(client.connect(server.port(), "127.0.0.1").toCompletionStage().toCompletableFuture().join());
    }
    return sockets;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** One connection's requests and answers. */
  private static final class Exchange {
    private final Vertx vertx;
    private final NetSocket socket;
    private final Load.Template template;
    private final long until;
    private final long interval;
    private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    private final CompletableFuture<Histogram> result = new CompletableFuture<>();
    private final AnswerReader reader = new AnswerReader();
    private long due;
    private long sentAt;

    Exchange(Vertx vertx, NetSocket socket, Load.Template template, long until, long firstDue, long interval) {
      this.vertx = vertx;
      this.socket = socket;
      this.template = template;
      this.until = until;
      this.due = firstDue;
      this.interval = interval;
    }

    void begin() {
      socket.handler(this::received);
      socket.closeHandler(closed -> result.completeExceptionally(new IllegalStateException("the server closed a connection")));
      next();
    }

    private void next() {
      long now = System.nanoTime();
      if (interval > 0 && due - now > 1_000_000) {
        vertx.setTimer((due - now) / 1_000_000, timer -> next());
        return;
      }
      if (now >= until) {
        socket.closeHandler(null);
        result.complete(latencies);
        return;
      }
      sentAt = interval > 0 ? Math.min(due, now) : now;
      due += interval;
      // a server that closed it before begin() told no handler
      socket.write(Buffer.buffer(template.next())).onFailure(result::completeExceptionally);
    }

    private void received(Buffer part) {
      int status = reader.add(part);
      if (status == AnswerReader.INCOMPLETE) {
        return;
      }
      if (status != 202) {
        result.completeExceptionally(new IllegalStateException("the server answered " + status + ": " + reader.last()));
        return;
      }
      latencies.recordValue(System.nanoTime() - sentAt);
      next();
    }

    Histogram result() {
      return result.join();
    }
  }
}
