package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.CapturedLog;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;

  private void serve(Predicate<String> counted) {
    server = vertx.createHttpServer().connectionHandler(new ConnectionLimit(2, counted)).requestHandler(request -> request.response().end("x"))
        .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Socket connect() throws IOException {
    return new Socket("127.0.0.1", server.actualPort());
  }

  /** Whether a request on the connection, which stays open, is answered. */
  private static boolean isAnswered(Socket connection) throws IOException {
    try {
      connection.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      int read;
      do {
        read = connection.getInputStream().read();
      } while (read != -1 && read != 'x');
      return read == 'x';
    } catch (SocketException reset) {
      return false;
    }
  }

  @Test
  void one_too_many_is_closed_and_there_is_room_again_when_another_ends() throws Exception {
    serve(remote -> true);
    try (CapturedLog log = CapturedLog.of(ConnectionLimit.class.getName()); Socket first = connect(); Socket second = connect()) {
      assertThat(isAnswered(first)).isTrue();
      assertThat(isAnswered(second)).isTrue();
      try (Socket third = connect(); Socket fourth = connect()) {
        assertThat(isAnswered(third)).isFalse();
        assertThat(isAnswered(fourth)).isFalse();
      }
      assertThat(isAnswered(first)).as("what was open").isTrue();
      assertThat(log.lines()).as("one line a minute").singleElement().asString()
          .startsWith("WARN event=management_connections count=1 addresses=1 remote=127.0.0.1 reason=");

      second.close();
      assertThat(becomesRoom()).isTrue();
    }
  }

  private boolean becomesRoom() throws IOException {
    for (int tries = 0; tries < 1000; tries++) {
      try (Socket next = connect()) {
        if (isAnswered(next)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void connections_of_this_machine_are_not_counted() throws Exception {
    server = vertx.createHttpServer().connectionHandler(new ConnectionLimit()).requestHandler(request -> request.response().end("x"))
        .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    Socket[] many = new Socket[110];
    try {
      for (int i = 0; i < many.length; i++) {
        many[i] = connect();
        assertThat(isAnswered(many[i])).isTrue();
      }
    } finally {
      for (Socket one : many) {
        if (one != null) {
          one.close();
        }
      }
    }
  }
}
