package io.github.mentagateway.destination.rest;

import io.github.mentagateway.destination.oauth.AccessTokens;
import io.github.mentagateway.destination.oauth.TokenServer;
import io.github.mentagateway.settings.ClientCredentials;
import io.github.mentagateway.settings.RestSettings;
import io.github.mentagateway.settings.RestSettings.Proxy;
import io.github.mentagateway.settings.Secrets;
import io.github.mentagateway.tls.ClientTls;
import io.github.mentagateway.tls.Handshake;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/** How the calls of one API connect, and what they are authenticated with. */
final class RestApi implements AutoCloseable {
  private static final String HANDSHAKE = "menta.handshake";

  private final RestSettings.Api settings;
  private final boolean shared;
  private final Secrets secrets;
  private final RestTimer timer;
  private final ClientTls tls;
  private ExecChainHandler authentication;
  private PoolingHttpClientConnectionManager connections;

  /**
   * @param shared whether all calls have one pool of connections; else each step has its own
   * @param secrets null when the routes are only tried out
   */
  RestApi(RestSettings.Api settings, boolean shared, Secrets secrets, RestTimer timer) {
    this.settings = settings;
    this.shared = shared;
    this.secrets = secrets;
    this.timer = timer;
    this.tls = new ClientTls(settings.setting(), settings.trust(), settings.certificate(), settings.key());
  }

  void check(List<String> problems) {
    try {
      tls.load();
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
  }

  /** What sends a call's request with its credentials; all clients of the API share it. */
  synchronized ExecChainHandler authentication() {
    if (authentication == null) {
      authentication = settings.credentials().orElse(null) instanceof ClientCredentials client && secrets != null
          ? new BearerAuthentication(AccessTokens.of(client, secrets, tokenServer())) : Authentication.of(settings, secrets);
    }
    return authentication;
  }

  /** The way to servers that give tokens, which is the API's own. */
  TokenServer tokenServer() {
    return new RestTokenServer(this, timer);
  }

  /** Gives a client its connections. */
  void configure(HttpClientBuilder client, CamelContext context) {
    if (secrets == null) {
      return;
    }
    client.setConnectionManager(connections(context.getComponent("http", HttpComponent.class))).setConnectionManagerShared(shared);
    leadThroughProxy(client);
  }

  void leadThroughProxy(HttpClientBuilder client) {
    settings.proxy().ifPresent(proxy -> configure(client, proxy));
  }

  private synchronized PoolingHttpClientConnectionManager connections(HttpComponent limits) {
    if (!shared) {
      return connect(limits);
    }
    if (connections == null) {
      connections = connect(limits);
    }
    return connections;
  }

  private PoolingHttpClientConnectionManager connect(HttpComponent limits) {
    return connect().setMaxConnTotal(limits.getMaxTotalConnections()).setMaxConnPerRoute(limits.getConnectionsPerRoute()).build();
  }

  /** Connections with the API's certificates. */
  PoolingHttpClientConnectionManagerBuilder connect() {
    return PoolingHttpClientConnectionManagerBuilder.create().setTlsSocketStrategy(this::upgrade);
  }

  private void configure(HttpClientBuilder client, Proxy proxy) {
    HttpHost host = new HttpHost(proxy.host(), proxy.port());
    Pattern direct = Pattern.compile(proxy.except().stream().map(RestApi::pattern).collect(Collectors.joining("|")),
        Pattern.CASE_INSENSITIVE);
    client.setRoutePlanner(new DefaultProxyRoutePlanner(host) {
      @Override
      protected HttpHost determineProxy(HttpHost target, HttpContext call) throws HttpException {
        return direct.matcher(target.getHostName()).matches() ? null : super.determineProxy(target, call);
      }
    });
    if (!proxy.user().isEmpty()) {
      client.setDefaultCredentialsProvider((asking, call) -> {
        boolean isProxy = proxy.host().equalsIgnoreCase(asking.getHost()) && proxy.port() == asking.getPort();
        return isProxy ? new UsernamePasswordCredentials(proxy.user(), secrets.resolve(proxy.password()).toCharArray()) : null;
      });
    }
  }

  private static String pattern(String host) {
    return Stream.of(host.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
  }

  private SSLSocket upgrade(Socket socket, String host, int port, Object attachment, HttpContext call) throws IOException {
    Handshake handshake = new Handshake(tls, host + ":" + port);
    SSLSocket made = null;
    try {
      made = new DefaultClientTlsStrategy(tls.context(), HostnameVerificationPolicy.BUILTIN, null)
          .upgrade(socket, host, port, attachment, call);
      return made;
    } catch (IllegalArgumentException unusable) {
      // files that were never read whole: no call can be made
      throw new SSLException(unusable.getMessage(), unusable);
    } finally {
      handshake.done(made);
      call.setAttribute(HANDSHAKE, handshake);
    }
  }

  /** The failure of a call in words, when the certificates of the connection that was made for it are the reason. */
  static IOException explain(IOException failure, HttpContext call) {
    return call.getAttribute(HANDSHAKE) instanceof Handshake made ? made.explain(failure) : failure;
  }

  /**
   * Looks at who answered. With a server's answer the handshake is over for good.
   *
   * @throws ConnectException when a proxy gave the answer in place of the server: that is as no connection
   */
  void demandOfServer(ClassicHttpResponse answer, ExecChain.Scope call) throws ConnectException {
    call.clientContext.removeAttribute(HANDSHAKE);
    boolean isBeforeTunnel = call.route.isTunnelled() && call.clientContext.getSSLSession() == null;
    if (isBeforeTunnel || call.route.getProxyHost() != null && answer.getCode() == 407) {
      call.execRuntime.discardEndpoint();
      throw ofProxy(answer);
    }
  }

  /**
   * The same where no route is known.
   *
   * @param isHttps whether the server is called over TLS, through a tunnel if there is a proxy
   * @throws ConnectException as above
   */
  void demandOfServer(ClassicHttpResponse answer, HttpClientContext call, boolean isHttps) throws ConnectException {
    call.removeAttribute(HANDSHAKE);
    boolean isBeforeTunnel = isHttps && call.getSSLSession() == null;
    if (settings.proxy().isPresent() && (isBeforeTunnel || answer.getCode() == 407)) {
      throw ofProxy(answer);
    }
  }

  private ConnectException ofProxy(ClassicHttpResponse answer) {
    return new ConnectException("the proxy " + settings.proxy().orElseThrow() + " answered " + answer.getCode()
        + (answer.getCode() == 407
        ? ": it wants a login, or another one: correct " + settings.setting() + ".proxy-user and .proxy-password"
            + (shared ? " (or those of gateway.rest)" : "")
        : " when it was asked for the way to the server"));
  }

  @Override
  public synchronized void close() {
    if (connections != null) {
      connections.close();
    }
  }
}
