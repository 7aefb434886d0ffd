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
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final URI url;
  private final ClassicHttpRequest request;

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

  Answer plain() throws IOException {
    try (Socket socket = connect(Proxy.NO_PROXY, port(HTTP_PORT))) {
      return inTime(socket, () -> exchange(socket));
    }
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
      });
    }
  }

  private interface Conversation {
    Answer hold() throws IOException;
  }

  /** Closes the socket when the time is over: the socket's own timeout is for one read, and writes have none. */
  private static Answer inTime(Socket socket, Conversation conversation) throws IOException {
    Timer timer = new Timer(true);
    boolean[] over = {false};
    timer.schedule(new TimerTask() {
      @Override
      public void run() {
        synchronized (over) {
          over[0] = true;
        }
        try {
          socket.close();
        } catch (IOException closedAlready) {
          // the socket is closed
        }
      }
    }, LONGEST_SILENCE.toMillis());
    try {
      return conversation.hold();
    } catch (IOException e) {
      synchronized (over) {
        if (over[0]) {
          throw (IOException) new SocketTimeoutException("no answer in " + LONGEST_SILENCE.toSeconds() + " s").initCause(e);
        }
      }
      throw e;
    } finally {
      timer.cancel();
    }
  }

  private Socket connect(Proxy proxy, int port) throws IOException {
    Socket socket = new Socket(proxy);
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) LONGEST_SILENCE.toMillis());
      socket.connect(proxy.type() == Proxy.Type.DIRECT ? new InetSocketAddress(host(), port)
          : InetSocketAddress.createUnresolved(host(), port), (int) LONGEST_CONNECT.toMillis());
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
