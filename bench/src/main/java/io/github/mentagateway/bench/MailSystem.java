package io.github.mentagateway.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.concurrent.atomic.AtomicLong;

/** A mail server that takes each mail at once, and knows when the first and the last one came. */
final class MailSystem implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final NetServer server;
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong mails = new AtomicLong();
  private volatile long first;
  private volatile long last;

  MailSystem() {
    server = vertx.createNetServer().connectHandler(this::serve).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  private void serve(NetSocket socket) {
    connections.incrementAndGet();
    boolean[] inMail = new boolean[1];
    socket.handler(RecordParser.newDelimited("\r\n", line -> {
      if (inMail[0]) {
        if (line.length() == 1 && line.getByte(0) == '.') {
          inMail[0] = false;
          taken();
          socket.write("250 taken\r\n");
        }
      } else if (line.toString().startsWith("DATA")) {
        inMail[0] = true;
        socket.write("354 go on\r\n");
      } else if (line.toString().startsWith("QUIT")) {
        socket.end();
      } else {
        socket.write("250 ok\r\n");
      }
    }));
    socket.write("220 ready\r\n");
  }

  private void taken() {
    last = System.nanoTime();
    if (mails.incrementAndGet() == 1) {
      first = last;
    }
  }

  /** From now on. */
  void forget() {
    mails.set(0);
    connections.set(0);
  }

  int port() {
    return server.actualPort();
  }

  long mails() {
    return mails.get();
  }

  long connections() {
    return connections.get();
  }

  double mailsPerSecond() {
    return (mails() - 1) / ((last - first) / 1e9);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
