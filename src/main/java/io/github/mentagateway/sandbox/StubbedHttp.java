package io.github.mentagateway.sandbox;

import io.github.mentagateway.destination.Escaping;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** Camel's HTTP component, whose client makes each request in full and hands it to {@link Systems}, where it would connect. */
@Component("http,https")
final class StubbedHttp extends HttpComponent {
  /** The client's own, which say nothing of the route. */
  private static final Set<String> OF_THE_CLIENT = Set.of("host", "connection", "content-length", "transfer-encoding", "user-agent",
      "accept-encoding");

  private final Systems systems;

  StubbedHttp(Systems systems) {
    this.systems = systems;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
    HttpEndpoint endpoint = (HttpEndpoint) super.createEndpoint(uri, remaining, parameters);
    ExecChainHandler stub = this::answer;
    endpoint.setHttpClientConfigurer(CompositeHttpConfigurer.combineConfigurers(endpoint.getHttpClientConfigurer(),
        client -> client.addExecInterceptorAfter(ChainElement.PROTOCOL.name(), "sandbox", stub)));
    return endpoint;
  }

  private ClassicHttpResponse answer(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("method", request.getMethod());
    fields.put("url", scope.route.getTargetHost().getSchemeName() + "://" + request.getAuthority() + request.getPath());
    Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : request.getHeaders()) {
      if (!OF_THE_CLIENT.contains(header.getName().toLowerCase(Locale.ROOT))) {
        headers.merge(header.getName(), header.getValue(), (one, other) -> one + ", " + other);
      }
    }
    // the client adds it when it sends; that of JSON goes without saying
    String type = request.getEntity() == null ? null : request.getEntity().getContentType();
    if (type != null && !Escaping.isJson(type)) {
      headers.putIfAbsent("Content-Type", type);
    }
    fields.put("headers", headers);
    if (request.getEntity() != null) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      request.getEntity().writeTo(body);
      fields.put("body", Body.read(body.toByteArray()));
    }
    return answer(systems.called(fields, answer -> answer instanceof Answer.Status || answer instanceof Answer.Failure),
        String.valueOf(request.getAuthority()));
  }

  private static ClassicHttpResponse answer(Answer answer, String host) throws IOException {
    if (answer == Answer.Failure.REFUSED) {
      throw new HttpHostConnectException("Connect to " + host + " failed: Connection refused");
    } else if (answer == Answer.Failure.TIMEOUT) {
      throw new SocketTimeoutException("Read timed out");
    }
    Answer.Status status = answer == null ? new Answer.Status(200, Map.of(), "") : (Answer.Status) answer;
    ClassicHttpResponse response = new BasicClassicHttpResponse(status.code());
    status.headers().forEach(response::addHeader);
    // a stream, as from a connection: an entity that begins anew at each look is another thing to a reader
    response.setEntity(new InputStreamEntity(new ByteArrayInputStream(status.body().getBytes(StandardCharsets.UTF_8)),
        ContentType.APPLICATION_JSON.withCharset(StandardCharsets.UTF_8)));
    return response;
  }
}
