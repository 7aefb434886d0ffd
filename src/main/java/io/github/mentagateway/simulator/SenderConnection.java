package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Attempt.Answer;
import io.github.mentagateway.simulator.Attempt.Cause;
import io.github.mentagateway.simulator.Attempt.Receipt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * One connection of menta's to the endpoint: it is kept while exchanges succeed, and broken on purpose. One thread uses it; any thread may
 * cut it.
 */
final class SenderConnection implements AutoCloseable {
  /** The receiver has begun to read when the reset comes. */
  private static final Duration BEFORE_RESET = Duration.ofMillis(20);
  /** The server may have closed a connection that was idle for longer. */
  private static final long IDLE = 1_000_000_000L;

  private final Endpoint endpoint;
  private final Timeout timeout;
  private DefaultBHttpClientConnection connection;
  private long lastUsed;
  private boolean busy;
  private Cause cut;
  private long deadline;

  /** @param timeout applies to connecting, and again to an answer */
  SenderConnection(Endpoint endpoint, Duration timeout) {
    this.endpoint = endpoint;
    this.timeout = Timeout.of(timeout);
  }

  /** @param length how long a {@link Fault#SLOW_BODY} takes, or how long after the request a {@link Fault#CUT} comes */
  ExchangeResult exchange(byte[] bytes, Fault fault, Duration length) {
    begin();
    RequestBody body = switch (fault) {
      case RESET -> RequestBody.truncated(bytes, BEFORE_RESET);
      case SLOW_BODY -> RequestBody.slow(bytes, length);
      default -> RequestBody.atOnce(bytes);
    };
    boolean connected = false;
    ExchangeResult exchange;
    try {
      connect();
      connected = true;
      ClassicHttpRequest request = request(body, bytes.length);
      send(request);
      if (fault == Fault.CUT) {
        RequestBody.pause(length);
        reset();
        exchange = ExchangeResult.broken(Receipt.POSSIBLE, fault);
      } else {
        exchange = ExchangeResult.answered(answer(request, fault), fault);
      }
    } catch (RequestBody.BrokenOffException e) {
      reset();
      exchange = ExchangeResult.broken(Receipt.NONE, fault);
    } catch (IOException | HttpException | RuntimeException e) {
      exchange = failed(e, connected, body.hasLeft() ? Receipt.POSSIBLE : Receipt.NONE);
      reset();
    }
    end();
    return exchange;
  }

  private synchronized ExchangeResult failed(Exception e, boolean connected, Receipt receipt) {
    Cause cause = cut != null ? cut
        : !connected ? Cause.UNREACHABLE
        : e instanceof SocketTimeoutException ? Cause.TIMEOUT
        : Cause.BROKEN;
    return ExchangeResult.failed(receipt, cause, cut == Cause.OUTAGE ? null : reason(e));
  }

  private static String reason(Exception e) {
    String what = e instanceof UnknownHostException ? "the host is unknown" : e.getMessage();
    return what == null ? e.getClass().getSimpleName() : what;
  }

  private void connect() throws IOException {
    if (connection != null && connection.isOpen() && !isStale()) {
      return;
    }
    // the plain socket below TLS is kept: closing it directly sends a reset
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), timeout.toMillisecondsIntBound());
      plain.setSoTimeout(timeout.toMillisecondsIntBound());
      SSLSocket secure = (SSLSocket) endpoint.tls().getSocketFactory().createSocket(plain, endpoint.host(), endpoint.port(), true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      DefaultBHttpClientConnection fresh = new DefaultBHttpClientConnection(null);
      fresh.bind(secure, plain);
      use(fresh);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private boolean isStale() {
    boolean stale;
    try {
      stale = System.nanoTime() - lastUsed > IDLE && connection.isStale();
    } catch (IOException e) {
      stale = true;
    }
    if (stale) {
      reset();
    }
    return stale;
  }

  private synchronized void use(DefaultBHttpClientConnection fresh) throws IOException {
    connection = fresh;
    if (cut != null) {
      throw new IOException("cut while it was being made");
    }
  }

  private ClassicHttpRequest request(RequestBody body, int length) {
    ClassicHttpRequest request = new BasicClassicHttpRequest("POST", endpoint.target());
    request.setHeader(HttpHeaders.HOST, endpoint.url().getAuthority());
    request.setHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    request.setHeader(HttpHeaders.CONTENT_LENGTH, length);
    endpoint.headers().forEach(request::setHeader);
    request.setEntity(body);
    return request;
  }

  private void send(ClassicHttpRequest request) throws IOException, HttpException {
    connection.sendRequestHeader(request);
    connection.sendRequestEntity(request);
    connection.flush();
  }

  private Answer answer(ClassicHttpRequest request, Fault fault) throws IOException, HttpException {
    await();
    ClassicHttpResponse response = connection.receiveResponseHeader();
    while (response.getCode() < HttpStatus.SC_SUCCESS) {
      response = connection.receiveResponseHeader();
    }
    if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
      connection.receiveResponseEntity(response);
    }
    Answer answer = ResponseReader.read(response);
    if (fault.losesAnswer()) {
      reset();
    } else if (!DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, HttpCoreContext.create())) {
      connection.close(CloseMode.GRACEFUL);
    }
    return answer;
  }

  private synchronized void begin() {
    busy = true;
    cut = null;
    deadline = Long.MAX_VALUE;
  }

  /** The deadline of the whole answer: the socket's own timeout begins anew with each byte. */
  private synchronized void await() {
    deadline = System.nanoTime() + timeout.toNanoseconds();
  }

  private synchronized void end() {
    busy = false;
    lastUsed = System.nanoTime();
  }

  /** Closes the connection with a reset. */
  private synchronized void reset() {
    if (connection != null) {
      connection.close(CloseMode.IMMEDIATE);
    }
  }

  /** Resets the connection from any thread; an exchange under way fails with this cause. */
  synchronized void cut(Cause cause) {
    if (busy && cut == null) {
      cut = cause;
    }
    reset();
  }

  /** Gives up an answer that trickles in for longer than menta waits. */
  synchronized void cutWhenOverdue(long now) {
    if (busy && now > deadline) {
      cut(Cause.TIMEOUT);
    }
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close(CloseMode.GRACEFUL);
    }
  }
}
