package io.github.mentagateway.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** A REST API that answers at once, and knows how long ago the notification was sent that a call is about. */
final class LegacySystem implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpServer server;
  private final Load load;
  private volatile Histogram lags = fresh();

  LegacySystem(Load load) {
    this.load = load;
    server = vertx.createHttpServer().requestHandler(request -> request.body().onSuccess(body -> {
      lags.recordValue(System.nanoTime() - this.load.sentAt(request.path()));
      request.response().end();
    })).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  private static Histogram fresh() {
    return new ConcurrentHistogram(TimeUnit.HOURS.toNanos(1), 3);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/call";
  }

  /** From now on. */
  void forget() {
    lags = fresh();
  }

  /** From the sender's request to the call, in nanoseconds. */
  Histogram lags() {
    return lags;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
