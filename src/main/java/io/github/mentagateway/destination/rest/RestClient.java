package io.github.mentagateway.destination.rest;

import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.UnsuccessfulAnswerException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;

/**
 * The bean of the kamelets {@code rest-call} and {@code soap-call} that configures their HTTP client: how long to wait, and how much of an answer to read. It keeps
 * the first bytes, which a dead letter shows. It reads a short rest, so that the connection can be used again, and closes the connection
 * before a long one, because an answer without end must not hold a delivery. The timeout counts until all is read. A body that breaks off
 * or is slow does not change what its head has said, and the part that came is kept.
 */
public final class RestClient implements HttpClientConfigurer, ExecChainHandler, CamelContextAware {
  private static final int KEPT_BYTES = 200;
  /** UTF-32 has four bytes for a character, and UTF-8 at least one. */
  private static final int FIRST_BYTES = 4 * KEPT_BYTES;
  private static final int READ_BYTES = 64 * 1024;
  private static final int WHOLE_BYTES = 1024 * 1024;
  /** For what is no text, so that its bytes stay as they are. */
  static final ContentType BYTES = ContentType.APPLICATION_OCTET_STREAM;
  /** As much as a mail has by default. */
  private static final int FILE_BYTES = 10 * 1024 * 1024;
  /** XML may say its charset itself (XML 1.0, 4.3.3). */
  private static final Pattern DECLARED_CHARSET = Pattern.compile("^<\\?xml\\s[^>]*?\\bencoding\\s*=\\s*[\"']([A-Za-z][\\w.-]*)");
  private static final ContentType TEXT = ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8);

  private static final Pattern TEXT_TYPE = Pattern.compile("\\s*(?:text/|[^;]*\\b(?:json|xml)\\b)", Pattern.CASE_INSENSITIVE);

  private CamelContext context;
  private Timeout responseTimeout = Timeout.ofSeconds(10);
  private boolean whole;
  private boolean many;
  private boolean bytes;
  private String apiName = "";
  private RestApi api;
  private ExecChainHandler authentication;

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

  /** Expressions on the answer, what is made of it, or {@code soap}; with any of them, the whole body is read. */
  public void setWhole(String parameters) {
    whole = !parameters.isBlank() && !parameters.equals("none");
  }

  /** Whether an answer is for several deliveries: one that is too long is no reason to give them all up. */
  public void setMany(boolean forSeveral) {
    many = forSeveral;
  }

  /** With {@code bytes} the whole body of a 2xx is kept as it came. */
  public void setAnswer(String what) {
    bytes = what.equals("bytes");
  }

  /** The NAME of {@code gateway.rest.NAME}; empty for none. */
  public void setApi(String name) {
    apiName = name;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    api = RestApis.of(context).api(apiName);
    api.configure(builder, context);
    authentication = api.authentication();
    // no answer is decompressed: its meaning stands in its head
    builder.setUserAgent("menta-gateway").setRequestExecutor(new RestRequestExecutor()).addExecInterceptorFirst("rest-client", this)
        .addExecInterceptorBefore(ChainElement.PROTOCOL.name(), "stale-connection-retry", new StaleConnectionRetry())
        .disableContentCompression().setDefaultHeaders(List.of(new BasicHeader(HttpHeaders.ACCEPT_ENCODING, "identity")));
  }

  @Override
  public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    scope.clientContext.setRequestConfig(
        RequestConfig.copy(scope.clientContext.getRequestConfig()).setResponseTimeout(responseTimeout).build());
    // the client's own timeout is for one read, and an interrupt does not end a read: this timeout closes the connection
    Cancellable call = (Cancellable) scope.originalRequest;
    AtomicBoolean late = new AtomicBoolean();
    Future<?> alarm = RestTimer.of(context).after(responseTimeout.toMilliseconds(), () -> {
      late.set(true);
      call.cancel();
    });
    try {
      ClassicHttpResponse answer = authentication.execute(request, scope, chain);
      api.demandOfServer(answer, scope);
      return whole ? readWhole(answer, scope.execRuntime) : read(answer, scope.execRuntime);
    } catch (IOException e) {
      throw late.get() ? tooLate(e) : RestApi.explain(e, scope.clientContext);
    } catch (HttpException | RuntimeException e) {
      if (late.get()) {
        throw tooLate(e);
      }
      throw e;
    } finally {
      alarm.cancel(false);
    }
  }

  private IOException tooLate(Exception e) {
    return (IOException) new SocketTimeoutException(
        "the answer took longer than responseTimeout, which is " + responseTimeout.toMilliseconds() + "ms").initCause(e);
  }

  /**
   * The head alone decides about the call. Nothing else of a 2xx is used. The first bytes of any other answer are kept as UTF-8, whatever
   * they were, so that no header of the answer changes how they are read.
   */
  private static ClassicHttpResponse read(ClassicHttpResponse response, ExecRuntime connection) {
    byte[] body = body(response.getEntity(), connection);
    if (response.getCode() / 100 == 2) {
      response.setEntity(null);
      response.setHeaders();
    } else {
      response.setEntity(new ByteArrayEntity(start(text(response, body)), TEXT));
      response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
      response.setHeader(HttpHeaders.CONTENT_TYPE, TEXT);
    }
    return response;
  }

  /** A body that breaks off says nothing certain. One that is too long is read no further: what an error says stands at its beginning. */
  private ClassicHttpResponse readWhole(ClassicHttpResponse response, ExecRuntime connection) throws IOException {
    byte[] body = new byte[0];
    boolean isFile = bytes && response.getCode() / 100 == 2;
    int most = isFile ? FILE_BYTES : WHOLE_BYTES;
    try {
      body = response.getEntity() == null ? body : response.getEntity().getContent().readNBytes(most + 1);
    } finally {
      connection.discardEndpoint();
    }
    if (body.length > most && response.getCode() / 100 == 2) {
      String problem = "the API answered " + response.getCode() + " with more than " + most / 1024 / 1024 + " MB, which is more than "
          + (isFile ? "'answer: bytes' takes" : many ? "'success', 'failure' and 'answers' take: lower 'most'" : "'success', 'failure' and 'answer' take");
      throw many ? new UnsuccessfulAnswerException(response.getCode(), null, problem) : new PermanentFailureException(problem);
    }
    if (isFile) {
      response.setEntity(new ByteArrayEntity(body, BYTES));
      return response;
    }
    boolean isText = isCompressed(response) || isText(response, body);
    ContentType type = isText ? TEXT : BYTES;
    response.setEntity(new ByteArrayEntity(isText ? text(response, body).getBytes(StandardCharsets.UTF_8) : body, type));
    response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
    response.setHeader(HttpHeaders.CONTENT_TYPE, type);
    return response;
  }

  /** By its type, or else by its bytes: a file that was read as a text would be another one. */
  private static boolean isText(ClassicHttpResponse response, byte[] body) {
    Header type = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && TEXT_TYPE.matcher(type.getValue()).lookingAt()) {
      return true;
    }
    try {
      charset(response, body).newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException noText) {
      return false;
    }
  }

  private static boolean isCompressed(ClassicHttpResponse response) {
    Header encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding != null && !encoding.getValue().equalsIgnoreCase("identity");
  }

  /** The first bytes of the body, enough for the kept text in any charset. */
  private static byte[] body(HttpEntity entity, ExecRuntime connection) {
    byte[] body = new byte[entity == null ? 0 : FIRST_BYTES];
    int length = 0;
    int read = 0;
    try {
      while (read >= 0 && length < body.length) {
        read = entity.getContent().read(body, length, body.length - length);
        length += Math.max(0, read);
      }
      if (read > 0) {
        entity.getContent().readNBytes(READ_BYTES - FIRST_BYTES);
      }
    } catch (IOException | RuntimeException brokenOff) {
      // the part that came is kept
    } finally {
      // a body that was read to its end has given its connection back; closing any other body would read it to its end
      connection.discardEndpoint();
    }
    return Arrays.copyOf(body, length);
  }

  /** The text of the body; empty when it is compressed, which was not asked for. */
  private static String text(ClassicHttpResponse response, byte[] body) {
    return isCompressed(response) ? "" : new String(body, charset(response, body));
  }

  private static Charset charset(ClassicHttpResponse response, byte[] body) {
    Header type = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
    try {
      Charset told = ContentType.getCharset(type == null ? null : ContentType.parseLenient(type.getValue()), null);
      if (told != null) {
        return told;
      }
      Matcher declared = DECLARED_CHARSET.matcher(new String(body, 0, Math.min(body.length, KEPT_BYTES), StandardCharsets.ISO_8859_1));
      return declared.find() ? Charset.forName(declared.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalArgumentException unreadable) {
      return StandardCharsets.UTF_8;
    }
  }

  /** The part of a text that is kept. */
  static String beginning(String text) {
    return new String(start(text), StandardCharsets.UTF_8);
  }

  /** The beginning of the text, which is not cut inside a character. */
  private static byte[] start(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int end = Math.min(bytes.length, KEPT_BYTES);
    while (end < bytes.length && end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }
}
