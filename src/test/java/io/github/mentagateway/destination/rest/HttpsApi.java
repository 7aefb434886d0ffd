package io.github.mentagateway.destination.rest;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** An API over TLS, which answers 200 and keeps who called. */
final class HttpsApi implements AutoCloseable {
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Headers> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> clients = Collections.synchronizedList(new ArrayList<>());

  private volatile boolean keepsConnections;

  /** @param protocols none for all */
  HttpsApi(SSLContext tls, boolean wantsClient, String... protocols) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters ours = tls.getDefaultSSLParameters();
        ours.setNeedClientAuth(wantsClient);
        if (protocols.length > 0) {
          ours.setProtocols(protocols);
        }
        parameters.setSSLParameters(ours);
      }
    });
    server.createContext("/", exchange -> {
      requests.add(exchange.getRequestHeaders());
      try {
        Principal client = ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal();
        clients.add(client.getName());
      } catch (SSLPeerUnverifiedException nobody) {
        clients.add("nobody");
      }
      exchange.getRequestBody().readAllBytes();
      if (!keepsConnections) {
        exchange.getResponseHeaders().add("Connection", "close");
      }
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.setExecutor(threads);
    server.start();
  }

  /** From now on a connection serves more than one call. */
  void keepConnections() {
    keepsConnections = true;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url(String host) {
    return "https://" + host + ":" + port() + "/orders";
  }

  /** The names of the certificates that the callers have shown. */
  List<String> clients() {
    return clients;
  }

  List<Headers> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
