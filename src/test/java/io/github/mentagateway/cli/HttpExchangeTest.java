package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.SelfSigned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges with sockets that answer, byte by byte, what a server or a proxy may answer. */
@Timeout(30)
class HttpExchangeTest {
  private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");
  @TempDir Path home;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void a_request_says_whom_it_means_and_how_long_it_is() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Future<String> head = answering(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      assertThat(HttpExchange.get(URI.create("http://you:secret@127.0.0.1:" + server.getLocalPort() + "/a%20b?c=%2F")).plain())
          .isEqualTo(new HttpExchange.Answer(200, "ok"));
      assertThat(head.get()).isEqualTo("GET /a%20b?c=%2F HTTP/1.1\r\nHost: 127.0.0.1:" + server.getLocalPort()
          + "\r\nConnection: close\r\n\r\n");
      head = answering(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      HttpExchange.post(plain(server), new byte[3]).header("X-A", "b").plain();
      assertThat(head.get()).contains("POST / HTTP/1.1\r\n", "\r\nContent-Length: 3\r\n", "\r\nX-A: b\r\n");
    }
  }

  @Test
  void an_answer_may_come_in_chunks_behind_an_interim_one_or_without_a_body() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      answering(server, "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\u00c3\u00a9\r\n0\r\n\r\n");
      assertThat(HttpExchange.get(plain(server)).plain()).isEqualTo(new HttpExchange.Answer(202, "\u00e9"));
      answering(server, "HTTP/1.1 204 No Content\r\n\r\n");
      assertThat(HttpExchange.get(plain(server)).plain()).isEqualTo(new HttpExchange.Answer(204, ""));
    }
  }

  @Test
  void no_answer_and_one_that_is_no_http_are_failures_and_nothing_is_sent_again() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      for (String answer : new String[] {"", "220 mail.example ESMTP\r\n\r\n", "HTTP/1.1 202 Accepted\r\nContent-Length: 9\r\n\r\nshort"}) {
        answering(server, answer);
        assertThatThrownBy(() -> HttpExchange.post(plain(server), new byte[3]).plain()).as(answer).isInstanceOf(IOException.class);
      }
      Future<String> next = answering(server, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      HttpExchange.get(plain(server)).plain();
      assertThat(next.get()).as("no second try of a POST stands before it").startsWith("GET ");
    }
  }

  @Test
  void an_answer_to_a_body_that_nobody_reads_to_its_end_is_seen() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (ServerSocket server = SelfSigned.in(home).serving().getServerSocketFactory().createServerSocket(0)) {
      threads.submit(() -> {
        try (Socket socket = server.accept()) {
          head(socket.getInputStream());
          socket.getOutputStream().write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig".getBytes(StandardCharsets.US_ASCII));
          seen.await();
        }
        return null;
      });
      URI url = URI.create("https://127.0.0.1:" + server.getLocalPort() + "/");
      assertThat(HttpExchange.post(url, new byte[16 << 20]).secure(SelfSigned.in(home).trusting(), Proxy.NO_PROXY))
          .isEqualTo(new HttpExchange.Answer(413, "big"));
    } finally {
      seen.countDown();
    }
  }

  @Test
  void a_proxy_is_asked_for_a_tunnel_to_a_host_that_it_alone_can_find() throws Exception {
    SelfSigned tls = SelfSigned.in(home);
    try (ServerSocket server = tls.serving().getServerSocketFactory().createServerSocket(0);
        ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Future<String> head = answering(server, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
      CompletableFuture<String> asked = new CompletableFuture<>();
      threads.submit(() -> {
        try (Socket from = proxy.accept(); Socket to = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
          asked.complete(head(from.getInputStream()));
          from.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          Future<Long> there = threads.submit(() -> from.getInputStream().transferTo(to.getOutputStream()));
          to.getInputStream().transferTo(from.getOutputStream());
          there.cancel(true);
        }
        return null;
      });
      PinnedTrustManager whateverItsName = new PinnedTrustManager(tls.certificate(), null);
      HttpExchange.post(URI.create("https://gateway.invalid/path"), new byte[0])
          .secure(whateverItsName.context(), new Proxy(Proxy.Type.HTTP, proxy.getLocalSocketAddress()));
      assertThat(asked.get()).startsWith("CONNECT gateway.invalid:443 HTTP/1.1\r\n");
      assertThat(head.get()).contains("\r\nHost: gateway.invalid\r\n");
    }
  }

  @Test
  void who_takes_the_connection_and_stands_still_is_told_from_who_takes_long() throws Exception {
    Duration soon = Duration.ofMillis(50);
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI alive = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/alive");
      assertThatThrownBy(() -> HttpExchange.get(plain(server)).whileAlive(alive, soon, soon).plain()).isInstanceOf(SocketTimeoutException.class)
          .hasMessageStartingWith("it takes connections and says nothing, not even at /alive. It is stopped (kill -CONT PID lets it go on)");
    }
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      CountDownLatch probed = new CountDownLatch(2);
      threads.submit(() -> {
        try (Socket slow = server.accept()) {
          while (probed.getCount() > 0) {
            answering(server, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n").get();
            probed.countDown();
          }
          head(slow.getInputStream());
          slow.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.ISO_8859_1));
        }
        return null;
      });
      URI alive = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/alive");
      assertThat(HttpExchange.get(plain(server)).within(Duration.ofMillis(30)).whileAlive(alive, soon, Duration.ofSeconds(20)).plain()).isEqualTo(new HttpExchange.Answer(200, "ok"));
      assertThat(probed.getCount()).isZero();
    }
  }

  /** The head of the request that comes next. */
  private Future<String> answering(ServerSocket server, String answer) {
    return threads.submit(() -> {
      try (Socket socket = server.accept()) {
        String head = head(socket.getInputStream());
        Matcher length = LENGTH.matcher(head);
        // what is left unread resets the connection, and the answer with it
        socket.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        return head;
      }
    });
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static URI plain(ServerSocket server) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }
}
