package io.github.mentagateway.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;

/**
 * One request and its answer, on a connection of its own and the caller's thread. The JDK's HttpClient loads 500 classes more and has
 * threads of its own, which take a third of such a command's time.
 */
final class HttpExchange {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
  /** With {@link #LONGEST_PROBE} together it is the time after which a peer that stands still is told. */
  private static final Duration PROBE_AFTER = Duration.ofSeconds(2);
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(3);
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final URI url;
  private final ClassicHttpRequest request;
  private Duration longest = LONGEST_SILENCE;
  private URI liveness;
  private Duration probeAfter;
  private Duration longestProbe;

  record Answer(int status, String body) {}

  private HttpExchange(String method, URI url) {
    this.url = url;
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    request = new BasicClassicHttpRequest(method, url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
    request.setHeader(HttpHeaders.HOST, url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
    request.setHeader(HttpHeaders.CONNECTION, "close");
  }

  static HttpExchange get(URI url) {
    return new HttpExchange("GET", url);
  }

  static HttpExchange post(URI url, byte[] body) {
    HttpExchange exchange = new HttpExchange("POST", url);
    exchange.request.setHeader(HttpHeaders.CONTENT_LENGTH, body.length);
    // the body is sent in parts, between which an early answer is noticed
    exchange.request.setEntity(new InputStreamEntity(new ByteArrayInputStream(body), body.length, null));
    return exchange;
  }

  HttpExchange header(String name, String value) {
    request.addHeader(name, value);
    return this;
  }

  /** How long all of it may take, unless it is asked {@link #whileAlive} beside it. */
  HttpExchange within(Duration most) {
    longest = most;
    return this;
  }

  /**
   * The answer may take its time for as long as the same host answers this address, which is asked beside it; when it does not, the exchange
   * ends after five seconds.
   */
  HttpExchange whileAlive(URI url) {
    return whileAlive(url, PROBE_AFTER, LONGEST_PROBE);
  }

  /** @param after it is asked after that time, and again after each such time; {@code most}: so long it may take to answer */
  HttpExchange whileAlive(URI url, Duration after, Duration most) {
    liveness = url;
    probeAfter = after;
    longestProbe = most;
    return this;
  }

  Answer plain() throws IOException {
    try (Socket socket = connect(Proxy.NO_PROXY, port(HTTP_PORT))) {
      return inTime(socket, () -> exchange(socket), () -> probe().plain());
    }
  }

  private HttpExchange probe() {
    return get(liveness).within(longestProbe);
  }

  /** Exchanges over TLS. The host's name is checked unless {@code tls} trusts any name. */
  Answer secure(SSLContext tls, Proxy proxy) throws IOException {
    int port = port(HTTPS_PORT);
    // only the plain socket is closed: an orderly end of TLS waits for the peer, which may read no further
    try (Socket plain = connect(proxy, port)) {
      return inTime(plain, () -> {
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, host(), port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return exchange(secure);
      }, () -> probe().secure(tls, proxy));
    }
  }

  private interface Conversation {
    Answer hold() throws IOException;
  }

  /** Closes the socket when the time is over: the socket's own timeout is for one read, and writes have none. */
  private Answer inTime(Socket socket, Conversation conversation, Conversation probe) throws IOException {
    Timer timer = new Timer(true);
    AtomicReference<String> over = new AtomicReference<>();
    if (liveness == null) {
      timer.schedule(task(() -> end(socket, over, "no answer in " + longest.toSeconds() + " s")), longest.toMillis());
    } else {
      timer.schedule(task(() -> {
        try {
          probe.hold();
        } catch (IOException | RuntimeException silent) {
          end(socket, over, "it takes connections and says nothing, not even at " + liveness.getPath() + ". It is stopped (kill -CONT PID lets it go on),"
              + " or has no processor or memory left; jstack PID shows what it does");
        }
      }), probeAfter.toMillis(), probeAfter.toMillis());
    }
    try {
      return conversation.hold();
    } catch (IOException e) {
      if (over.get() != null) {
        throw (IOException) new SocketTimeoutException(over.get()).initCause(e);
      }
      throw e;
    } finally {
      timer.cancel();
    }
  }

  private static TimerTask task(Runnable what) {
    return new TimerTask() {
      @Override
      public void run() {
        what.run();
      }
    };
  }

  private static void end(Socket socket, AtomicReference<String> over, String why) {
    over.compareAndSet(null, why);
    try {
      socket.close();
    } catch (IOException closedAlready) {
      // the socket is closed
    }
  }

  private Socket connect(Proxy proxy, int port) throws IOException {
    Socket socket = new Socket(proxy);
    try {
      socket.setTcpNoDelay(true);
      // with a probe beside it, the answer may take longer than any read
      socket.setSoTimeout(liveness == null ? (int) longest.toMillis() : 0);
      socket.connect(proxy.type() == Proxy.Type.DIRECT ? new InetSocketAddress(host(), port)
          : InetSocketAddress.createUnresolved(host(), port), (int) (longest.compareTo(LONGEST_CONNECT) < 0 ? longest : LONGEST_CONNECT).toMillis());
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private int port(int usual) {
    return url.getPort() < 0 ? usual : url.getPort();
  }

  /** The host; an IPv6 address has no brackets. */
  private String host() {
    return url.getHost().replaceAll("[\\[\\]]", "");
  }

  private Answer exchange(Socket socket) throws IOException {
    // a receiver that refuses a large body answers before it has all of it, and may read no further
    DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(
        null, null, null, null, null, MonitoringResponseOutOfOrderStrategy.INSTANCE, null, null);
    try {
      connection.bind(socket);
      connection.sendRequestHeader(request);
      connection.sendRequestEntity(request);
      connection.flush();
      ClassicHttpResponse response = connection.receiveResponseHeader();
      while (response.getCode() < HttpStatus.SC_SUCCESS) {
        response = connection.receiveResponseHeader();
      }
      if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
        connection.receiveResponseEntity(response);
      }
      return new Answer(response.getCode(), text(response.getEntity()));
    } catch (HttpException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String text(HttpEntity entity) throws IOException {
    if (entity == null) {
      return "";
    }
    try (InputStream in = entity.getContent()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
