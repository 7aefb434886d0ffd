package io.github.mentagateway.destination;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * The bean of the kamelet {@code rest-call} that its HTTP client asks: how long to wait, and how much of an answer to read. It
 * keeps the first bytes, which is what a dead letter shows; reads a short rest, so that the connection can be used again; cuts
 * a long one, since an answer without end must not hold a delivery. Nor must a slow one: the time counts until all is read.
 */
public final class RestClient implements HttpClientConfigurer, ExecChainHandler, CamelContextAware {
  private static final int KEPT_BYTES = 200;
  private static final int READ_BYTES = 64 * 1024;

  private CamelContext context;
  private Timeout responseTimeout = Timeout.ofSeconds(10);

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }

  public void setResponseTimeout(Duration wait) {
    if (wait.toMillis() < 1) {
      throw new IllegalArgumentException("responseTimeout is '" + wait + "': it must be above 0, such as 500ms or 10s");
    }
    responseTimeout = Timeout.of(wait);
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    builder.addExecInterceptorFirst("rest-client", this).setUserAgent("menta-gateway");
  }

  @Override
  public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    scope.clientContext.setRequestConfig(
        RequestConfig.copy(scope.clientContext.getRequestConfig()).setResponseTimeout(responseTimeout).build());
    // the client's own timeout is for one read, and ending the thread's attempt does not end a read: this closes the connection
    Cancellable call = (Cancellable) scope.originalRequest;
    AtomicBoolean late = new AtomicBoolean();
    Future<?> alarm = Destinations.of(context).timer().schedule(() -> {
      late.set(true);
      call.cancel();
    }, responseTimeout.toMilliseconds(), TimeUnit.MILLISECONDS);
    try {
      return read(chain.proceed(request, scope));
    } catch (IOException | HttpException | RuntimeException e) {
      if (late.get()) {
        throw (IOException) new SocketTimeoutException(
            "the answer took longer than responseTimeout, which is " + responseTimeout.toMilliseconds() + "ms").initCause(e);
      }
      throw e;
    } finally {
      alarm.cancel(false);
    }
  }

  private static ClassicHttpResponse read(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      InputStream content = entity.getContent();
      byte[] read = content.readNBytes(READ_BYTES);
      if (read.length == READ_BYTES) {
        response.close();
      } else {
        // its end alone does not give the connection back: a decompressing stream stops before the one below it has ended
        content.close();
      }
      response.setEntity(new ByteArrayEntity(start(read), ContentType.parseLenient(entity.getContentType())));
    }
    return response;
  }

  /** Not cut inside a character. */
  private static byte[] start(byte[] read) {
    int end = Math.min(read.length, KEPT_BYTES);
    while (end < read.length && end > 0 && (read[end] & 0xC0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(read, end);
  }
}
