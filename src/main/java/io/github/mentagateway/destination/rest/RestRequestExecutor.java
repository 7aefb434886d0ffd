package io.github.mentagateway.destination.rest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.Http1StreamListener;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Sends one request on one connection. A head whose framing headers make no sense is an answer too, without a body. A connection that was
 * kept from an earlier call and ends before the first byte of an answer is marked in the context as stale.
 */
final class RestRequestExecutor extends HttpRequestExecutor {
  private static final String STALE = "menta.stale-connection";

  /** Whether the last call failed on a stale connection; removes the mark. */
  static boolean wasStale(HttpContext context) {
    return context.removeAttribute(STALE) != null;
  }

  @Override
  public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
      HttpResponseInformationCallback informed, HttpContext context) throws IOException, HttpException {
    EndpointDetails details = connection.getEndpointDetails();
    boolean kept = details != null && details.getRequestCount() > 0;
    long received = kept ? details.getReceivedBytesCount() : 0;
    AtomicReference<ClassicHttpResponse> head = new AtomicReference<>();
    try {
      return new HttpRequestExecutor(Http1Config.DEFAULT, null, new HeadListener(head)).execute(request, connection, informed, context);
    } catch (HttpException e) {
      // the connection is closed already
      if (head.get() == null || head.get().getCode() < 200) {
        throw e;
      }
      return head.get();
    } catch (InterruptedIOException timeout) {
      throw timeout;
    } catch (IOException e) {
      if (kept && details.getReceivedBytesCount() == received) {
        context.setAttribute(STALE, true);
      }
      throw e;
    }
  }

  private static final class HeadListener implements Http1StreamListener {
    private final AtomicReference<ClassicHttpResponse> head;

    HeadListener(AtomicReference<ClassicHttpResponse> head) {
      this.head = head;
    }

    @Override
    public void onRequestHead(HttpConnection connection, HttpRequest request) {
      // of no interest
    }

    @Override
    public void onResponseHead(HttpConnection connection, HttpResponse response) {
      head.set((ClassicHttpResponse) response);
    }

    @Override
    public void onExchangeComplete(HttpConnection connection, boolean keepAlive) {
      // of no interest
    }
  }
}
